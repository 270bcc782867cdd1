package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.Address;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Port;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorGroup;
import io.jtwisted.net.ReactorListener;
import io.jtwisted.net.TlsSession;
import io.jtwisted.net.Transport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * All our meters in one registry. Holds what they read, which they hold weakly. A port which is no listener of the
 * configuration is not measured: its name would be an address.
 */
final class Meters implements ReactorListener, Listeners.Watcher {
    private final MeterRegistry registry;
    private final TlsReloads reloads;
    private final ReactorMeters reactors;
    private final ConnectionMeters outgoing;
    private final Map<String, ListenerMeters> listeners = new ConcurrentHashMap<>();
    private final Set<String> bundles = ConcurrentHashMap.newKeySet();
    private final ExceptionNames exceptions = new ExceptionNames();
    private final Timer drained;
    private final Timer drainedTooLong;

    Meters(MeterRegistry registry, ReactorGroup reactors, TlsReloads reloads) {
        this.registry = registry;
        this.reloads = reloads;
        this.reactors = new ReactorMeters(registry, reactors);
        this.outgoing = new ConnectionMeters(registry, ConnectionMeters.Side.OUTGOING, this.reactors::outgoing);
        this.drained = drain("complete");
        this.drainedTooLong = drain("timeout");
    }

    private Timer drain(String outcome) {
        return Timer.builder("jtwisted.shutdown.drain")
                .tag("outcome", outcome)
                .description("How long it took until connections had left before a stop")
                .register(registry);
    }

    @Override
    public void changed(Listeners.Listener listener) {
        listeners
                .computeIfAbsent(listener.name(), name -> new ListenerMeters(registry, listener))
                .changed(listener);
        listener.bundles().stream().filter(bundles::add).forEach(this::register);
    }

    private void register(String bundle) {
        FunctionCounter.builder(
                        "jtwisted.ssl.reloads", reloads, now -> now.of(bundle).successes())
                .tag("bundle", bundle)
                .tag("outcome", "success")
                .description("Certificates which were replaced, or were not fit to")
                .register(registry);
        FunctionCounter.builder(
                        "jtwisted.ssl.reloads", reloads, now -> now.of(bundle).failures())
                .tag("bundle", bundle)
                .tag("outcome", "failure")
                .description("Certificates which were replaced, or were not fit to")
                .register(registry);
    }

    @Override
    public void drained(Duration took, int aborted) {
        (aborted == 0 ? drained : drainedTooLong).record(took);
    }

    @Override
    public void closed(@Nullable Port port, Transport transport, CloseReason reason, Duration age) {
        if (transport.below().isPresent()) { // the connection below is counted
            return;
        }
        if (port == null) {
            outgoing.closed(Ending.of(reason, false), age);
            return;
        }
        ListenerMeters listener = of(port);
        if (listener != null) {
            listener.connections().closed(Ending.of(reason, listener.draining()), age);
        }
    }

    @Override
    public void handshake(
            @Nullable Port port, Duration took, @Nullable TlsSession session, @Nullable Throwable failure) {
        ConnectionMeters connections = connections(port);
        if (connections != null) {
            connections.handshake(took, session);
        }
    }

    @Override
    public void failed(@Nullable Port port, Transport transport, Throwable cause) {
        ConnectionMeters connections = connections(port);
        if (connections != null) {
            connections.failed(exceptions.of(cause));
        }
    }

    @Override
    public void datagramFailed(Port port, @Nullable Address peer, Throwable cause) {
        ConnectionMeters connections = connections(port);
        if (connections != null) {
            connections.failed(exceptions.of(cause));
        }
    }

    @Override
    public void unhandled(Reactor reactor, Throwable cause) {
        Counter.builder("jtwisted.deferred.unhandled")
                .tag("exception", exceptions.of(cause))
                .description("Failures of Deferreds that no step handled")
                .register(registry)
                .increment();
    }

    @Override
    public void lag(Reactor reactor, Duration waited) {
        reactors.lag(reactor, waited);
    }

    private @Nullable ConnectionMeters connections(@Nullable Port port) {
        if (port == null) {
            return outgoing;
        }
        ListenerMeters listener = of(port);
        return listener == null ? null : listener.connections();
    }

    private @Nullable ListenerMeters of(Port port) {
        for (ListenerMeters listener : listeners.values()) { // there are few
            if (listener.has(port)) {
                return listener;
            }
        }
        return null;
    }
}
