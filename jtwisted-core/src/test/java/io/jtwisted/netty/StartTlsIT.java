package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.Port;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsKeys;
import io.jtwisted.net.TlsSession;
import io.jtwisted.testsupport.Noise;
import io.jtwisted.testsupport.Pki;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS which begins in the middle of the talk. */
class StartTlsIT {
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
        noise.isBearable();
        noise.close();
        host.close();
    }

    private Port serve(Tls tls) {
        return host.serve(ServerEndpoint.tcp(0).on("127.0.0.1"), () -> new Upgrading(tls));
    }

    private Talk connect(Port port) throws Exception {
        return host.connect(ClientEndpoint.tcp("127.0.0.1", port.number()))
                .says("hello\n")
                .hears("clear: hello\n")
                .says("STARTTLS\n")
                .hears("go ahead\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void wordsBeforeAreClearAndWordsAfterEncryptedInTheirOrder(boolean names) throws Exception {
        Path pem = pki.localhost();
        TlsKeys keys = new TlsKeys.Pem(pem, pem, null);
        Tls tls = Tls.of(keys);
        Talk client = connect(serve(names ? tls.serverName("a.example.org", keys) : tls));

        TlsSession session =
                client.transport().startTls(Tls.trusting(pki.trust())).await();
        client.says("one\n").says("two\n");

        client.hears("welcome\nsecret: one\ntwo\n");
        assertThat(session.protocol()).isEqualTo("TLSv1.3");
        assertThat(client.transport().secure()).isTrue();
        assertThat(client.transport().tls()).isEqualTo(session);
        assertThat(host.served().transport().tls().cipherSuite()).isEqualTo(session.cipherSuite());
    }

    @Test
    void theNameChoosesTheCertificate() throws Exception {
        Path named = pki.named("a.example.org");
        Tls tls = Host.tls(pki.localhost()).serverName("a.example.org", new TlsKeys.Pem(named, named, null));
        Talk client = connect(serve(tls));

        TlsSession session = client.transport()
                .startTls(Tls.trusting(pki.trust()).serverName("a.example.org"))
                .await();

        assertThat(session.peerCertificates().get(0).getSubjectX500Principal()).hasToString("CN=a.example.org");
    }

    @Test
    void whatWasWrittenDuringTheHandshakeFollowsIt() throws Exception {
        Talk client = connect(serve(Host.tls(pki.localhost())));

        Deferred<TlsSession> upgrade = client.transport().startTls(Tls.trusting(pki.trust()));
        client.says("early\n");

        upgrade.await();
        client.hears("welcome\nsecret: early\n");
    }

    @Test
    void aPauseDoesNotStopTheHandshake() throws Exception {
        Talk client = connect(serve(Host.tls(pki.localhost())));
        client.transport().pauseReading();

        client.transport().startTls(Tls.trusting(pki.trust())).await();
        client.says("one\n");
        client.transport().resumeReading();

        client.hears("welcome\nsecret: one\n");
    }

    @Test
    void aFailureEndsTheConnectionToo() throws Exception {
        Talk client = connect(serve(Host.tls(pki.localhost())));

        assertThatThrownBy(() -> client.transport().startTls(Tls.client()).await())
                .isInstanceOf(SSLException.class);

        assertThat(client.closed().cause()).isInstanceOf(SSLException.class);
        Upgrading server = (Upgrading) host.served();
        assertThat(server.closed().cause()).isInstanceOf(SSLException.class);
        assertThat(server.upgraded()).isInstanceOf(SSLException.class);
    }

    @Test
    void keysThatCannotBeReadFailTheDeferredAndLeaveTheConnection() throws Exception {
        Talk client = connect(serve(Host.tls(pki.localhost())));
        Path missing = directory.resolve("missing.pem");

        assertThatThrownBy(
                        () -> client.transport().startTls(Tls.trusting(missing)).await())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("missing.pem");

        client.transport().startTls(Tls.trusting(pki.trust())).await();
    }

    @Test
    void aSecondTimeIsRefused() throws Exception {
        Talk client = connect(serve(Host.tls(pki.localhost())));
        Tls tls = Tls.trusting(pki.trust());

        Deferred<TlsSession> first = client.transport().startTls(tls);
        assertThatThrownBy(() -> client.transport().startTls(tls).await()).isInstanceOf(IllegalStateException.class);
        first.await();

        assertThatThrownBy(() -> client.transport().startTls(tls).await())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already");
        client.says("still\n").hears("welcome\nsecret: still\n");
    }

    @Test
    void wordsInTheClearBehindAPauseNeverLookEncrypted() throws Exception {
        Port port = host.serve(ServerEndpoint.tcp(0).on("127.0.0.1"), () -> new Paused(pki));

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.number())) {
            socket.getOutputStream().write("first".getBytes(StandardCharsets.US_ASCII));
            Paused server = (Paused) host.served();
            server.hears("first");
            socket.getOutputStream().write("injected".getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();

            assertThat(server.upgrade.get(20, TimeUnit.SECONDS)).isInstanceOf(ProtocolException.class);
            assertThat(server.closed().cause()).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void onAUnixSocketAClientMustSayWhomItExpects() throws Exception {
        Path path = directory.resolve("s");
        Tls tls = Host.tls(pki.localhost());
        host.serve(ServerEndpoint.unix(path.toString()), () -> new Upgrading(tls));
        Talk client = host.connect(ClientEndpoint.unix(path.toString()))
                .says("STARTTLS\n")
                .hears("go ahead\n");
        Tls trusting = Tls.trusting(pki.trust());

        assertThatThrownBy(() -> client.transport().startTls(trusting).await())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("serverName");

        client.transport().startTls(trusting.serverName("localhost")).await();
        client.says("x\n").hears("welcome\nsecret: x\n");
    }

    /** Echoes, and says whether what it heard was encrypted. */
    private static final class Upgrading extends Talk {
        private final Tls tls;
        private final CompletableFuture<Throwable> upgraded = new CompletableFuture<>();
        private boolean told;

        Upgrading(Tls tls) {
            this.tls = tls;
        }

        Throwable upgraded() throws Exception {
            return upgraded.get(20, TimeUnit.SECONDS);
        }

        @Override
        public void dataReceived(Bytes data) {
            String words = data.text(StandardCharsets.US_ASCII);
            if (words.equals("STARTTLS\n")) {
                says("go ahead\n");
                transport().startTls(tls).otherwise(upgraded::complete);
                says("welcome\n");
            } else if (transport().secure()) {
                says((told ? "" : "secret: ") + words);
                told = true;
            } else {
                says("clear: " + words);
            }
        }
    }

    /** Pauses after the first words, and begins TLS when more of them must have come. */
    private static final class Paused extends Talk {
        private final CompletableFuture<@Nullable Throwable> upgrade = new CompletableFuture<>();
        private final Pki pki;

        Paused(Pki pki) {
            this.pki = pki;
        }

        @Override
        public void dataReceived(Bytes data) throws Exception {
            super.dataReceived(data);
            Tls tls = Host.tls(pki.localhost());
            NettyConnection connection = (NettyConnection) transport();
            connection.pauseReading();
            connection.data(Bytes.utf8("injected")); // as epoll does: it reads on after a FIN
            reactor()
                    .callLater(
                            Duration.ZERO,
                            () -> connection
                                    .startTls(tls)
                                    .tap(session -> upgrade.complete(null))
                                    .otherwise(upgrade::complete));
        }
    }
}
