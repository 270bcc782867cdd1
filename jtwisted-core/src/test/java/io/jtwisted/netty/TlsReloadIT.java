package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.Port;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import io.jtwisted.net.Tls.ClientAuth;
import io.jtwisted.net.TlsKeys;
import io.jtwisted.net.TlsSession;
import io.jtwisted.net.TlsSource;
import io.jtwisted.testsupport.Pki;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles which get new keys while ports use them. */
class TlsReloadIT {
    @TempDir
    private Path directory;

    private final Map<String, TlsKeys> bundles = new ConcurrentHashMap<>();
    private final List<String> customized = new CopyOnWriteArrayList<>();
    private volatile int refusedAfter = Integer.MAX_VALUE;
    private Pki pki;
    private NettyReactor reactor;

    @BeforeEach
    void begin() throws Exception {
        pki = new Pki(directory, "ours");
        TlsSource source = name -> bundles.getOrDefault(name, new TlsKeys.Platform());
        reactor = NettyReactor.builder()
                .tlsSource(source)
                .sslContexts((bundle, builder) -> customize(bundle))
                .daemon(true)
                .build();
        reactor.start().await();
        bundles.put("web", pem("first"));
    }

    @AfterEach
    void end() {
        reactor.stop().await();
    }

    @Test
    void newConnectionsSeeTheNewCertificateAndOpenOnesLiveOn() throws Exception {
        Port port = serve(Tls.bundle("web"));
        Talk before = connect(port, "first");
        bundles.put("web", pem("second"));

        assertThat(reactor.reloadTls("web"))
                .hasValueSatisfying(
                        shown -> assertThat(shown.getSubjectX500Principal()).hasToString("CN=second"));

        assertThat(shown(connect(port, "second"))).isEqualTo("CN=second");
        before.says("still").hears("still");
        assertThat(shown(before)).isEqualTo("CN=first");
    }

    @Test
    void keysWhichCannotBeReadLeaveTheOldOnes() throws Exception {
        Port port = serve(Tls.bundle("web"));
        Path half = Files.writeString(
                directory.resolve("half.pem"),
                Files.readString(pki.named("second")).substring(0, 300));
        bundles.put("web", new TlsKeys.Pem(half, half, null));

        assertRefused("half.pem");

        assertThat(shown(connect(port, "first"))).isEqualTo("CN=first");
    }

    @Test
    void aKeyWhichDoesNotBelongToItsCertificateLeavesTheOldOnes() throws Exception {
        Port port = serve(Tls.bundle("web"));
        bundles.put("web", mismatched());

        assertRefused("the key does not belong to the certificate");

        assertThat(shown(connect(port, "first"))).isEqualTo("CN=first");
    }

    @Test
    void aCertificateWhichHasExpiredLeavesTheOldOnes() throws Exception {
        Port port = serve(Tls.bundle("web"));
        Path expired = pki.pem(new CertificateBuilder()
                .subject("CN=late")
                .notBefore(Instant.parse("2020-01-01T00:00:00Z"))
                .notAfter(Instant.parse("2021-01-01T00:00:00Z")));
        bundles.put("web", new TlsKeys.Pem(expired, expired, null));

        assertRefused("CN=late has expired, at 2021-01-01T00:00:00Z");

        assertThat(shown(connect(port, "first"))).isEqualTo("CN=first");
    }

    @Test
    void aBundleWhichHasLostItsCertificateLeavesTheOldOne() throws Exception {
        Port port = serve(Tls.bundle("web"));
        bundles.remove("web");

        assertRefused("'web' has no certificate");

        assertThat(shown(connect(port, "first"))).isEqualTo("CN=first");
    }

    @Test
    void onePortWhichCannotUseThemKeepsAllFromThem() throws Exception {
        Port one = serve(Tls.bundle("web"));
        serve(Tls.bundle("web").alpn("h2"));
        bundles.put("web", pem("second"));
        refusedAfter = customized.size() + 1;

        assertRefused("not this one");

        refusedAfter = Integer.MAX_VALUE;
        assertThat(shown(connect(one, "first"))).isEqualTo("CN=first");
    }

    @Test
    void namesHaveBundlesOfTheirOwn() throws Exception {
        bundles.put("shop", pem("shop.example.org"));
        Port port = serve(Tls.bundle("web").serverName("shop.example.org", new TlsKeys.Bundle("shop")));
        bundles.put("web", new TlsKeys.Platform()); // of no use, and not asked for
        Path next = pki.pem(new CertificateBuilder().subject("CN=new shop").addSanDnsName("shop.example.org"));
        bundles.put("shop", new TlsKeys.Pem(next, next, null));

        reactor.reloadTls("shop");

        assertThat(shown(connect(port, "shop.example.org"))).isEqualTo("CN=new shop");
        assertThat(shown(connect(port, "first"))).isEqualTo("CN=first");
    }

    @Test
    void whoNeedsACertificateOfTheClientNeedsItAfterwardsToo() throws Exception {
        TlsKeys.Pem keys = pem("first");
        bundles.put("web", new TlsKeys.Pem(keys.certificates(), keys.key(), pki.trust()));
        Port port = serve(Tls.bundle("web").clientAuth(ClientAuth.NEED));
        TlsKeys.Pem next = pem("second");
        bundles.put("web", new TlsKeys.Pem(next.certificates(), next.key(), pki.trust()));
        Path alice = pki.named("alice");

        reactor.reloadTls("web");

        Talk client =
                connect(port, Tls.of(new TlsKeys.Pem(alice, alice, pki.trust())).serverName("second"));
        assertThat(shown(client.says("x").hears("x"))).isEqualTo("CN=second");
        Talk without = connect(port, Tls.trusting(pki.trust()).serverName("second"));
        assertThat(without.closed().cause()).isInstanceOf(SSLException.class);
    }

