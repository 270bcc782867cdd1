package io.jtwisted.net;

import java.util.IdentityHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For makers of transports: counts the ports of each factory. It is started before the first opens, and stopped after the
 * last has closed. Belongs to the reactor's thread.
 */
public final class Factories {
    private static final Logger LOG = LoggerFactory.getLogger(Factory.class);

    private final IdentityHashMap<Factory, Integer> ports = new IdentityHashMap<>();
    private final Consumer<? super Throwable> failed;

    /** With no port yet. */
    public Factories() {
        this(thrown -> {});
    }

    /** With no port yet; what a factory throws when it stops is told, too, when it has been logged. */
    public Factories(Consumer<? super Throwable> failed) {
        this.failed = failed;
    }

    /** A port of this factory is about to open. What the factory throws keeps it closed. */
    public void opening(Factory factory) throws Exception {
        if (!ports.containsKey(factory)) {
            factory.startFactory();
        }
        ports.merge(factory, 1, Integer::sum);
    }

    /** A port of this factory has closed, or has not opened after all. */
    @SuppressWarnings("CatchingUnchecked") // the border: a factory that cannot stop must not keep its port open
    public void closed(Factory factory) {
        if (ports.merge(factory, -1, Integer::sum) > 0) {
            return;
        }
        ports.remove(factory);
        try {
            factory.stopFactory();
        } catch (Exception | Error e) {
            LOG.error("{} could not stop", factory, e);
            failed.accept(e);
        }
    }
}
