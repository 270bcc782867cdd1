package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Port;
import io.jtwisted.net.Refusal;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsKeys;
import io.jtwisted.testsupport.Pki;
import io.netty.pkitesting.CertificateBuilder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our client against our server: whom it trusts, what they agree on. */
class TlsIT {
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

    static Stream<Arguments> ways() {
        return NettyWay.ios().flatMap(io -> Stream.of("TLSv1.2", "TLSv1.3").map(version -> Arguments.of(io, version)));
    }

    private Tls only(String version) throws Exception {
        return Tls.of(new TlsKeys.Managers(null, pki.authority().toTrustManagerFactory(), List.of(version), List.of()));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void wordsTravelBothWaysAndTheEndIsClean(NettyReactor.Io io, String version) throws Exception {
        try (Host other = new Host(io)) {
            Port port = other.serve(Host.tls(pki.localhost()), EchoToTheEnd::new);

            Talk client = other.connect("localhost", port, only(version));
            client.says("hello").hears("hello");
            client.transport().loseConnection();

            assertThat(client.session().protocol()).isEqualTo(version);
            assertThat(client.session().peerCertificate())
                    .get()
                    .satisfies(certificate ->
                            assertThat(certificate.getSubjectX500Principal()).hasToString("CN=localhost"));
            assertThat(client.transport().secure()).isTrue();
            assertThat(client.closed()).isEqualTo(CloseReason.local());
            assertThat(other.served().closed().isClean()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whatWasWrittenBeforeTheCloseArrives(NettyReactor.Io io, String version) throws Exception {
        try (Host other = new Host(io)) {
            String much = "0123456789".repeat(60_000);
            Port port = other.serve(Host.tls(pki.localhost()), Late::new);
            Tls tls = only(version);

            for (int i = 0; i < 5; i++) {
                other.reactor()
                        .connect(ClientEndpoint.tcp("localhost", port.number()).tls(tls), new Hasty(much))
                        .await();

                Talk server = other.served();
                server.hears(much);
                assertThat(server.closed()).isEqualTo(CloseReason.remote());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void whoEndsItsHalfIsAnsweredWhereTlsKnowsHalves(NettyReactor.Io io, String version) throws Exception {
        try (Host other = new Host(io)) {
            Port port = other.serve(Host.tls(pki.localhost()), EchoToTheEnd::new);
            Talk client = other.connect("localhost", port, only(version));

            client.says("the last words");
            client.transport().loseWriteConnection();

            // TLS 1.2 discards what was not sent when the peer's end came (RFC 5246, section 7.2.1)
            if (version.equals("TLSv1.3")) {
                client.hears("the last words");
            }
            assertThat(client.closed().isClean()).isTrue();
            assertThat(other.served().closed()).isNotNull();
        }
    }

    @Test
    void aSecondConnectionMayResumeTheSessionOfTheFirst() throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()), EchoToTheEnd::new);
        Tls tls = Tls.trusting(pki.trust());

        for (int i = 0; i < 3; i++) {
            Talk client = host.connect("localhost", port, tls);
            client.says("again").hears("again");
            client.transport().loseConnection();

            assertThat(client.session().peerCertificates()).hasSize(1);
            assertThat(client.closed().isClean()).isTrue();
        }
    }

    @Test
    void whoeverIsSignedByAStrangerIsRefused() throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()), Talk::new);

        assertThatThrownBy(() -> host.connect("localhost", port, Tls.client()))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("tls:localhost:" + port.number());

        assertThat(host.servedNobodyElse()).isTrue();
    }

    @Test
    void theCertificateOfAnotherNameIsRefused() throws Exception {
        Port port = host.serve(Host.tls(pki.named("elsewhere.example.org")), Talk::new);

        assertThatThrownBy(() -> host.connect("localhost", port, Tls.trusting(pki.trust())))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("localhost");
        assertThatThrownBy(() -> host.connect("127.0.0.1", port, Tls.trusting(pki.trust())))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        Path expired = pki.pem(new CertificateBuilder()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .notBefore(Instant.parse("2020-01-01T00:00:00Z"))
                .notAfter(Instant.parse("2021-01-01T00:00:00Z")));
        Port port = host.serve(Host.tls(expired), Talk::new);

        assertThatThrownBy(() -> host.connect("localhost", port, Tls.trusting(pki.trust())))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void anAddressInTheCertificateIsAcceptedAndNotAskedForByName() throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()), EchoToTheEnd::new);

        host.connect("127.0.0.1", port, Tls.trusting(pki.trust())).says("x").hears("x");

