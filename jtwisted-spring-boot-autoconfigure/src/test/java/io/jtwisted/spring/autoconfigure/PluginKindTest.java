package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jtwisted.net.CannotListenException;
import io.jtwisted.net.CannotListenException.Reason;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import io.jtwisted.spring.ProtocolHandler;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzedException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Endpoints of a kind that a plug-in brings: {@code test-pigeon} has limits and TLS, {@code test-post} has nothing. */
class PluginKindTest {
    private final Map<String, String> keys = new HashMap<>();

    @Test
    void theKeysForEveryKindReachIt() {
        own("endpoint", "test-pigeon:roof:silence=9");
        own("limits.max-connections", "5");
        own("buffers.write-limit", "1KB");
        own("ssl.bundle", "mine");
        own("ssl.client-auth", "need");
        all("timeouts.idle", "7s");
        all("timeouts.max-age", "8s");

        assertThat(endpoint())
                .isEqualTo(new PigeonParser.Pigeon(
                        "roof",
                        Limits.server()
                                .silence(Duration.ofSeconds(9))
                                .connections(5)
                                .unsent(1024)
                                .age(Duration.ofSeconds(8)),
                        Tls.bundle("mine").clientAuth(Tls.ClientAuth.NEED),
                        "chat"));
    }

    @Test
    void itsOwnNameStays() {
        own("endpoint", "test-pigeon:roof:name=mine");

        assertThat(endpoint().name()).isEqualTo("mine");
    }

    @Test
    void encryptionReachesATcpEndpointToo() {
        own("endpoint", "tcp:7000");
        own("ssl.bundle", "mine");

        assertThat(endpoint()).hasToString("tls:7000:bundle=mine:name=chat");
    }

    @Test
    void encryptionForAllDoesNotMeanIt() {
        own("endpoint", "test-pigeon:roof");
        all("ssl.bundle", "ours");

        assertThat(endpoint().tls()).isNull();
    }

    @Test
    void whatIsForAllDoesNotMeanAKindWithoutIt() {
        own("endpoint", "test-post:rome");
        all("timeouts.idle", "7s");
        all("backlog", "5");
        all("address", "127.0.0.1");
        all("socket.reuse-port", "true");

        assertThat(endpoint()).isEqualTo(new PostParser.Post("rome"));
    }

    @ParameterizedTest
    @CsvSource({
        "test-post:rome, limits.max-connections, 5, limits",
        "test-post:rome, timeouts.idle, 5s, timeouts",
        "test-post:rome, buffers.write-high, 5B, buffers",
        "test-post:rome, ssl.bundle, mine, ssl",
        "test-post:rome, backlog, 5, backlog",
        "test-post:rome, socket.reuse-port, true, socket",
        "test-pigeon:roof, backlog, 5, backlog",
        "test-pigeon:roof, socket.keep-alive.count, 3, socket",
        "unix:/x, socket.reuse-port, true, socket",
        "unix:/x, ssl.bundle, mine, ssl"
    })
    void aKeyForAnotherKindIsNamed(String endpoint, String key, String value, String named) {
        own("endpoint", endpoint);
        own(key, value);

        assertThatExceptionOfType(FailureAnalyzedException.class)
                .isThrownBy(this::endpoint)
                .satisfies(failure -> assertThat(failure.analysis().getDescription())
                        .isEqualTo("Listener 'chat' has jtwisted.listeners.chat." + named + ", but its endpoint "
                                + endpoint + " is of the kind '" + endpoint.replaceFirst(":.*", "")
                                + "', which knows no such thing."))
                .satisfies(failure -> assertThat(failure.analysis().getAction())
                        .isEqualTo("Remove jtwisted.listeners.chat." + named
                                + ", or set jtwisted.listeners.chat.endpoint to one of another kind, for example to"
                                + " tcp:7000."));
    }

