package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.net.CannotListenException;
import io.jtwisted.net.CannotListenException.Reason;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ServerEndpoint;
import java.io.IOException;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.ssl.NoSuchSslBundleException;

/** What an application hears of a listener which cannot be opened. */
class WhyNotTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "port | tcp:7000 | port 7000 | jtwisted.listeners.chat.port to another port, for example to 7001",
                "port | tcp:443:interface=\\:\\:1 | ::1, port 443"
                        + " | jtwisted.listeners.chat.port to another port, for example to 8443",
                "port | tcp:65535 | port 65535 | jtwisted.listeners.chat.port to another port, for example to 65534",
                "endpoint | tls:7000:bundle=a:connections=5 | port 7000"
                        + " | jtwisted.listeners.chat.endpoint to another place, for example to tls:7001:bundle=a"
            })
    void aPortInUse(String key, String endpoint, String place, String another) {
        FailureAnalysis analysis = analysis(key, endpoint, cannot(Reason.IN_USE, "Address already in use"));

        assertThat(analysis.getDescription())
                .isEqualTo("Listener 'chat' cannot listen on " + place + ": the port is in use.");
        assertThat(analysis.getAction()).isEqualTo("Stop what listens there, or set " + another + ".");
    }

    @Test
    void aFileThatIsNoSocketIsNotStopped() {
        FailureAnalysis analysis = analysis(
                "unix-path",
                "unix:/run/chat.sock",
                cannot(Reason.NOT_A_SOCKET, "there is a file which is not a socket"));

        assertThat(analysis.getDescription()).contains("there is a file which is not a socket");
        assertThat(analysis.getAction())
                .startsWith("Move that file away if it is not needed, or set jtwisted.listeners.")
                .doesNotContain("Stop");
    }

    @Test
    void aSocketFileInUse() {
        FailureAnalysis analysis =
                analysis("unix-path", "unix:/run/chat.sock", cannot(Reason.IN_USE, "a process listens there already"));

        assertThat(analysis.getDescription())
                .isEqualTo("Listener 'chat' cannot listen on /run/chat.sock: a process listens there already.");
        assertThat(analysis.getAction())
                .startsWith("Stop what listens there, or set jtwisted.listeners.chat.unix-path to another path, for"
                        + " example to ")
                .endsWith("/chat.sock.");
    }

    @Test
    void anAddressOfAnotherMachine() {
        FailureAnalysis analysis =
                analysis("port", "tcp:7000:interface=192.0.2.1", cannot(Reason.NO_SUCH_ADDRESS, "no"));

        assertThat(analysis.getDescription())
                .isEqualTo("Listener 'chat' cannot listen on 192.0.2.1, port 7000: this machine has no such address.");
        assertThat(analysis.getAction())
                .isEqualTo(
                        "Set jtwisted.listeners.chat.address to an address of this machine, for example to 127.0.0.1,"
                                + " or to 0.0.0.0 for all of them.");
    }

    @Test
    void anAddressInAnEndpoint() {
        FailureAnalysis analysis =
                analysis("endpoint", "tcp:7000:interface=nobody.invalid", new UnknownHostException("nobody.invalid"));

        assertThat(analysis.getDescription())
                .isEqualTo("Listener 'chat' cannot listen on nobody.invalid, port 7000: this name cannot be resolved.");
        assertThat(analysis.getAction())
                .isEqualTo(
                        "Set jtwisted.listeners.chat.endpoint to one with an interface of this machine, for example to"
                                + " tcp:7000:interface=127.0.0.1, or without any, for all of them.");
    }

    @Test
    void aPortBelowTheUnprivilegedOnes() {
        FailureAnalysis analysis = analysis("port", "tcp:79", cannot(Reason.NOT_PERMITTED, "Permission denied"));

        assertThat(analysis.getDescription())
                .isEqualTo("Listener 'chat' cannot listen on port 79: ports below the first unprivileged one, as a rule"
                        + " 1024, need a permission which this process does not have.");
        assertThat(analysis.getAction())
                .isEqualTo("Set jtwisted.listeners.chat.port to another port, for example to 8079; or permit it: set"
                        + " net.ipv4.ip_unprivileged_port_start to 79 (sysctl), or give the process"
                        + " CAP_NET_BIND_SERVICE (systemd: AmbientCapabilities=CAP_NET_BIND_SERVICE).");
    }

    @Test
    void aDirectoryWhichIsNotThere() {
        FailureAnalysis analysis = analysis(
                "unix-path", "unix:/nowhere/chat.sock", cannot(Reason.OTHER, "there is no directory /nowhere"));

        assertThat(analysis.getDescription())
                .isEqualTo("Listener 'chat' cannot listen on /nowhere/chat.sock: there is no directory /nowhere.");
        assertThat(analysis.getAction()).startsWith("Set jtwisted.listeners.chat.unix-path to another path");
    }

    @Test
    void aSocketOptionWhichIsNotToBeHad() {
        FailureAnalysis analysis =
                analysis("port", "tcp:7000", cannot(Reason.NOT_SUPPORTED, "the count of keep-alive cannot be set"));

        assertThat(analysis.getDescription()).contains("'chat'", "the count of keep-alive cannot be set");
        assertThat(analysis.getAction())
                .startsWith("Set jtwisted.reactor.transport to nio, or remove what was asked for from"
                        + " jtwisted.listeners.chat.socket,");
    }

    @Test
    void aBundleWhichIsNotThere() {
        Throwable failure = new IOException(new SslBundleKeys.NoSuchBundle(
                "mine", List.of(), new NoSuchSslBundleException("mine", "as the test wants")));

        FailureAnalysis analysis = analysis("port", "tls:7000:bundle=mine", failure);

        assertThat(analysis.getDescription())
                .isEqualTo("Listener 'chat' needs the SSL bundle 'mine', which is not there; there are none.");
        assertThat(analysis.getAction())
                .isEqualTo("Set spring.ssl.bundle.pem.mine.keystore.certificate and"
                        + " spring.ssl.bundle.pem.mine.keystore.private-key, for example to file:/etc/tls/tls.crt and"
                        + " file:/etc/tls/tls.key.");
    }

    @Test
    void anythingElseKeepsItsCause() {
        IOException failure = new IOException("as the test wants");

        RuntimeException thrown = WrongStart.of(listener("port", "tcp:7000"), failure);

        assertThat(thrown)
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("listener 'chat' cannot listen on tcp:7000: as the test wants")
                .hasCause(failure);
    }

    private static FailureAnalysis analysis(String key, String endpoint, Throwable failure) {
        return Contexts.analysis(WrongStart.of(listener(key, endpoint), failure));
    }

    private static CannotListenException cannot(Reason reason, String why) {
        return new CannotListenException(reason, "cannot listen on the place: " + why, new IOException(why));
    }

    private static Handlers.Listener listener(String key, String endpoint) {
        return new Handlers.Listener(
                "chat",
                "chat",
                new Places.Place(ServerEndpoint.parse(endpoint), "jtwisted.listeners.chat." + key),
                peer -> new Protocol() {},
                new ScriptedReactor("jtwisted-1").reactor(),
                true);
    }
}
