package io.jtwisted.netty;

import io.jtwisted.net.Factory;
import java.util.IdentityHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts the ports of each factory: it is started before the first opens, and stopped after the last has closed. */
final class Factories {
    private static final Logger LOG = LoggerFactory.getLogger(NettyReactor.class);

    private final IdentityHashMap<Factory, Integer> ports = new IdentityHashMap<>();

    void opening(Factory factory) throws Exception {
        if (!ports.containsKey(factory)) {
            factory.startFactory();
        }
        ports.merge(factory, 1, Integer::sum);
    }

    @SuppressWarnings("CatchingUnchecked") // the border: a factory that cannot stop must not keep its port open
    void closed(Factory factory) {
        if (ports.merge(factory, -1, Integer::sum) > 0) {
            return;
        }
        ports.remove(factory);
        try {
            factory.stopFactory();
        } catch (Exception | Error e) {
            LOG.error("{} could not stop", factory, e);
        }
    }
}
