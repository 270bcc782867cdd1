package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.Port;
import io.jtwisted.net.Refusal;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** The meters of one listener, on whatever port it listens now. */
final class ListenerMeters {
    private final PortCounts counts = new PortCounts();
    private final ConnectionMeters connections;
    private volatile Listeners.Listener listener;

    ListenerMeters(MeterRegistry registry, Listeners.Listener listener) {
        this.listener = listener;
        this.connections = new ConnectionMeters(registry, ConnectionMeters.Side.of(listener), counts);
        counts.port(listener.port());
        Gauge.builder("jtwisted.listener.up", this, ListenerMeters::up)
                .tag("name", listener.name())
                .description("Whether it listens")
                .register(registry);
        Gauge.builder(
                        "jtwisted.connections.unwritable",
                        counts,
                        now -> now.get().unwritable())
                .tag("name", listener.name())
                .description("Connections whose peer reads more slowly than we write")
                .register(registry);
        for (Refusal reason : Refusal.values()) {
            FunctionCounter.builder(
                            "jtwisted.connections.rejected",
                            counts,
                            now -> now.get().refused().getOrDefault(reason, 0L))
                    .tag("name", listener.name())
                    .tag("reason", RefusalTag.of(reason))
                    .description("Connections which were not served")
                    .register(registry);
        }
    }

    private double up() {
        return listener.state() == Listeners.State.LISTENING ? 1 : 0;
    }

    void changed(Listeners.Listener now) {
        listener = now;
        counts.port(now.port());
    }

    /** Whether this port is the listener's: also before the lifecycle has said so, if the port knows its name. */
    boolean has(Port port) {
        return counts.has(port) || port.name().equals(listener.name());
    }

    boolean draining() {
        return listener.state() == Listeners.State.DRAINING;
    }

    ConnectionMeters connections() {
        return connections;
    }
}
