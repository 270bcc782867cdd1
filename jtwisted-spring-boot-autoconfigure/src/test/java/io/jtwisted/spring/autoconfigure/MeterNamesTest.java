package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.net.Limits;
import io.jtwisted.net.ReactorListener;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsSession;
import io.jtwisted.net.Transport;
import io.jtwisted.spring.autoconfigure.Listeners.Listener;
import io.jtwisted.spring.autoconfigure.Listeners.State;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

/** The names and tags that dashboards are built upon. */
class MeterNamesTest {
    private static final String TYPE = "# TYPE ";
    static final Map<String, Set<String>> TAGS = Map.ofEntries(
            Map.entry("jtwisted.connections.active", Set.of("role", "name", "transport")),
            Map.entry("jtwisted.connections", Set.of("role", "name", "transport")),
            Map.entry("jtwisted.connections.rejected", Set.of("name", "reason")),
            Map.entry("jtwisted.connections.unwritable", Set.of("name")),
            Map.entry("jtwisted.connection.duration", Set.of("role", "name", "reason")),
            Map.entry("jtwisted.data.received", Set.of("role", "name")),
            Map.entry("jtwisted.data.sent", Set.of("role", "name")),
            Map.entry("jtwisted.tls.handshake", Set.of("role", "name", "outcome", "protocol")),
            Map.entry("jtwisted.protocol.errors", Set.of("name", "exception")),
            Map.entry("jtwisted.deferred.unhandled", Set.of("exception")),
            Map.entry("jtwisted.listener.up", Set.of("name")),
            Map.entry("jtwisted.reactor.tasks.pending", Set.of("loop")),
            Map.entry("jtwisted.reactor.lag", Set.of("loop")),
            Map.entry("jtwisted.reactor.blocked", Set.of("loop")),
            Map.entry("jtwisted.reactor.unsent", Set.of("loop")),
            Map.entry("jtwisted.reactor.shed", Set.of("loop")),
            Map.entry("jtwisted.reactor.memory.failures", Set.of("loop")),
            Map.entry("jtwisted.reactor.delayed.calls", Set.of()),
            Map.entry("jtwisted.ssl.reloads", Set.of("bundle", "outcome")),
            Map.entry("jtwisted.shutdown.drain", Set.of("outcome")));

    private final ScriptedReactor reactor = new ScriptedReactor("jtwisted-1");
    private final Listeners listeners = new Listeners();

    @Test
    void allMetersOfANameHaveTheSameTags() {
        MeterRegistry registry = new SimpleMeterRegistry();

        fill(registry);

        Map<String, Set<String>> found = new TreeMap<>();
        for (Meter meter : registry.getMeters()) {
            Set<String> tags = meter.getId().getTags().stream().map(Tag::getKey).collect(Collectors.toSet());
            Set<String> before = found.putIfAbsent(meter.getId().getName(), tags);
            assertThat(tags).as(meter.getId().toString()).isEqualTo(before == null ? tags : before);
        }
        assertThat(found).containsExactlyInAnyOrderEntriesOf(TAGS);
    }

    @Test
    void everyMeterSaysWhatItMeasures() {
        MeterRegistry registry = new SimpleMeterRegistry();

        fill(registry);

        assertThat(registry.getMeters())
                .allSatisfy(meter -> assertThat(meter.getId().getDescription()).isNotBlank());
    }

    @Test
    void prometheusHasThemAll() {
        PrometheusMeterRegistry registry =
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT).throwExceptionOnRegistrationFailure();

        fill(registry);

        assertThat(families(registry.scrape()))
                .containsExactlyInAnyOrder(
                        "jtwisted_connections_active",
                        "jtwisted_connections_total",
                        "jtwisted_connections_rejected_total",
                        "jtwisted_connections_unwritable",
                        "jtwisted_connection_duration_seconds",
                        "jtwisted_connection_duration_seconds_max",
                        "jtwisted_data_received_bytes_total",
                        "jtwisted_data_sent_bytes_total",
                        "jtwisted_tls_handshake_seconds",
                        "jtwisted_tls_handshake_seconds_max",
                        "jtwisted_protocol_errors_total",
                        "jtwisted_deferred_unhandled_total",
                        "jtwisted_listener_up",
                        "jtwisted_reactor_tasks_pending",
                        "jtwisted_reactor_lag_seconds",
                        "jtwisted_reactor_lag_seconds_max",
                        "jtwisted_reactor_blocked_total",
                        "jtwisted_reactor_unsent_bytes",
                        "jtwisted_reactor_shed_total",
                        "jtwisted_reactor_memory_failures_total",
                        "jtwisted_reactor_delayed_calls",
                        "jtwisted_ssl_reloads_total",
                        "jtwisted_shutdown_drain_seconds",
                        "jtwisted_shutdown_drain_seconds_max");
    }

    private static Set<String> families(String scrape) {
        return scrape.lines()
                .filter(line -> line.startsWith(TYPE))
                .map(line -> line.substring(TYPE.length(), line.lastIndexOf(' ')))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Has everything happen that is measured. */
    private void fill(MeterRegistry registry) {
        new MetersBinder(ScriptedReactor.group(reactor), listeners, new TlsReloads(InstantSource.system()))
                .bindTo(registry);
        ScriptedPort port = new ScriptedPort();
        listeners.put(new Listener(
                "imaps",
                "imap",
                ServerEndpoint.tcp(0).tls(Tls.bundle("mail")),
                Limits.server(),
                State.LISTENING,
                port));
        listeners.put(new Listener(
                "echo",
                "echo",
                ServerEndpoint.unix("/run/echo"),
                Limits.server(),
                State.LISTENING,
                new ScriptedPort()));
        Transport transport = (Transport) Proxy.newProxyInstance(
                Transport.class.getClassLoader(), new Class<?>[] {Transport.class}, (proxy, method, arguments) -> null);
        ReactorListener told = reactor.listeners().get(0);
        told.handshake(port, Duration.ofMillis(20), new TlsSession("TLSv1.3", "suite", List.of(), null, null), null);
        told.handshake(null, Duration.ofMillis(20), null, new SSLException("no"));
        told.failed(port, transport, new IllegalStateException());
        told.failed(null, transport, new IllegalArgumentException());
        told.unhandled(reactor.reactor(), new IllegalStateException());
    }
}