    @Test
    void upgradesAreReloaded() throws Exception {
        Port port = reactor.listen(ServerEndpoint.tcp(0).on("127.0.0.1"), peer -> new Upgrading(Tls.bundle("web")))
                .await();
        assertThat(upgrade(port, "first").peerCertificates()).hasSize(1);
        bundles.put("web", pem("second"));

        reactor.reloadTls("web");

        assertThat(upgrade(port, "second").peerCertificates()).hasSize(1);
    }

    @Test
    void aPortWhichHasClosedIsForgotten() throws Exception {
        Port port = serve(Tls.bundle("web"));
        assertThat(reactor.nettyNetwork().contexts().slots(new TlsKeys.Bundle("web")))
                .hasSize(1);

        port.stopListening().await();

        assertThat(reactor.nettyNetwork().contexts().slots(new TlsKeys.Bundle("web")))
                .isEmpty();
    }

    @Test
    void aPortWhichDidNotOpenIsForgotten() throws Exception {
        Port port = serve(Tls.bundle("web"));

        assertThatExceptionOfType(Exception.class)
                .isThrownBy(() -> reactor.listen(
                                ServerEndpoint.tcp(port.number())
                                        .on("127.0.0.1")
                                        .tls(Tls.bundle("web")),
                                peer -> new EchoToTheEnd())
                        .await());

        assertThat(reactor.nettyNetwork().contexts().slots(new TlsKeys.Bundle("web")))
                .hasSize(1);
    }

    @Test
    void aBundleWhichNobodyServesIsLookedAtAllTheSame() throws Exception {
        assertThat(reactor.reloadTls("web")).isPresent();
        bundles.put("trust", new TlsKeys.Pem(null, null, pki.trust()));
        assertThat(reactor.reloadTls("trust")).isEmpty();

        bundles.put("web", mismatched());

        assertRefused("the key does not belong to the certificate");
    }

    @Test
    void aKeyWhichDoesNotBelongToItsCertificateOpensNoPort() throws Exception {
        bundles.put("web", mismatched());

        assertThatExceptionOfType(SSLException.class)
                .isThrownBy(() -> serve(Tls.bundle("web")))
                .withMessageContaining("the TLS bundle 'web'")
                .withMessageContaining("the key does not belong to the certificate");

        assertThat(reactor.nettyNetwork().contexts().slots(new TlsKeys.Bundle("web")))
                .isEmpty();
    }

    @Test
    void contextsAreCustomizedAgainAtEachReload() throws Exception {
        serve(Tls.bundle("web"));
        assertThat(customized).containsExactly("web");

        reactor.reloadTls("web");

        assertThat(customized).containsExactly("web", "web");
    }

    private void customize(String bundle) {
        if (customized.size() >= refusedAfter) {
            throw new IllegalStateException("not this one");
        }
        customized.add(bundle);
    }

    private void assertRefused(String why) {
        assertThatExceptionOfType(SSLException.class)
                .isThrownBy(() -> reactor.reloadTls("web"))
                .withMessageContaining("'web' keeps its old keys")
                .withMessageContaining(why);
    }

    private TlsKeys.Pem pem(String name) throws Exception {
        Path file = pki.named(name);
        return new TlsKeys.Pem(file, file, null);
    }

    private TlsKeys mismatched() throws Exception {
        X509Bundle one = new CertificateBuilder().subject("CN=one").buildIssuedBy(pki.authority());
        X509Bundle other = new CertificateBuilder().subject("CN=other").buildIssuedBy(pki.authority());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null);
        store.setKeyEntry("tls", other.getKeyPair().getPrivate(), new char[0], one.getCertificatePath());
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, new char[0]);
        return new TlsKeys.Managers(keys, null, List.of(), List.of());
    }

    private Port serve(Tls tls) {
        return reactor.listen(ServerEndpoint.tcp(0).on("127.0.0.1").tls(tls), peer -> new EchoToTheEnd())
                .await();
    }

    private Talk connect(Port port, String name) throws Exception {
        return connect(port, Tls.trusting(pki.trust()).serverName(name))
                .says("x")
                .hears("x");
    }

    private Talk connect(Port port, Tls tls) {
        return reactor.connect(ClientEndpoint.tcp("127.0.0.1", port.number()).tls(tls), new Talk())
                .await();
    }

    private static String shown(Talk talk) {
        return talk.session()
                .peerCertificate()
                .orElseThrow()
                .getSubjectX500Principal()
                .toString();
    }

    private TlsSession upgrade(Port port, String name) throws Exception {
        Talk client = reactor.connect(ClientEndpoint.tcp("127.0.0.1", port.number()), new Talk())
                .await();
        client.says("STARTTLS").hears("go");
        return client.transport()
                .startTls(Tls.trusting(pki.trust()).serverName(name))
                .await();
    }

    /** Begins TLS as soon as it hears anything. */
    private static final class Upgrading extends Talk {
        private final Tls tls;

        Upgrading(Tls tls) {
            this.tls = tls;
        }

        @Override
        public void dataReceived(Bytes data) {
            says("go");
            transport().startTls(tls).otherwise(failure -> {});
        }
    }
}
