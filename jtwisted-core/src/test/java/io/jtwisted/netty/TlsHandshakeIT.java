package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.Port;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsKeys;
import io.jtwisted.testsupport.Noise;
import io.jtwisted.testsupport.Pki;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Handshakes that come to nothing. */
class TlsHandshakeIT {
    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    private Path directory;

    private Pki pki;
    private Host host;
    private Noise noise;

    @BeforeEach
    void begin() throws Exception {
        pki = new Pki(directory, "ours");
        host = new Host();
        noise = new Noise();
    }

    @AfterEach
    void end() {
        noise.close();
        host.close();
    }

    /** With and without a choice of names, which is a handler of its own. */
    private Tls tls(boolean names) throws Exception {
        Path pem = pki.localhost();
        Tls plain = Host.tls(pem);
        return names ? plain.serverName("other.example.org", new TlsKeys.Pem(pem, pem, null)) : plain;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClientWhichSaysNothingIsSentAway(boolean names) throws Exception {
        Port port = host.serve(tls(names).handshakeTimeout(SHORT), EchoToTheEnd::new);

        try (Socket silent = new Socket(InetAddress.getLoopbackAddress(), port.number())) {
            silent.setSoTimeout(20_000);

            assertThat(silent.getInputStream().readAllBytes()).isEmpty();
        }
        assertThat(host.servedNobodyElse()).isTrue();
        noise.isBearable();
    }

    @Test
    void aServerWhichSaysNothingIsLeft() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            ClientEndpoint endpoint = ClientEndpoint.tcp("127.0.0.1", silent.getLocalPort())
                    .tls(Tls.client().handshakeTimeout(SHORT));

            assertThatThrownBy(() -> host.connect(endpoint))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("tls:127.0.0.1")
                    .hasMessageContaining("timed out after 200ms");
        }
        noise.isBearable();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void garbageEndsItsOwnConnectionOnly(boolean names) throws Exception {
        Port port = host.serve(tls(names), EchoToTheEnd::new);
        Talk neighbour = host.connect("localhost", port, Tls.trusting(pki.trust()));
        host.served();

        try (Socket garbage = new Socket(InetAddress.getLoopbackAddress(), port.number())) {
            garbage.setSoTimeout(20_000);
            garbage.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(readToTheEnd(garbage)).isLessThan(100);
        }

        assertThat(host.servedNobodyElse()).isTrue();
        neighbour.says("still here").hears("still here");
        noise.isBearable();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHelloThatIsTooLongIsThePeersFault(boolean names) throws Exception {
        Port port = host.serve(tls(names), EchoToTheEnd::new);

        try (Socket garbage = new Socket(InetAddress.getLoopbackAddress(), port.number())) {
            garbage.setSoTimeout(20_000);
            // a handshake record with a ClientHello of 16 MB less one
            garbage.getOutputStream().write(new byte[] {22, 3, 1, 0, 8, 1, -1, -1, -1, 3, 3, 0, 0});
            garbage.shutdownOutput();

            assertThat(readToTheEnd(garbage)).isLessThan(100);
        }

        assertThat(host.servedNobodyElse()).isTrue();
        host.connect("localhost", port, Tls.trusting(pki.trust())).says("x").hears("x");
        noise.isBearable();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aResetInTheMiddleOfTheHandshakeHarmsNobody(boolean names) throws Exception {
        Port port = host.serve(tls(names), EchoToTheEnd::new);

        for (int i = 0; i < 5; i++) {
            try (Socket gone = new Socket(InetAddress.getLoopbackAddress(), port.number())) {
                gone.getOutputStream().write(new byte[] {22, 3, 1, 2});
                gone.setSoLinger(true, 0);
            }
        }

        host.connect("localhost", port, Tls.trusting(pki.trust())).says("x").hears("x");
        host.served();
        assertThat(host.servedNobodyElse()).isTrue();
        noise.isBearable();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aServerWhichGoesAwayInTheMiddleFailsTheConnect(boolean reset) throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread leaving = new Thread(() -> leave(server, reset));
            leaving.start();

            assertThatThrownBy(() -> host.connect(ClientEndpoint.tcp("127.0.0.1", server.getLocalPort())
                            .tls(Tls.client())))
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("in the middle of the TLS handshake");
            leaving.join();
        }
        noise.isBearable();
    }

    private static void leave(ServerSocket server, boolean reset) {
        try (Socket accepted = server.accept()) {
            assertThat(accepted.getInputStream().read()).isEqualTo(22);
            if (reset) {
                accepted.setSoLinger(true, 0);
            } else {
                accepted.shutdownOutput();
                readToTheEnd(accepted);
            }
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** How many bytes come before the end, of whatever kind that is. */
    private static int readToTheEnd(Socket socket) throws java.io.IOException {
        int bytes = 0;
        try {
            while (socket.getInputStream().read() >= 0) {
                bytes++;
            }
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (java.net.SocketException e) {
            return bytes; // reset: an end, too
        }
        return bytes;
    }

    @Test
    void aPortWithoutItsFilesDoesNotOpen() throws Exception {
        Path missing = directory.resolve("missing.pem");
        Path garbled = Files.writeString(directory.resolve("garbled.pem"), "what certificate?");

        assertThatThrownBy(() -> host.serve(Host.tls(missing), EchoToTheEnd::new))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a PEM file that can be read, not " + missing);
        assertThatThrownBy(() -> host.serve(Host.tls(garbled), EchoToTheEnd::new))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("-----BEGIN CERTIFICATE-----")
                .hasMessageContaining(garbled.toString());
        assertThatThrownBy(() -> host.serve(Tls.pem(pki.localhost(), pki.localhost()), EchoToTheEnd::new))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not belong to");
    }
}
