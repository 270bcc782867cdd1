package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jtwisted.net.Limits;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.SocketOptions;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsKeys;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalyzedException;

/** What is set for a listener, for all, in its endpoint string or nowhere, and which of them counts. */
class TuningTest {
    private static final String OWN = "listeners.chat.";
    private static final String ALL = "defaults.";

    private final Map<String, String> keys = new HashMap<>();

    @Test
    void everythingReachesTheEndpoint() {
        own("port", "7000");
        own("address", "127.0.0.1");
        own("backlog", "5");
        own("limits.max-connections", "6");
        own("limits.max-connections-per-address", "7");
        own("limits.on-limit", "pause");
        own("timeouts.idle", "30");
        own("timeouts.read", "25s");
        own("timeouts.write", "20s");
        own("timeouts.max-age", "12h");
        own("buffers.write-high", "100B");
        own("buffers.write-low", "50B");
        own("buffers.write-limit", "200B");
        own("socket.tcp-no-delay", "false");
        own("socket.reuse-port", "true");
        own("socket.keep-alive.enabled", "true");
        own("socket.keep-alive.idle", "60s");
        own("socket.keep-alive.interval", "10s");
        own("socket.keep-alive.count", "5");

        ServerEndpoint endpoint = endpoint("");

        assertThat(endpoint)
                .isEqualTo(ServerEndpoint.tcp(7000)
                        .on("127.0.0.1")
                        .backlog(5)
                        .limits(new Limits(
                                6,
                                7,
                                Limits.WhenFull.PAUSE,
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(25),
                                Duration.ofHours(12),
                                Duration.ofSeconds(20),
                                200,
                                100,
                                50))
                        .socket(new SocketOptions(false, true, Duration.ofSeconds(60), Duration.ofSeconds(10), 5, true))
                        .name("chat"));
    }

    @Test
    void theEncryptionReachesTheEndpoint() {
        own("port", "7000");
        own("ssl.bundle", "mail");
        own("ssl.client-auth", "want");
        own("ssl.server-name-bundles[0].server-name", "a.example.org");
        own("ssl.server-name-bundles[0].bundle", "a");
        own("ssl.alpn", "imap,h2");
        own("ssl.alpn-required", "true");
        own("ssl.handshake-timeout", "3s");

        assertThat(tcp().tls())
                .isEqualTo(Tls.bundle("mail")
                        .clientAuth(Tls.ClientAuth.WANT)
                        .serverName("a.example.org", new TlsKeys.Bundle("a"))
                        .alpn("imap", "h2")
                        .alpnRequired(true)
                        .handshakeTimeout(Duration.ofSeconds(3)));
    }

    @Test
    void aSocketFileHasItsModeAndLimits() {
        own("unix-path", "/run/chat.sock");
        own("unix-mode", "660");
        own("backlog", "5");
        own("timeouts.idle", "0");

        assertThat(endpoint(""))
                .isEqualTo(ServerEndpoint.unix("/run/chat.sock")
                        .mode(0660)
                        .backlog(5)
                        .limits(Limits.server().silence(Duration.ZERO))
                        .name("chat"));
    }

    @ParameterizedTest
    @CsvSource({
        // own, in the string, for all: what counts
        "1, 2, 3, 1",
        "1, 2, , 1",
        "1, , 3, 1",
        ", 2, 3, 2",
        ", , 3, 3",
        "1, , , 1",
        ", 2, , 2",
        ", , , 10000"
    })
    void oneAfterTheOther(String own, String string, String all, int counts) {
        own("endpoint", "tcp:7000" + (string == null ? "" : ":connections=" + string));
        if (own != null) {
            own("limits.max-connections", own);
        }
        if (all != null) {
            all("limits.max-connections", all);
        }

        assertThat(tcp().limits().connections()).isEqualTo(counts);
    }

    @Test
    void aStringThatSaysTheDefaultWinsOverWhatIsSetForAll() {
        own("endpoint", "tcp:7000:silence=600:connections=10000");
        all("timeouts.idle", "1s");
        all("limits.max-connections", "5");

        assertThat(tcp().limits())
                .isEqualTo(Limits.server().silence(Limits.SILENCE).connections(Limits.CONNECTIONS));
    }

    @Test
    void whatIsSetForAHandlersEndpointReachesItToo() {
        own("timeouts.idle", "30s");
        all("address", "127.0.0.1");

        assertThat(endpoint("tls:7000:bundle=mine:name=mine"))
                .isEqualTo(ServerEndpoint.tcp(7000)
                        .on("127.0.0.1")
                        .tls(Tls.bundle("mine"))
                        .limits(Limits.server().silence(Duration.ofSeconds(30)))
                        .name("mine"));
    }

