package io.jtwisted.testsupport;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Listens to all that is logged above DEBUG, in place of the console. */
public final class Noise implements AutoCloseable {
    private final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Level before = root.getLevel();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (!event.getThreadName().endsWith("-watchdog")) { // a slow machine is not at stake
                events.add(event);
            }
        }
    };

    private final List<Appender<ILoggingEvent>> console = new ArrayList<>();

    public Noise() {
        root.iteratorForAppenders().forEachRemaining(console::add);
        console.forEach(root::detachAppender);
        appender.start();
        root.addAppender(appender);
        root.setLevel(Level.INFO);
    }

    /** Nothing at ERROR, and no stack trace at all. */
    public void isBearable() {
        assertThat(events)
                .filteredOn(event -> event.getLevel() == Level.ERROR || event.getThrowableProxy() != null)
                .extracting(ILoggingEvent::getFormattedMessage)
                .isEmpty();
    }

    @Override
    public void close() {
        root.setLevel(before);
        root.detachAppender(appender);
        console.forEach(root::addAppender);
    }
}
