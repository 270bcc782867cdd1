package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.net.Address;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.ReactorListener;
import io.jtwisted.net.Refusal;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsSession;
import io.jtwisted.net.Transport;
import io.jtwisted.spring.autoconfigure.Listeners.Listener;
import io.jtwisted.spring.autoconfigure.Listeners.State;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetersTest {
    /** To ask it for anything else, such as its peer, fails the test: that has a cost for each connection. */
    private static final Transport TRANSPORT = transport(Optional.empty());

    private static Transport transport(Optional<Transport> below) {
        return (Transport) Proxy.newProxyInstance(
                Transport.class.getClassLoader(), new Class<?>[] {Transport.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("below")) {
                        return below;
                    }
                    throw new IllegalStateException("metrics should not call " + method);
                });
    }

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final Listeners listeners = new Listeners();
    private final TlsReloads reloads = new TlsReloads(InstantSource.fixed(Instant.EPOCH));
    private final ScriptedReactor one = new ScriptedReactor("jtwisted-1");
    private final ScriptedReactor two = new ScriptedReactor("jtwisted-2");
    private final ScriptedPort port = new ScriptedPort();

    @BeforeEach
    void bind() {
        new MetersBinder(ScriptedReactor.group(one, two), listeners, reloads).bindTo(registry);
        put(State.LISTENING, port);
    }

    @Test
    void connectionsAndBytesAreReadFromThePort() {
        port.connections(12, 5).bytes(1_000, 2_000, 3).refused(Refusal.CONNECTIONS, 4);

        assertThat(gauge("jtwisted.connections.active", "role", "server", "name", "echo", "transport", "tcp"))
                .isEqualTo(7);
        assertThat(counter("jtwisted.connections", "role", "server", "name", "echo", "transport", "tcp"))
                .isEqualTo(12);
        assertThat(counter("jtwisted.data.received", "role", "server", "name", "echo"))
                .isEqualTo(1_000);
        assertThat(counter("jtwisted.data.sent", "role", "server", "name", "echo"))
                .isEqualTo(2_000);
        assertThat(gauge("jtwisted.connections.unwritable", "name", "echo")).isEqualTo(3);
        assertThat(counter("jtwisted.connections.rejected", "name", "echo", "reason", "max-connections"))
                .isEqualTo(4);
        assertThat(counter("jtwisted.connections.rejected", "name", "echo", "reason", "tls"))
                .isZero();
    }

    @Test
    void countersDoNotGoBackWhenAListenerIsOpenedAgain() {
        port.connections(12, 12).bytes(1_000, 2_000, 0);
        put(State.STOPPED, port);

        put(State.LISTENING, new ScriptedPort().connections(1, 0).bytes(5, 5, 0));

        assertThat(counter("jtwisted.connections", "name", "echo")).isEqualTo(13);
        assertThat(counter("jtwisted.data.received", "name", "echo")).isEqualTo(1_005);
        assertThat(gauge("jtwisted.connections.active", "name", "echo")).isEqualTo(1);
    }

    @Test
    void aListenerIsUpWhileItListens() {
        double listening = gauge("jtwisted.listener.up", "name", "echo");
        listeners.state("echo", State.DRAINING);
        double draining = gauge("jtwisted.listener.up", "name", "echo");

        assertThat(listening).isEqualTo(1);
        assertThat(draining).isZero();
    }

    @Test
    void howLongAConnectionLastedIsToldByWhyItEnded() {
        closed(port, CloseReason.remote());
        closed(port, CloseReason.timeout());
        listeners.state("echo", State.DRAINING);
        closed(port, CloseReason.local());

        assertThat(duration("server", "echo", "clean")).isEqualTo(3);
        assertThat(duration("server", "echo", "timeout")).isEqualTo(3);
        assertThat(duration("server", "echo", "drain")).isEqualTo(3);
        assertThat(duration("server", "echo", "error")).isZero();
    }

    @Test
    void handshakesAreTimedByOutcomeAndVersion() {
        told().handshake(port, Duration.ofMillis(20), new TlsSession("TLSv1.3", "suite", List.of(), null, null), null);
        told().handshake(port, Duration.ofMillis(40), null, new SSLException("no"));

        assertThat(timer("jtwisted.tls.handshake", "name", "echo", "outcome", "success", "protocol", "TLSv1.3"))
                .isEqualTo(0.02);
        assertThat(timer("jtwisted.tls.handshake", "name", "echo", "outcome", "failure", "protocol", "unknown"))
                .isEqualTo(0.04);
    }

    @Test
    void aLayerIsNoConnectionMore() {
        told().closed(port, transport(Optional.of(TRANSPORT)), CloseReason.remote(), Duration.ofSeconds(3));

        assertThat(registry.find("jtwisted.connection.duration")
                        .tag("name", "echo")
                        .timers())
                .allSatisfy(timer -> assertThat(timer.count()).isZero());
    }

    @Test
    void exceptionsOfDatagramsAreCountedByTheirClass() {
        told().datagramFailed(port, new Address.Inet("192.0.2.7", 53), new IllegalStateException("bad question"));

        assertThat(registry.get("jtwisted.protocol.errors")
                        .tags("name", "echo", "exception", "IllegalStateException")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void exceptionsAreCountedByTheirClass() {
        told().failed(port, TRANSPORT, new IllegalStateException("alice@example.org"));
        told().failed(port, TRANSPORT, new IllegalStateException("bob@example.org"));

        assertThat(registry.get("jtwisted.protocol.errors")
                        .tags("name", "echo", "exception", "IllegalStateException")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.find("jtwisted.protocol.errors").meters()).hasSize(1);
    }

    @Test
    void whatWeAskedForIsOfAClientWithoutAName() {
        one.outgoing(3, 1, 10, 20);
        two.outgoing(4, 1, 1, 2);
        closed(null, CloseReason.local());

        assertThat(gauge("jtwisted.connections.active", "role", "client", "name", "outgoing", "transport", "any"))
                .isEqualTo(5);
        assertThat(counter("jtwisted.connections", "role", "client")).isEqualTo(7);
        assertThat(counter("jtwisted.data.received", "role", "client")).isEqualTo(11);
        assertThat(counter("jtwisted.data.sent", "role", "client")).isEqualTo(22);
        assertThat(duration("client", "outgoing", "clean")).isEqualTo(3);
    }

    @Test
    void aPortWhichIsNoListenerLeavesNoTrace() {
        int before = registry.getMeters().size();
        ScriptedPort byHand = new ScriptedPort();

        closed(byHand, CloseReason.remote());
        told().handshake(byHand, Duration.ofMillis(1), null, new SSLException("no"));
        told().failed(byHand, TRANSPORT, new IllegalStateException());

        assertThat(registry.getMeters()).hasSize(before);
        assertThat(duration("server", "echo", "clean")).isZero();
    }

    @Test
    void reactorsAreToldApartByTheirPlace() {
        one.waiting(3, 5).blocked(7, Duration.ZERO, null);
        two.waiting(4, 6);
        told().lag(two.reactor(), Duration.ofMillis(250));

        assertThat(gauge("jtwisted.reactor.tasks.pending", "loop", "1")).isEqualTo(3);
        assertThat(gauge("jtwisted.reactor.tasks.pending", "loop", "2")).isEqualTo(4);
        assertThat(counter("jtwisted.reactor.blocked", "loop", "1")).isEqualTo(7);
        assertThat(gauge("jtwisted.reactor.delayed.calls")).isEqualTo(11);
        assertThat(timer("jtwisted.reactor.lag", "loop", "2")).isEqualTo(0.25);
        assertThat(timer("jtwisted.reactor.lag", "loop", "1")).isZero();
    }

    @Test
    void reloadsAreCountedByBundleAndOutcome() {
        listeners.put(new Listener(
                "imaps",
                "imap",
                ServerEndpoint.tcp(0).tls(Tls.bundle("mail")),
                Limits.server(),
                State.LISTENING,
                new ScriptedPort()));

        reloads.succeeded("mail", null);
        reloads.failed("mail", "the key does not fit the certificate");
        reloads.succeeded("mail", null);

        assertThat(counter("jtwisted.ssl.reloads", "bundle", "mail", "outcome", "success"))
                .isEqualTo(2);
        assertThat(counter("jtwisted.ssl.reloads", "bundle", "mail", "outcome", "failure"))
                .isEqualTo(1);
    }

    @Test
    void aDrainIsCompleteIfNobodyHadToBeAborted() {
        listeners.drained(Duration.ofSeconds(2), 0);
        listeners.drained(Duration.ofSeconds(30), 4);

        assertThat(timer("jtwisted.shutdown.drain", "outcome", "complete")).isEqualTo(2);
        assertThat(timer("jtwisted.shutdown.drain", "outcome", "timeout")).isEqualTo(30);
    }

    @Test
    void everyReactorTellsUs() {
        assertThat(one.listeners()).hasSize(1).isEqualTo(two.listeners());
    }

    private ReactorListener told() {
        return one.listeners().get(0);
    }

    private void put(State state, Port now) {
        listeners.put(new Listener("echo", "echoHandler", ServerEndpoint.tcp(0), Limits.server(), state, now));
    }

    private void closed(@Nullable Port of, CloseReason reason) {
        told().closed(of, TRANSPORT, reason, Duration.ofSeconds(3));
    }

    private double duration(String role, String name, String reason) {
        return timer("jtwisted.connection.duration", "role", role, "name", name, "reason", reason);
    }

    private double gauge(String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    private double counter(String name, String... tags) {
        return registry.get(name).tags(tags).functionCounter().count();
    }

    private double timer(String name, String... tags) {
        return registry.get(name).tags(tags).timer().totalTime(TimeUnit.SECONDS);
    }
}
