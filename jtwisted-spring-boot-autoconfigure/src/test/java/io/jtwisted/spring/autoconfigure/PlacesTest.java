package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

class PlacesTest {

    @Test
    void aPortIsOnAllInterfaces() {
        assertThat(place(Map.of("port", "7000")))
                .isEqualTo(ServerEndpoint.tcp(7000).name("chat"));
    }

    @Test
    void anAddressIsOneInterface() {
        assertThat(place(Map.of("port", "7000", "address", "127.0.0.1")))
                .isEqualTo(ServerEndpoint.tcp(7000).on("127.0.0.1").name("chat"));
    }

    @Test
    void aBundleMeansTls() {
        assertThat(place(Map.of("port", "7000", "ssl.bundle", "chat")))
                .isEqualTo(ServerEndpoint.tcp(7000).tls(Tls.bundle("chat")).name("chat"));
    }

    @Test
    void aPathIsAUnixDomainSocket() {
        assertThat(place(Map.of("unix-path", "/run/chat.sock")))
                .isEqualTo(ServerEndpoint.unix("/run/chat.sock").name("chat"));
    }

    @Test
    void anEndpointSaysItAll() {
        assertThat(place(Map.of("endpoint", "tls:7000:bundle=chat")))
                .isEqualTo(ServerEndpoint.tcp(7000).tls(Tls.bundle("chat")).name("chat"));
    }

    @Test
    void theHandlersEndpointIsUsedWhereNothingIsConfigured() {
        assertThat(places(Map.of()).of("chat", "tcp:7001").endpoint())
                .isEqualTo(ServerEndpoint.tcp(7001).name("chat"));
    }

    @Test
    void theConfigurationWinsOverTheHandlersEndpoint() {
        assertThat(places(Map.of("port", "7000")).of("chat", "tcp:7001").endpoint())
                .isEqualTo(ServerEndpoint.tcp(7000).name("chat"));
    }

    @Test
    void anAddressDoesNotReachIntoTheHandlersEndpoint() {
        assertThatExceptionOfType(FailureAnalyzedException.class)
                .isThrownBy(() -> places(Map.of("address", "127.0.0.1")).of("chat", "tcp:7001"))
                .satisfies(failure -> assertThat(failure.analysis().getAction())
                        .isEqualTo("Set jtwisted.listeners.chat.port, for example to 7000."));
    }