    @Test
    void encryptionForAllIsForPortsOnly() {
        all("ssl.bundle", "ours");
        all("ssl.client-auth", "need");
        own("port", "7000");

        assertThat(tcp().tls()).isEqualTo(Tls.bundle("ours").clientAuth(Tls.ClientAuth.NEED));
        keys.remove("jtwisted.listeners.chat.port");
        own("endpoint", "tcp:7000");
        assertThat(tcp().tls()).isNull();
    }

    @Test
    void oneListenerMayDoWithoutTheEncryptionOfAll() {
        all("ssl.bundle", "ours");
        all("ssl.client-auth", "need");
        own("port", "7000");
        own("ssl.bundle", "");

        assertThat(tcp().tls()).isNull();
    }

    @Test
    void encryptionNeedsABundle() {
        own("port", "7000");
        own("ssl.client-auth", "need");

        assertThatExceptionOfType(FailureAnalyzedException.class)
                .isThrownBy(() -> endpoint(""))
                .satisfies(failure -> assertThat(failure.analysis().getDescription())
                        .isEqualTo("Listener 'chat' has jtwisted.listeners.chat.ssl.client-auth, but no SSL bundle."))
                .satisfies(failure -> assertThat(failure.analysis().getAction())
                        .startsWith("Set jtwisted.listeners.chat.ssl.bundle to the name of an SSL bundle,"));
    }

    @ParameterizedTest
    @CsvSource({
        "limits.max-connections, -1",
        "limits.max-connections-per-address, -1",
        "timeouts.idle, -1s",
        "timeouts.read, -1s",
        "timeouts.write, -1s",
        "timeouts.max-age, -1s",
        "buffers.write-high, 17MB",
        "buffers.write-low, 65KB",
        "buffers.write-limit, -1B",
        "backlog, 0",
        "socket.keep-alive.idle, 1500ms",
        "socket.keep-alive.interval, 40000s",
        "socket.keep-alive.count, 128",
        "ssl.alpn, 'h2,,'",
        "ssl.handshake-timeout, -1s",
        "ssl.server-name-bundles[0].bundle, a"
    })
    void whatMakesNoSenseIsNamed(String key, String value) {
        own("port", "7000");
        own("ssl.bundle", "mine");
        own(key, value);

        assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
                .isThrownBy(() -> endpoint(""))
                .satisfies(failure -> assertThat(failure.getName())
                        .startsWith("jtwisted.listeners.chat." + key.replaceFirst("(?<=]).*", "")));
    }

    @ParameterizedTest
    @CsvSource({
        "timeouts.idle, -5s, 'silence must be positive, or zero for none, not PT-5S'",
        "timeouts.write, -1s, 'write timeout must be positive, or zero for none, not PT-1S'",
        "timeouts.max-age, -1s, 'age must be positive, or zero for none, not PT-1S'",
        "limits.max-connections, -1, 'connections must be positive, or zero for none, not -1'",
        "limits.max-connections-per-address, -2,"
                + " 'connections from one address must be positive, or zero for none, not -2'"
    })
    void theReasonSpeaksOfThisLimitOnly(String key, String value, String reason) {
        own("port", "7000");
        own(key, value);

        assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
                .isThrownBy(() -> endpoint(""))
                .satisfies(failure -> assertThat(failure.getReason()).isEqualTo("the limit of " + reason));
    }

    @Test
    void whatMakesNoSenseForAllIsNamedThere() {
        own("port", "7000");
        all("limits.max-connections", "-1");

        assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
                .isThrownBy(() -> endpoint(""))
                .satisfies(
                        failure -> assertThat(failure.getName()).isEqualTo("jtwisted.defaults.limits.max-connections"));
    }

    @ParameterizedTest
    @CsvSource({"9", "1777", "rw", "-1"})
    void aModeIsOctal(String mode) {
        own("unix-path", "x.sock");
        own("unix-mode", mode);

        assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
                .isThrownBy(() -> endpoint(""))
                .withMessageContaining("jtwisted.listeners.chat.unix-mode")
                .satisfies(failure -> assertThat(failure.getReason())
                        .isEqualTo("expected an octal number from 0 to 777, not '" + mode + "'"));
    }

    private void own(String key, String value) {
        keys.put("jtwisted." + OWN + key, value);
    }

    private void all(String key, String value) {
        keys.put("jtwisted." + ALL + key, value);
    }

    private ServerEndpoint.Tcp tcp() {
        return (ServerEndpoint.Tcp) endpoint("");
    }

    private ServerEndpoint endpoint(String ofHandler) {
        JTwistedProperties properties = Contexts.properties(keys);
        return new Places(properties.listeners(), properties.defaults())
                .of("chat", ofHandler)
                .endpoint();
    }
}
