package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.ByteProducer;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.testsupport.Pki;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a peer can have the TLS of a server do after the handshake. The JDK's client is the peer. */
class TlsGuardIT {
    private static final int MANY = 50_000;

    @TempDir
    private Path directory;

    private Pki pki;
    private Host host;

    @BeforeEach
    void begin() throws Exception {
        pki = new Pki(directory, "ours");
        host = new Host();
    }

    @AfterEach
    void end() {
        host.close();
    }

    /** In TLS 1.3 each {@code startHandshake} after the first is a KeyUpdate which asks for an answer, in 1.2 a renegotiation. */
    private SSLSocket connect(Port port, String version) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, pki.authority().toTrustManagerFactory().getTrustManagers(), null);
        Socket plain = new Socket();
        plain.setReceiveBufferSize(4_096);
        plain.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.number()));
        plain.setSoTimeout(20_000);
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", port.number(), true);
        socket.setEnabledProtocols(new String[] {version});
        socket.startHandshake();
        return socket;
    }

    private static int updatesUntilRefused(SSLSocket socket, int most) {
        for (int i = 0; i < most; i++) {
            try {
                socket.startHandshake();
            } catch (IOException e) {
                return i;
            }
        }
        return most;
    }

    @Test
    void aFloodOfRecordsWithoutDataIsRefused() throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()), EchoToTheEnd::new);
        try (SSLSocket client = connect(port, "TLSv1.3")) {
            assertThat(updatesUntilRefused(client, MANY)).isBetween(128, MANY - 1);
        }

        assertThat(host.served().closed().cause())
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("TLS records without data");
    }

    @Test
    void aFewRecordsWithoutDataAreFine() throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()), EchoToTheEnd::new);
        try (SSLSocket client = connect(port, "TLSv1.3")) {
            for (int i = 0; i < 500; i++) {
                assertThat(updatesUntilRefused(client, i % 2 + 1)).isEqualTo(i % 2 + 1);
                client.getOutputStream().write(i);
                client.getOutputStream().write(i);
                assertThat(client.getInputStream().readNBytes(2)).isEqualTo(new byte[] {(byte) i, (byte) i});
            }
            assertThat(updatesUntilRefused(client, 100)).isEqualTo(100);
            client.getOutputStream().write(42);
            assertThat(client.getInputStream().read()).isEqualTo(42);
        }
    }

    @Test
    void aSecondHandshakeOfTls12IsRefused() throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()), EchoToTheEnd::new);
        try (SSLSocket client = connect(port, "TLSv1.2")) {
            client.getOutputStream().write(42);
            assertThat(client.getInputStream().read()).isEqualTo(42);

            client.startHandshake(); // begins, and does not wait for it

            assertThat(host.served().closed().cause())
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("renegotiation");
        }
    }

    @Test
    void whatTlsAnswersToAPeerThatDoesNotReadIsBounded() throws Exception {
        Limits limits = Limits.server().unsent(131_072);
        Port port = host.serve(
                ServerEndpoint.tcp(0)
                        .on("127.0.0.1")
                        .tls(Host.tls(pki.localhost()))
                        .limits(limits),
                Filling::new);
        try (SSLSocket client = connect(port, "TLSv1.3")) {
            int i = 0;
            try {
                for (; i < MANY; i++) {
                    client.startHandshake(); // as many with data as without: each is answered all the same
                    client.getOutputStream().write(i);
                }
            } catch (IOException e) {
                assertThat(e).isNotNull();
            }

            assertThat(i).isLessThan(MANY);
        }

        CloseReason reason = host.served().closed();
        assertThat(reason.cause()).isInstanceOf(ProtocolException.class).hasMessageContaining("does not read");
    }

    /** Writes as much as the peer does not read. */
    private static final class Filling extends Talk implements ByteProducer {
        private boolean on = true;

        @Override
        public void connectionMade() throws Exception {
            super.connectionMade();
            transport().registerProducer(this);
            resumeProducing();
        }

        @Override
        public void pauseProducing() {
            on = false;
        }

        @Override
        public void resumeProducing() {
            on = true;
            more();
        }

        private void more() {
            if (on && transport().connected()) {
                transport().write(Bytes.of(new byte[8_192]));
                reactor().callFromThread(this::more);
            }
        }

        @Override
        public void stopProducing() {
            on = false;
        }

        @Override
        public void dataReceived(Bytes data) {}
    }
}