    @ParameterizedTest
    @CsvSource({
        "endpoint, tcp:7000, port, 7000",
        "endpoint, tcp:7000, address, localhost",
        "endpoint, tcp:7000, unix-path, x.sock",
        "endpoint, tls:7000:bundle=a, ssl.bundle, chat",
        "endpoint, tls:7000:bundle=a, ssl.client-auth, need",
        "endpoint, tls:7000:bundle=a, ssl.server-name-bundles[0].bundle, chat",
        "endpoint, tls:7000:bundle=a, ssl.alpn, h2",
        "endpoint, tls:7000:bundle=a, ssl.alpn-required, true",
        "endpoint, tls:7000:bundle=a, ssl.handshake-timeout, 3s",
        "endpoint, tcp:7000, unix-mode, 600",
        "unix-path, x.sock, port, 7000",
        "unix-path, x.sock, address, localhost",
        "unix-path, x.sock, ssl.bundle, chat"
    })
    void mixturesAreRefused(String key, String value, String otherKey, String otherValue) {
        assertThatExceptionOfType(MutuallyExclusiveConfigurationPropertiesException.class)
                .isThrownBy(() -> place(Map.of(key, value, otherKey, otherValue)))
                .satisfies(failure -> assertThat(failure.getConfiguredNames())
                        .containsExactlyInAnyOrder(
                                "jtwisted.listeners.chat." + key,
                                "jtwisted.listeners.chat." + otherKey.replaceFirst("\\[.*", "")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "65536"})
    void aPortOutsideItsRangeIsRefused(String port) {
        assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
                .isThrownBy(() -> place(Map.of("port", port)))
                .satisfies(failure -> assertThat(failure.getName()).isEqualTo("jtwisted.listeners.chat.port"))
                .satisfies(failure -> assertThat(failure.getReason()).isEqualTo("A port is a number from 0 to 65535."));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65535"})
    void theFirstAndTheLastPortAreGood(String port) {
        assertThat(place(Map.of("port", port)))
                .isEqualTo(ServerEndpoint.tcp(Integer.parseInt(port)).name("chat"));
    }

    @Test
    void aWrongEndpointIsNamed() {
        assertThatExceptionOfType(FailureAnalyzedException.class)
                .isThrownBy(() -> place(Map.of("endpoint", "carrier-pigeon:7")))
                .satisfies(
                        failure -> assertThat(failure.analysis().getDescription())
                                .isEqualTo(
                                        "jtwisted.listeners.chat.endpoint is 'carrier-pigeon:7', which is not understood:"
                                                + " unknown endpoint 'carrier-pigeon'; known are tcp, test-pigeon, test-post, tls, unix."))
                .satisfies(failure -> assertThat(failure.analysis().getAction())
                        .isEqualTo("Set jtwisted.listeners.chat.endpoint to an endpoint which is, for example to"
                                + " tcp:7000."));
    }

    @Test
    void aHandlersEndpointWhichIsWrongIsNamed() {
        assertThatExceptionOfType(FailureAnalyzedException.class)
                .isThrownBy(() -> places(Map.of()).of("chat", "carrier-pigeon:7"))
                .satisfies(failure -> assertThat(failure.analysis().getDescription())
                        .startsWith(
                                "The @ProtocolHandler of listener 'chat' has the endpoint 'carrier-pigeon:7', which"));
    }

    @Test
    void aModeNeedsAPath() {
        assertThatExceptionOfType(FailureAnalyzedException.class)
                .isThrownBy(() -> place(Map.of("unix-mode", "600")))
                .satisfies(failure -> assertThat(failure.analysis().getAction())
                        .isEqualTo("Set jtwisted.listeners.chat.unix-path, for example to /run/chat.sock."));
    }

    @ParameterizedTest
    @CsvSource({"false, true, false", "true, false, true", ", false, false", ", true, true"})
    void whatAListenerDoesNotSayAllSay(String own, String common, boolean is) {
        Map<String, String> keys = new HashMap<>();
        for (String key : List.of("enabled", "auto-start")) {
            keys.put("jtwisted.defaults." + key, common);
            if (own != null) {
                keys.put("jtwisted.listeners.chat." + key, own);
            }
        }

        JTwistedProperties properties = Contexts.properties(keys);
        Places places = new Places(properties.listeners(), properties.defaults());

        assertThat(List.of(places.isEnabled("chat"), places.isAutoStart("chat")))
                .containsOnly(is);
    }

    @ParameterizedTest
    @CsvSource({"port, 7000, port", "unix-path, x.sock, unix-path", "endpoint, tcp:7000, endpoint"})
    void theKeyOfAPlaceIsKnown(String key, String value, String where) {
        assertThat(places(Map.of(key, value)).of("chat", "tcp:7001").key())
                .isEqualTo("jtwisted.listeners.chat." + where);
    }

    @Test
    void anEndpointInItsPlaceWouldWinOverTheHandlers() {
        assertThat(places(Map.of()).of("chat", "tcp:7001").key()).isEqualTo("jtwisted.listeners.chat.endpoint");
    }

    private static ServerEndpoint place(Map<String, String> keys) {
        return places(keys).of("chat", "").endpoint();
    }

    private static Places places(Map<String, String> keys) {
        Map<String, String> listener = new HashMap<>();
        keys.forEach((key, value) -> listener.put("jtwisted.listeners.chat." + key, value));
        JTwistedProperties properties = Contexts.properties(listener);
        return new Places(properties.listeners(), properties.defaults());
    }
}
