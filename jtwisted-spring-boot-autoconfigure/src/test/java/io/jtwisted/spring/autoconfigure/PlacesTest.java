package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

class PlacesTest {

    @Test
    void aPortIsOnAllInterfaces() {
        assertThat(place(Map.of("port", "7000"))).isEqualTo(ServerEndpoint.tcp(7000));
    }

    @Test
    void anAddressIsOneInterface() {
        assertThat(place(Map.of("port", "7000", "address", "127.0.0.1")))
                .isEqualTo(ServerEndpoint.tcp(7000).on("127.0.0.1"));
    }

    @Test
    void aBundleMeansTls() {
        assertThat(place(Map.of("port", "7000", "ssl.bundle", "chat")))
                .isEqualTo(ServerEndpoint.tcp(7000).tls(Tls.bundle("chat")));
    }

    @Test
    void aPathIsAUnixDomainSocket() {
        assertThat(place(Map.of("unix-path", "/run/chat.sock"))).isEqualTo(ServerEndpoint.unix("/run/chat.sock"));
    }

    @Test
    void anEndpointSaysItAll() {
        assertThat(place(Map.of("endpoint", "tls:7000:bundle=chat")))
                .isEqualTo(ServerEndpoint.tcp(7000).tls(Tls.bundle("chat")));
    }

    @Test
    void theHandlersEndpointIsUsedWhereNothingIsConfigured() {
        assertThat(new Places(Map.of()).of("chat", "tcp:7001")).isEqualTo(ServerEndpoint.tcp(7001));
    }

    @Test
    void theConfigurationWinsOverTheHandlersEndpoint() {
        assertThat(places(Map.of("port", "7000")).of("chat", "tcp:7001")).isEqualTo(ServerEndpoint.tcp(7000));
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
        "endpoint, tcp:7000, ssl.bundle, chat",
        "unix-path, x.sock, port, 7000",
        "unix-path, x.sock, address, localhost",
        "unix-path, x.sock, ssl.bundle, chat"
    })
    void mixturesAreRefused(String key, String value, String otherKey, String otherValue) {
        assertThatExceptionOfType(MutuallyExclusiveConfigurationPropertiesException.class)
                .isThrownBy(() -> place(Map.of(key, value, otherKey, otherValue)))
                .satisfies(failure -> assertThat(failure.getConfiguredNames())
                        .containsExactlyInAnyOrder(
                                "jtwisted.listeners.chat." + key, "jtwisted.listeners.chat." + otherKey));
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
        assertThat(place(Map.of("port", port))).isEqualTo(ServerEndpoint.tcp(Integer.parseInt(port)));
    }

    @Test
    void aWrongEndpointIsNamed() {
        assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
                .isThrownBy(() -> place(Map.of("endpoint", "carrier-pigeon:7")))
                .satisfies(failure -> assertThat(failure.getName()).isEqualTo("jtwisted.listeners.chat.endpoint"))
                .satisfies(failure -> assertThat(failure.getReason()).contains("carrier-pigeon"));
    }

    private static ServerEndpoint place(Map<String, String> keys) {
        return places(keys).of("chat", "");
    }

    private static Places places(Map<String, String> keys) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        keys.forEach((key, value) -> source.put("jtwisted.listeners.chat." + key, value));
        return new Places(new Binder(source)
                .bindOrCreate("jtwisted", JTwistedProperties.class)
                .listeners());
    }
}