    @Test
    void whatItDoesNotUnderstandIsNamed() {
        own("endpoint", "test-pigeon:roof:colour=grey");

        assertThatExceptionOfType(FailureAnalyzedException.class)
                .isThrownBy(this::endpoint)
                .satisfies(failure -> assertThat(failure.analysis().getDescription())
                        .startsWith("jtwisted.listeners.chat.endpoint is 'test-pigeon:roof:colour=grey', which is not"
                                + " understood: endpoint 'test-pigeon:roof:colour=grey': unknown option 'colour'"));
    }

    @ParameterizedTest
    @EnumSource(value = Reason.class, names = "NOT_SUPPORTED", mode = EnumSource.Mode.EXCLUDE)
    void aPlaceThatCannotBeHadIsNamedInItsOwnWords(Reason reason) {
        FailureAnalysis analysis = analysis(new CannotListenException(
                reason, "cannot listen on the roof: there is a hawk", new IOException("there is a hawk")));

        assertThat(analysis.getDescription())
                .isEqualTo("Listener 'chat' cannot listen on test-post:rome: there is a hawk.");
        assertThat(analysis.getAction())
                .endsWith("et jtwisted.listeners.chat.endpoint to another place.")
                .doesNotContain("tcp");
    }

    @Test
    void aHostThatIsNotKnownIsNamed() {
        FailureAnalysis analysis = analysis(new UnknownHostException("rome"));

        assertThat(analysis.getDescription())
                .isEqualTo("Listener 'chat' cannot listen on test-post:rome: this name cannot be resolved.");
        assertThat(analysis.getAction()).isEqualTo("Set jtwisted.listeners.chat.endpoint to another place.");
    }

    @Test
    void anythingElseKeepsItsCause() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(JTwistedAutoConfiguration.class))
                .withUserConfiguration(Chat.class)
                .withPropertyValues(
                        "jtwisted.listeners.chat.endpoint=test-pigeon:taken", "jtwisted.reactor.transport=nio")
                .run(context -> assertThat(context).getFailure().rootCause().hasMessage("there is a pigeon in it"));
    }

    @Test
    void itListensWithItsLimitsAboveThoseOfTheProtocol() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(JTwistedAutoConfiguration.class))
                .withUserConfiguration(Chat.class)
                .withPropertyValues(
                        "jtwisted.listeners.chat.endpoint=test-pigeon:roof",
                        "jtwisted.listeners.chat.timeouts.idle=10m",
                        "jtwisted.reactor.transport=nio")
                .run(context -> {
                    Listeners.Listener chat = context.getBean(Listeners.class).get("chat");

                    assertThat(chat).isNotNull();
                    assertThat(chat.state()).isEqualTo(Listeners.State.LISTENING);
                    assertThat(chat.transport()).isEqualTo("test-pigeon");
                    assertThat(chat.limits().silence()).isEqualTo(Duration.ofMinutes(10));
                    assertThat(chat.limits().connections()).isEqualTo(7);
                });
    }

    private void own(String key, String value) {
        keys.put("jtwisted.listeners.chat." + key, value);
    }

    private void all(String key, String value) {
        keys.put("jtwisted.defaults." + key, value);
    }

    private ServerEndpoint endpoint() {
        JTwistedProperties properties = Contexts.properties(keys);
        return new Places(properties.listeners(), properties.defaults())
                .of("chat", "")
                .endpoint();
    }

    private static FailureAnalysis analysis(Throwable failure) {
        return Contexts.analysis(WrongStart.of(
                new Handlers.Listener(
                        "chat",
                        "chat",
                        new Places.Place(ServerEndpoint.parse("test-post:rome"), "jtwisted.listeners.chat.endpoint"),
                        peer -> new Protocol() {},
                        new ScriptedReactor("jtwisted-1").reactor(),
                        true),
                failure));
    }

    @ProtocolHandler("chat")
    static final class Chat implements Factory {

        @Override
        public Protocol buildProtocol(io.jtwisted.net.Address peer) {
            return new Protocol() {};
        }

        @Override
        public Limits usual() {
            return Limits.server().silence(Duration.ofMinutes(1)).connections(7);
        }
    }
}
