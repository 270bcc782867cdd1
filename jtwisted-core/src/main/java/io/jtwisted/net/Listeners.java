package io.jtwisted.net;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** For implementers of reactors: the listeners of one. For any thread. */
public final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(ReactorListener.class);

    private final CopyOnWriteArrayList<ReactorListener> all = new CopyOnWriteArrayList<>();
    private final Consumer<? super Throwable> failed;

    /** With none yet. */
    public Listeners() {
        this(thrown -> {});
    }

    /** With none yet; what one of them throws is told, too, when it has been logged. */
    public Listeners(Consumer<? super Throwable> failed) {
        this.failed = failed;
    }

    /** Has this one told from now on; a second time does nothing. */
    public void add(ReactorListener listener) {
        all.addIfAbsent(listener);
    }

    /**
     * Tells all, in the order in which they were added. An exception of one is logged; the others are told all the
     * same.
     */
    public void tell(Consumer<ReactorListener> news) {
        all.forEach(listener -> tell(listener, news));
    }

    private void tell(ReactorListener listener, Consumer<ReactorListener> news) {
        try {
            news.accept(listener);
        } catch (Exception | Error e) {
            LOG.error(
                    "{} threw an exception; it will be called again",
                    listener.getClass().getName(),
                    e);
            failed.accept(e);
        }
    }
}
