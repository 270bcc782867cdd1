package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.HalfCloseable;
import io.jtwisted.net.Port;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsKeys;
import io.jtwisted.testsupport.Foreign;
import io.jtwisted.testsupport.Noise;
import io.jtwisted.testsupport.Pki;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How connections with TLS end when the peer is gone or says nothing: at once, without a wait for its close_notify. */
@ParameterizedClass
@MethodSource("ways")
class TlsEndsIT {
    /** Netty's handler waits for 3 seconds, and a loaded machine may need one. */
    private static final Duration AT_ONCE = Duration.ofMillis(2_500);

    @TempDir
    private Path directory;

    private final NettyReactor.Io io;
    private final String version;

    private Pki pki;
    private Host host;
    private Noise noise;

    TlsEndsIT(NettyReactor.Io io, String version) {
        this.io = io;
        this.version = version;
    }

    static Stream<Arguments> ways() {
        return Stream.of(NettyReactor.Io.NIO, NettyReactor.Io.EPOLL)
                .flatMap(io -> Stream.of("TLSv1.2", "TLSv1.3").map(version -> Arguments.of(io, version)));
    }

    @BeforeEach
    void begin() throws Exception {
        pki = new Pki(directory, "ours");
        host = new Host(io);
        noise = new Noise();
    }

    @AfterEach
    void end() {
        host.close();
        noise.isBearable();
        noise.close();
    }

    private Foreign python(String how, Port port) throws Exception {
        return Foreign.run(
                Foreign.program("python3"),
                Path.of(TlsEndsIT.class.getResource("/tls/peer.py").toURI()).toString(),
                how,
                String.valueOf(port.number()),
                pki.trust().toString(),
                version.replace('.', '_'));
    }

    private Foreign openssl(Port port) throws Exception {
        return Foreign.run(
                Foreign.program("openssl"),
                "s_client",
                "-connect",
                "127.0.0.1:" + port.number(),
                "-" + version.toLowerCase(Locale.ROOT).replace("v", "").replace("tls1.", "tls1_"),
                "-quiet",
                "-no_ign_eof");
    }

    private Duration now() {
        return host.reactor().now();
    }

    private void assertAtOnce(Duration began) {
        assertThat(now().minus(began)).isLessThan(AT_ONCE);
    }

    private void assertGone(Talk server, Duration began) throws Exception {
        assertThat(server.closed().kind()).isEqualTo(CloseReason.Kind.ERROR);
        NettyReactor.channelOf(server.transport()).closeFuture().sync();
        assertAtOnce(began);
    }