        assertThat(host.served().session().serverName()).isNull();
    }

    @Test
    void aHostWithoutADotIsAskedForByName() throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()), EchoToTheEnd::new);

        host.connect("localhost", port, Tls.trusting(pki.trust())).says("x").hears("x");

        assertThat(host.served().session().serverName()).isEqualTo("localhost");
    }

    @Test
    void theEndpointStringsSayTheSame() throws Exception {
        Path pem = pki.localhost();
        Port port = host.serve(ServerEndpoint.parse("tls:0:interface=127.0.0.1:cert=" + pem), EchoToTheEnd::new);

        Talk client = host.connect(
                ClientEndpoint.parse("tls:127.0.0.1:" + port.number() + ":server-name=localhost:trust=" + pki.trust()));

        client.says("hello").hears("hello");
    }

    @Test
    void bundlesAreKnownToTheSource() throws Exception {
        Map<String, TlsKeys> bundles =
                Map.of("web", keys(pki.localhost()), "trust", new TlsKeys.Pem(null, null, pki.trust()));
        try (Host other = new Host(
                NettyReactor.Io.NIO,
                name -> Optional.ofNullable(bundles.get(name))
                        .orElseThrow(() -> new IllegalArgumentException("no bundle '" + name + "'")))) {
            Port port = other.serve(Tls.bundle("web"), EchoToTheEnd::new);

            other.connect("localhost", port, Tls.bundle("trust")).says("x").hears("x");

            assertThatThrownBy(() -> other.serve(Tls.bundle("wob"), EchoToTheEnd::new))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no bundle 'wob'");
            assertThatThrownBy(() -> other.serve(Tls.bundle("trust"), EchoToTheEnd::new))
                    .hasMessageContaining("'trust' has no certificate");
        }
    }

    @Test
    void withoutASourceABundleIsRefusedWithAdvice() {
        assertThatThrownBy(() -> host.serve(Tls.bundle("web"), EchoToTheEnd::new))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'web'")
                .hasMessageContaining("TlsSource");
    }

    @Test
    void theNameThatIsAskedForChoosesTheCertificate() throws Exception {
        Tls tls = Host.tls(pki.named("default.example.net"))
                .serverName("one.example.com", keys(pki.named("one.example.com")))
                .serverName("*.example.org", keys(pki.named("two.example.org")));
        Port port = host.serve(tls, EchoToTheEnd::new);
        Tls client = Tls.trusting(pki.trust());

        assertThat(shown(port, client.serverName("one.example.com"))).isEqualTo("CN=one.example.com");
        assertThat(shown(port, client.serverName("two.example.org"))).isEqualTo("CN=two.example.org");
        assertThat(shown(port, client.serverName("default.example.net"))).isEqualTo("CN=default.example.net");
        assertThatThrownBy(() -> shown(port, client.serverName("a.b.example.org")))
                .isInstanceOf(SSLHandshakeException.class);
    }

    private static TlsKeys keys(Path pem) {
        return new TlsKeys.Pem(pem, pem, null);
    }

    private String shown(Port port, Tls tls) throws Exception {
        Talk client = host.connect("127.0.0.1", port, tls);
        client.says("x").hears("x");
        assertThat(host.served().session().serverName()).isEqualTo(tls.serverName());
        return client.session()
                .peerCertificate()
                .orElseThrow()
                .getSubjectX500Principal()
                .toString();
    }

    @Test
    void theServersPreferenceDecidesOnTheApplicationProtocol() throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()).alpn("h2", "http/1.1"), EchoToTheEnd::new);
        Tls client = Tls.trusting(pki.trust());

        assertThat(agreed(port, client.alpn("http/1.1", "h2"))).isEqualTo("h2");
        assertThat(agreed(port, client.alpn("http/1.1"))).isEqualTo("http/1.1");
        assertThat(agreed(port, client)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aClientThatOffersOnlyOtherApplicationProtocolsIsRefused(String version) throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()).alpn("h2", "http/1.1"), EchoToTheEnd::new);

        assertThatThrownBy(() -> host.connect("localhost", port, only(version).alpn("imap")))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("no_application_protocol");

        assertThat(host.servedNobodyElse()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void anApplicationProtocolMayBeRequiredOfTheClient(String version) throws Exception {
        Tls tls = Host.tls(pki.localhost()).alpn("h2").alpnRequired(true);
        Port port = host.serve(tls, EchoToTheEnd::new);

        host.reactor() // in TLS 1.3 the client is done before the server is
                .connect(ClientEndpoint.tcp("localhost", port.number()).tls(only(version)), new Talk())
                .addBoth(outcome -> "done")
                .await();

        assertThat(agreed(port, only(version).alpn("h2"))).isEqualTo("h2");
        assertThat(host.servedNobodyElse()).isTrue();
        assertThat(port.statistics().refused().get(Refusal.HANDSHAKE)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void anApplicationProtocolMayBeRequiredOfTheServer(String version) throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()), EchoToTheEnd::new);
        Tls client = only(version).alpn("h2");

        assertThat(host.connect("localhost", port, client).session().alpn()).isNull();
        assertThatThrownBy(() -> host.connect("localhost", port, client.alpnRequired(true)))
                .isInstanceOf(SSLHandshakeException.class)
                .hasMessageContaining("expected one of the application protocols [h2]");
    }

    private @Nullable String agreed(Port port, Tls tls) throws Exception {
        Talk client = host.connect("localhost", port, tls);
        client.says("x").hears("x");
        assertThat(host.served().session().alpn()).isEqualTo(client.session().alpn());
        return client.session().alpn();
    }

    @Test
    void aPlainConnectionHasNoTlsToTellOf() throws Exception {
        Port port = host.serve(ServerEndpoint.tcp(0).on("127.0.0.1"), EchoToTheEnd::new);

        Talk client = host.connect(ClientEndpoint.tcp("127.0.0.1", port.number()));

        assertThat(client.transport().secure()).isFalse();
        assertThatThrownBy(() -> client.transport().tls())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not encrypted");
    }

    @Test
    void aHandshakeMayTakeTenSeconds() {
        assertThat(Tls.client().handshakeTimeout()).isEqualTo(Duration.ofSeconds(10));
    }

    /** Says all that it has to say at once, and goes. */
    private static final class Hasty extends Talk {
        private final String words;

        Hasty(String words) {
            this.words = words;
        }

        @Override
        public void connectionMade() throws Exception {
            super.connectionMade();
            says(words);
            transport().loseConnection();
        }
    }

    /** Listens only after a while. */
    private static final class Late extends Talk {

        @Override
        public void connectionMade() throws Exception {
            super.connectionMade();
            transport().pauseReading();
            reactor().callLater(Duration.ofMillis(100), () -> transport().resumeReading());
        }
    }
}
