package io.jtwisted.spring.autoconfigure;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ReactorGroup;
import io.jtwisted.spring.JTwistedPhases;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Listens when the context is up. What {@link DrainLifecycle} has left open, it closes. */
final class ListenerLifecycle extends PhaseLifecycle {
    private final OpenPorts ports;
    private final Supplier<List<Handlers.Listener>> found;
    private @Nullable List<Handlers.Listener> listeners;

    /**
     * @param found finds the listeners; asked once, when the context is up, so that a second start meets the same
     *     factories
     */
    ListenerLifecycle(ReactorGroup reactors, OpenPorts ports, Supplier<List<Handlers.Listener>> found) {
        super(JTwistedPhases.LISTENERS, reactors.reactors());
        this.ports = ports;
        this.found = found;
    }

    @Override
    public void start() {
        if (listeners == null) {
            listeners = found.get();
            ports.know(listeners);
        }
        running(true); // if one of them cannot be opened, Spring stops this, too
        for (Handlers.Listener listener : listeners) {
            if (listener.autoStart()) {
                started(ports.start(listener.name()));
            }
        }
    }

    @Override
    Deferred<Integer> begin() {
        return ports.stopRest();
    }
}
