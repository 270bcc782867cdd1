package io.jtwisted.defer;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Listens to what Deferreds log, and keeps it from the console. */
final class Logged implements AutoCloseable {
    private static final int ROUNDS = 200;

    private final BlockingQueue<Throwable> causes = new LinkedBlockingQueue<>();
    private final Map<Throwable, String> messages = new ConcurrentHashMap<>();
    private final List<Throwable> polled = new ArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Deferred.class);
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getThrowableProxy() instanceof ThrowableProxy proxy) {
                messages.put(proxy.getThrowable(), event.getFormattedMessage());
                causes.add(proxy.getThrowable());
            }
        }
    };

    Logged() {
        appender.start();
        logger.setAdditive(false);
        logger.addAppender(appender);
    }

    /** What was logged so far. */
    List<Throwable> causes() {
        causes.drainTo(polled);
        return List.copyOf(polled);
    }

    /** What was said of this failure; null if nothing was. */
    @Nullable
    String message(Throwable cause) {
        return messages.get(cause);
    }

    /** Collects garbage until this failure is logged. False if it never is. */
    boolean logsAfterCollecting(@Nullable Throwable cause) throws InterruptedException {
        for (int i = 0; i < ROUNDS && !polled.contains(cause); i++) {
            collect();
        }
        return polled.contains(cause);
    }

    private void collect() throws InterruptedException {
        System.gc();
        Throwable next = causes.poll(50, TimeUnit.MILLISECONDS);
        if (next != null) {
            polled.add(next);
            causes.drainTo(polled);
        }
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setAdditive(true);
    }
}