    @Test
    void aKilledClientIsNoticed() throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()), EchoToTheEnd::new);
        try (Foreign client = openssl(port)) {
            client.says("hello\n").prints("hello");
            Duration began = now();

            client.dies();

            assertGone(host.served(), began);
        }
    }

    @Test
    void aClientThatClosesWithoutCloseNotifyIsNoticed() throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()), EchoToTheEnd::new);
        try (Foreign client = python("close", port)) {
            client.prints("hello");
            Duration began = now();

            client.says("\n").prints("closed");

            assertGone(host.served(), began);
        }
    }

    @Test
    void aClientThatIsKilledAfterOurEndIsNoticed() throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()), EchoToTheEnd::new);
        try (Foreign client = python("close", port)) {
            client.prints("hello");
            Talk server = host.served();
            server.transport().loseWriteConnection();
            Duration began = now();

            client.dies();

            assertGone(server, began);
        }
    }

    @Test
    void aKilledClientIsNoticedThoughDataWaitForIt() throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()), EchoToTheEnd::new);
        try (Foreign client = python("deaf", port)) {
            client.prints("deaf");
            Talk server = host.served();
            server.transport().write(Bytes.of(Rig.noise(6 << 20)));
            for (int turns = 0; turns < 3; turns++) { // until it is encrypted
                host.reactor().call(() -> {}).await();
            }
            Duration began = now();

            client.dies();

            assertGone(server, began);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aClientThatHangsUpInTheMiddleOfTheHandshakeIsLeft(boolean names) throws Exception {
        Path pem = pki.localhost();
        Tls tls = Host.tls(pem);
        Port port = host.serve(
                names ? tls.serverName("other.example.org", new TlsKeys.Pem(pem, pem, null)) : tls, EchoToTheEnd::new);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.number())) {
            socket.getOutputStream().write(new byte[] {22, 3, 1, 2});
            Duration began = now();

            socket.shutdownOutput();

            readToTheEnd(socket);
            assertAtOnce(began);
        }
    }

    @Test
    void aServerThatHangsUpInTheMiddleOfTheHandshakeIsLeft() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Deferred<Talk> connecting = host.reactor().connect(to(listening).tls(client()), new Talk());
            try (Socket accepted = listening.accept()) {
                assertThat(accepted.getInputStream().read()).isEqualTo(22);
                Duration began = now();

                accepted.shutdownOutput();

                assertThatThrownBy(connecting::await).isInstanceOf(SSLHandshakeException.class);
                assertAtOnce(began);
            }
        }
    }

    @Test
    void aConnectThatIsCancelledInTheMiddleOfTheHandshakeIsOver() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Deferred<Talk> connecting = host.reactor().connect(to(listening).tls(client()), new Talk());
            try (Socket accepted = listening.accept()) {
                assertThat(accepted.getInputStream().read()).isEqualTo(22);
                Duration began = now();

                connecting.cancel();

                assertThatThrownBy(connecting::await).isInstanceOf(CancellationException.class);
                readToTheEnd(accepted);
                assertAtOnce(began);
            }
        }
    }

    @Test
    void anUpgradeThatIsCancelledEndsTheConnection() throws Exception {
        try (ServerSocket listening = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Talk client = host.connect(to(listening));
            try (Socket accepted = listening.accept()) {
                var upgrade = client.transport().startTls(client().serverName("localhost"));
                assertThat(accepted.getInputStream().read()).isEqualTo(22);
                Duration began = now();

                upgrade.cancel();

                assertThatThrownBy(upgrade::await).isInstanceOf(CancellationException.class);
                readToTheEnd(accepted);
                assertAtOnce(began);
                client.closed();
            }
        }
    }

    @Test
    void aClientThatTheFactoryRefusesIsLeft() throws Exception {
        Port port = host.reactor()
                .listen(ServerEndpoint.tcp(0).on("127.0.0.1").tls(Host.tls(pki.localhost())), peer -> null)
                .await();
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port.number())) {
            Duration began = now();

            shakeHands(plain);

            readToTheEnd(plain); // and says nothing: no close_notify either
            assertAtOnce(began);
        }
    }

    @Test
    void aClientThatSendsGarbageIsLeft() throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()), EchoToTheEnd::new);
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), port.number())) {
            shakeHands(plain);
            Talk server = host.served();
            Duration began = now();

            plain.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            readToTheEnd(plain);
            assertGone(server, began);
        }
    }

    @Test
    void aLastLineThatComesWithTheEndIsAnswered() throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()), EchoToTheEnd::new);
        for (int i = 0; i < 5; i++) {
            try (Foreign client = python("last-line", port)) {
                assertThat(client.exit()).as(client.output()).isZero();

                assertThat(client.output()).isEqualTo("heard last words, then close_notify\n");
                assertThat(host.served().closed().isClean()).isTrue();
            }
        }
    }

    @Test
    void anAnswerThatComesTooLateForTlsIsNoError() throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()), Pensive::new);
        try (Foreign client = python("last-line", port)) {
            assertThat(client.exit()).as(client.output()).isZero();

            assertThat(client.output())
                    .isEqualTo(
                            version.equals("TLSv1.2")
                                    ? "heard , then close_notify\n"
                                    : "heard last words, then close_notify\n");
            assertThat(host.served().closed().isClean()).isTrue();
        }
    }

    @Test
    void anAnswerThatComesTooLateForTlsIsNoErrorForAProtocolWithoutHalves() throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()), Late::new);
        try (Foreign client = python("last-line", port)) {
            assertThat(client.exit()).as(client.output()).isZero();

            assertThat(host.served().closed()).isEqualTo(CloseReason.remote());
        }
    }

    private Tls client() {
        return Tls.trusting(pki.trust());
    }

    private static ClientEndpoint.Tcp to(ServerSocket listening) {
        return ClientEndpoint.tcp("127.0.0.1", listening.getLocalPort());
    }

    private void shakeHands(Socket plain) throws Exception {
        plain.setSoTimeout(20_000);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, pki.authority().toTrustManagerFactory().getTrustManagers(), null);
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), false);
        tls.setEnabledProtocols(new String[] {version});
        tls.startHandshake();
    }

    private static void readToTheEnd(Socket socket) throws IOException {
        socket.setSoTimeout(20_000);
        try {
            socket.getInputStream().readAllBytes();
        } catch (SocketException e) {
            return; // a reset: an end, too
        }
    }

    /** Echoes what came while it did not read. */
    private static final class Late extends Talk {
        @Override
        public void connectionMade() throws Exception {
            super.connectionMade();
            transport().pauseReading();
            reactor().callLater(Duration.ofMillis(200), () -> transport().resumeReading());
        }

        @Override
        public void dataReceived(Bytes data) {
            transport().write(data);
        }
    }

    /** Echoes to the end, but a turn later. */
    private static final class Pensive extends Talk implements HalfCloseable {
        @Override
        public void dataReceived(Bytes data) {
            reactor().callLater(Duration.ZERO, () -> transport().write(data));
        }

        @Override
        public void readConnectionLost() {
            reactor().callLater(Duration.ZERO, () -> transport().loseConnection());
        }
    }
}
