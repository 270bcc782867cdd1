package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.PortStatistics;
import io.jtwisted.net.TlsSession;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The meters that connections have: those of one listener, or all outgoing ones. What is
 * counted all the time is read when a registry asks; only what is rare is told to a meter.
 */
final class ConnectionMeters {
    // All meters of a name must have the same tags, also those which have no listener and count all transports.
    private static final String OUTGOING = "outgoing";
    private static final String ANY = "any";

    /** The version of TLS where the handshake failed before there was one. */
    private static final String UNKNOWN = "unknown";

    private final MeterRegistry registry;
    private final Side side;
    private final Supplier<PortStatistics> counts;
    private final Map<Ending, Timer> durations = new EnumMap<>(Ending.class);

    /** Which side we are on, what it is called, and how bytes travel. */
    record Side(String role, String name, String transport) {
        static final Side OUTGOING = new Side("client", ConnectionMeters.OUTGOING, ANY);

        Tags tags() {
            return Tags.of("role", role, "name", name);
        }

        static Side of(Listeners.Listener listener) {
            return new Side("server", listener.name(), listener.transport());
        }
    }

    ConnectionMeters(MeterRegistry registry, Side side, Supplier<PortStatistics> counts) {
        this.registry = registry;
        this.side = side;
        this.counts = counts;
        Tags tags = side.tags();
        Tags withTransport = tags.and("transport", side.transport());
        Gauge.builder(
                        "jtwisted.connections.active",
                        this,
                        now -> now.counts.get().active())
                .tags(withTransport)
                .description("Open connections")
                .register(registry);
        FunctionCounter.builder(
                        "jtwisted.connections", this, now -> now.counts.get().opened())
                .tags(withTransport)
                .description("Connections made")
                .register(registry);
        FunctionCounter.builder(
                        "jtwisted.data.received", this, now -> now.counts.get().received())
                .tags(tags)
                .baseUnit(BaseUnits.BYTES)
                .description("Bytes that protocols were given")
                .register(registry);
        FunctionCounter.builder(
                        "jtwisted.data.sent", this, now -> now.counts.get().sent())
                .tags(tags)
                .baseUnit(BaseUnits.BYTES)
                .description("Bytes that left, before TLS makes them more")
                .register(registry);
        for (Ending ending : Ending.values()) {
            durations.put(
                    ending,
                    Timer.builder("jtwisted.connection.duration")
                            .tags(tags)
                            .tag("reason", ending.tag())
                            .description("For how long connections were open")
                            .register(registry));
        }
    }

    void closed(Ending ending, Duration age) {
        Timer timer = durations.get(ending);
        if (timer != null) {
            timer.record(age);
        }
    }

    void handshake(Duration took, @Nullable TlsSession session) {
        Timer.builder("jtwisted.tls.handshake")
                .tags(side.tags())
                .tag("outcome", session == null ? "failure" : "success")
                .tag("protocol", session == null ? UNKNOWN : session.protocol())
                .description("TLS handshakes")
                .register(registry)
                .record(took);
    }

    /** @param exception one of few names */
    void failed(String exception) {
        Counter.builder("jtwisted.protocol.errors")
                .tag("name", side.name())
                .tag("exception", exception)
                .description("Exceptions out of protocols which closed their connection")
                .register(registry)
                .increment();
    }
}
