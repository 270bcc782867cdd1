package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.ConnectionStatistics;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Refusal;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import io.jtwisted.spring.autoconfigure.Listeners.Listener;
import io.jtwisted.spring.autoconfigure.Listeners.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class JTwistedEndpointTest {
    private static final ConnectionStatistics ALICE = new ConnectionStatistics(
            7, new Address.Inet("192.0.2.1", 40_000), Duration.ofMinutes(5), 10, 20, 3, "TLSv1.3");

    private final ScriptedReactor reactor = new ScriptedReactor("jtwisted-1");
    private final ScriptedPort port = new ScriptedPort();
    private final Listeners listeners = new Listeners();
    private final TlsReloads reloads = new TlsReloads(InstantSource.fixed(Instant.EPOCH));
    private final JTwistedEndpoint endpoint =
            new JTwistedEndpoint(ScriptedReactor.group(reactor), listeners, reloads, false);

    @Test
    void itTellsOfReactorsAndListeners() {
        reactor.waiting(1, 2).outgoing(5, 3, 100, 200).blocked(4, Duration.ZERO, Duration.ofMillis(1));
        port.connections(9, 4).bytes(30, 40, 0).refused(Refusal.CONNECTIONS, 6);
        put(ServerEndpoint.tcp(8007));

        Report report = endpoint.report();

        assertThat(report.reactors())
                .containsExactly(new Report.ReactorEntry(
                        "jtwisted-1",
                        true,
                        1,
                        2,
                        4,
                        Duration.ZERO,
                        Duration.ofMillis(1),
                        new Report.Counts(2, 5, 100, 200)));
        assertThat(report.listeners())
                .isEqualTo(Map.of(
                        "echo",
                        new Report.ListenerEntry(
                                State.LISTENING,
                                "127.0.0.1:8007",
                                "tcp",
                                "echoHandler",
                                new Report.Counts(5, 9, 30, 40),
                                Map.of("max-connections", 6L),
                                null)));
    }

    @Test
    void itTellsOfCertificates() {
        put(ServerEndpoint.tcp(8007).tls(Tls.bundle("mail")));

        reloads.succeeded("mail", null);
        reloads.failed("mail", "no key");

        assertThat(Objects.requireNonNull(endpoint.report().listeners().get("echo"))
                        .ssl())
                .isEqualTo(Map.of("mail", new Report.SslEntry(null, 1, 1, "no key", Instant.EPOCH)));
    }

    @Test
    void aListenerWhichNeverListenedHasNoNumbers() {
        listeners.put(
                new Listener("echo", "echoHandler", ServerEndpoint.tcp(8007), Limits.server(), State.FAILED, null));

        Report.Details details = details(true);

        assertThat(details.listener())
                .isEqualTo(new Report.ListenerEntry(State.FAILED, null, "tcp", "echoHandler", null, null, null));
        assertThat(details.connections()).isEmpty();
        assertThat(details.note()).isNull();
    }

    @Test
    void connectionsComeWithoutAddresses() {
        port.answers(() -> Deferred.succeed(List.of(ALICE)));
        put(ServerEndpoint.tcp(8007));

        assertThat(details(false).connections())
                .containsExactly(new Report.ConnectionEntry(7, null, Duration.ofMinutes(5), 10, 20, 3, "TLSv1.3"));
        assertThat(endpoint.listener("echo")).asString().doesNotContain("192.0.2.1");
    }

    @Test
    void whoMaySeeThemSeesAddresses() {
        port.answers(() -> Deferred.succeed(List.of(ALICE)));
        put(ServerEndpoint.tcp(8007));

        assertThat(details(true).connections())
                .extracting(Report.ConnectionEntry::remoteAddress)
                .containsExactly("192.0.2.1:40000");
    }

    @Test
    void aReactorWhichIsBlockedKeepsNobodyWaiting() {
        port.connections(3, 0).answers(Deferred::new);
        put(ServerEndpoint.tcp(8007));

        Report.Details details = details(false);

        assertThat(details.connections()).isEmpty();
        assertThat(details.note()).contains("in time");
        assertThat(details.listener().connections()).isEqualTo(new Report.Counts(3, 3, 0, 0));
    }

    @Test
    void aReactorWhichHasStoppedSaysSo() {
        port.answers(() -> Deferred.fail(new IllegalStateException("jtwisted-1 has stopped")));
        put(ServerEndpoint.tcp(8007));

        assertThat(details(false).note()).contains("jtwisted-1 has stopped");
    }

    @Test
    void nobodyKnowsWhatIsNoListener() {
        assertThat(endpoint.listener("nobody")).isNull();
    }

    private void put(ServerEndpoint place) {
        listeners.put(new Listener("echo", "echoHandler", place, Limits.server(), State.LISTENING, port));
    }

    private Report.Details details(boolean showAddresses) {
        return Objects.requireNonNull(endpoint.listener("echo", showAddresses));
    }
}
