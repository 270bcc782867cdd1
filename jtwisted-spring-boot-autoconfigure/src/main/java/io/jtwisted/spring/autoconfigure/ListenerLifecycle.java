package io.jtwisted.spring.autoconfigure;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.Port;
import io.jtwisted.net.ReactorGroup;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsKeys;
import io.jtwisted.spring.JTwistedPhases;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Listens when the context is up, and closes the ports before it goes down. */
final class ListenerLifecycle implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerLifecycle.class);

    private final ReactorGroup reactors;
    private final Supplier<List<Handlers.Listener>> found;
    private final LocalPorts localPorts;
    private final List<Port> ports = new ArrayList<>();
    private @Nullable List<Handlers.Listener> listeners;
    private volatile boolean running;

    /**
     * @param found finds the listeners; asked once, when the context is up, so that a second start meets the same
     *     factories
     */
    ListenerLifecycle(ReactorGroup reactors, Supplier<List<Handlers.Listener>> found, LocalPorts localPorts) {
        this.reactors = reactors;
        this.found = found;
        this.localPorts = localPorts;
    }

    @Override
    public void start() {
        if (listeners == null) {
            listeners = found.get();
        }
        try {
            listeners.forEach(this::open);
            running = true;
        } finally {
            if (!running) {
                close();
            }
        }
    }

    private void open(Handlers.Listener listener) {
        Port port = reactors.listen(listener.endpoint(), listener.factory()).await();
        ports.add(port);
        if (port.host() instanceof Address.Inet inet) {
            localPorts.publish(listener.name(), inet.port());
        }
        LOG.info("Listening: {} on {}{}", listener.name(), place(port.host()), tls(listener.endpoint()));
    }

    private static String place(Address host) {
        return host instanceof Address.Inet ? "tcp " + host : host.toString();
    }

    private static String tls(ServerEndpoint endpoint) {
        Tls tls = endpoint instanceof ServerEndpoint.Tcp tcp ? tcp.tls() : null;
        if (tls == null) {
            return "";
        }
        return tls.keys() instanceof TlsKeys.Bundle bundle ? ", tls bundle " + bundle.name() : ", tls";
    }

    @Override
    public void stop() {
        running = false;
        close();
    }

    private void close() {
        List<Port> closing = List.copyOf(ports);
        ports.clear();
        Deferred.gatherResults(closing.stream().map(Port::stopListening).toList())
                .await();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public int getPhase() {
        return JTwistedPhases.LISTENERS;
    }
}
