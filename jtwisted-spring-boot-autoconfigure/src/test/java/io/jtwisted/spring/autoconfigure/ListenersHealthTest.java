package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import io.jtwisted.spring.autoconfigure.Listeners.Listener;
import io.jtwisted.spring.autoconfigure.Listeners.State;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

class ListenersHealthTest {
    private static final ServerEndpoint.Tcp TCP = ServerEndpoint.tcp(8007);

    private final Listeners listeners = new Listeners();
    private final AtomicBoolean serving = new AtomicBoolean();
    private final TlsReloads reloads = new TlsReloads(InstantSource.fixed(Instant.EPOCH));
    private final ListenersHealth health = new ListenersHealth(listeners, reloads, Set.of("echo"), serving::get);

    @Test
    void oneWhichListensIsUpAndSaysWhere() {
        put("echo", TCP, State.LISTENING, new ScriptedPort().connections(20, 8));

        Health echo = health("echo");

        assertThat(echo.getStatus()).isEqualTo(Status.UP);
        assertThat(echo.getDetails())
                .containsOnlyKeys("address", "tls", "connections", "maxConnections")
                .containsEntry("address", "127.0.0.1:8007")
                .containsEntry("tls", false)
                .containsEntry("connections", 12)
                .containsEntry("maxConnections", 10_000);
    }

    @Test
    void whereAnyNumberMayConnectThereIsNoMaximum() {
        put("echo", TCP.limits(Limits.server().connections(0)), State.LISTENING, new ScriptedPort());

        assertThat(health("echo").getDetails()).doesNotContainKey("maxConnections");
    }

    @ParameterizedTest
    @CsvSource({"STOPPED, OUT_OF_SERVICE", "DRAINING, OUT_OF_SERVICE", "FAILED, DOWN"})
    void oneWhichDoesNotListenSaysWhatItDoes(State state, String status) {
        put("echo", TCP, state, null);

        Health echo = health("echo");

        assertThat(echo.getStatus()).isEqualTo(new Status(status));
        assertThat(echo.getDetails()).containsEntry("state", state).containsEntry("connections", 0);
    }

    @ParameterizedTest
    @CsvSource({"STOPPED, UNKNOWN", "DRAINING, UNKNOWN", "FAILED, DOWN"})
    void whatTheApplicationHasClosedWhileItServesIsNoFailure(State state, String status) {
        serving.set(true);
        put("echo", TCP, state, null);

        assertThat(health("echo").getStatus()).isEqualTo(new Status(status));
        assertThat(health("echo").getDetails()).containsEntry("state", state);
    }

    @ParameterizedTest
    @CsvSource({"PAUSE, 2, OUT_OF_SERVICE", "PAUSE, 1, UP", "CLOSE, 2, UP"})
    void oneWhichIsFullIsOutOfServiceIfNewConnectionsWait(Limits.WhenFull then, long connections, String status) {
        Limits two = Limits.server().connections(2).whenFull(then);
        put("echo", TCP.limits(two), State.LISTENING, new ScriptedPort().connections(connections, 0));

        assertThat(health("echo").getStatus()).isEqualTo(new Status(status));
    }

    @Test
    void oneWhichCannotAcceptIsDown() {
        put("echo", TCP, State.LISTENING, new ScriptedPort().cannotAccept(new IOException("too many open files")));

        assertThat(health("echo").getStatus()).isEqualTo(Status.DOWN);
        assertThat(health("echo").getDetails())
                .containsEntry("acceptFailure", "java.io.IOException: too many open files");
    }

    @Test
    void aPauseWithoutALimitNeverComes() {
        Limits any = Limits.server().connections(0).whenFull(Limits.WhenFull.PAUSE);
        put("echo", TCP.limits(any), State.LISTENING, new ScriptedPort().connections(2, 0));

        assertThat(health("echo").getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void aCertificateWhichCouldNotBeReplacedIsADetail() {
        put("echo", TCP.tls(Tls.bundle("stale")), State.LISTENING, new ScriptedPort());
        reloads.failed("stale", "the key does not fit the certificate");

        Health echo = health("echo");

        assertThat(echo.getStatus()).isEqualTo(Status.UP);
        assertThat(echo.getDetails())
                .containsEntry("tls", true)
                .containsEntry("tlsReload", "the key does not fit the certificate");
    }

    @Test
    void thoseOfTheConfigurationAreThereBeforeTheyListen() {
        assertThat(health.stream().map(HealthContributors.Entry::name)).containsExactly("echo");
        assertThat(health("echo").getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
    }

    @Test
    void thoseOfHandlersJoinThem() {
        put("chat", TCP, State.LISTENING, new ScriptedPort());
        put("echo", TCP, State.LISTENING, new ScriptedPort());

        assertThat(health.stream().map(HealthContributors.Entry::name)).containsExactly("chat", "echo");
        assertThat(health("chat").getStatus()).isEqualTo(Status.UP);
        assertThat(health.getContributor("nobody")).isNull();
    }

    private void put(String name, ServerEndpoint endpoint, State state, @Nullable Port port) {
        listeners.put(new Listener(name, name, endpoint, endpoint.limits(), state, port));
    }

    private Health health(String name) {
        HealthIndicator indicator = (HealthIndicator) Objects.requireNonNull(health.getContributor(name));
        return Objects.requireNonNull(indicator.health());
    }
}
