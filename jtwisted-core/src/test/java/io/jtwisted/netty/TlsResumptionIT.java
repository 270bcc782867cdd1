package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.HalfCloseable;
import io.jtwisted.net.Port;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsKeys;
import io.jtwisted.testsupport.Pki;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.Provider;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ManagerFactoryParameters;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.TrustManagerFactorySpi;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our clients resume their sessions, and read their keys once. A resumed session needs no certificate verified. */
class TlsResumptionIT {
    @TempDir
    private Path directory;

    private final Map<String, TlsKeys> bundles = new ConcurrentHashMap<>();
    private final AtomicInteger made = new AtomicInteger();
    private final AtomicInteger verified = new AtomicInteger();
    private Pki pki;
    private Host host;
    private NettyReactor clients;

    @BeforeEach
    void begin() throws Exception {
        pki = new Pki(directory, "ours");
        host = new Host();
        clients = NettyReactor.builder()
                .tlsSource(name -> Objects.requireNonNull(bundles.get(name)))
                .sslContexts((bundle, builder) -> made.incrementAndGet())
                .daemon(true)
                .build();
        clients.start().await();
    }

    @AfterEach
    void end() {
        clients.stop().await();
        host.close();
    }

    private Talk connect(Port port, Tls tls) throws Exception {
        Talk client = clients.connect(
                        ClientEndpoint.tcp("localhost", port.number()).tls(tls), new Talk())
                .await();
        client.says("x").hears("x"); // the ticket of TLS 1.3 comes before the answer
        client.transport().loseConnection();
        client.closed();
        return client;
    }

    private TlsKeys counting(String version) throws Exception {
        return new TlsKeys.Managers(null, new Counting(verified, pki), List.of(version), List.of());
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.2, false", "TLSv1.2, true", "TLSv1.3, false", "TLSv1.3, true"})
    void clientsResume(String version, boolean bundle) throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()), EchoToTheEnd::new);
        bundles.put("mine", counting(version));
        Tls tls = bundle ? Tls.bundle("mine") : Tls.of(counting(version));

        for (int i = 0; i < 5; i++) {
            assertThat(connect(port, tls).session().protocol()).isEqualTo(version);
        }

        assertThat(verified).hasValue(1);
        assertThat(made).hasValue(1);
    }

    @Test
    void clientsThatUpgradeResume() throws Exception {
        Tls server = Host.tls(pki.localhost());
        Port port = host.serve(ServerEndpoint.tcp(0).on("127.0.0.1"), () -> new Upgrading(server));
        Tls tls = Tls.of(counting("TLSv1.3"));

        for (int i = 0; i < 3; i++) {
            Talk client = clients.connect(ClientEndpoint.tcp("localhost", port.number()), new Talk())
                    .await();
            client.says("STARTTLS").hears("go");
            client.transport().startTls(tls).await();
            client.says("x").hears("x");
            client.transport().loseConnection();
            client.closed();
        }

        assertThat(verified).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void anotherTrustDoesNotInheritASession(String version) throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()), EchoToTheEnd::new);
        connect(port, Tls.of(counting(version)));
        Pki strangers = new Pki(directory, "strangers");

        assertThatThrownBy(() -> connect(port, Tls.trusting(strangers.trust())))
                .isInstanceOf(SSLHandshakeException.class);
        assertThatThrownBy(() -> connect(port, Tls.client())).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void anotherNameDoesNotInheritASession() throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()), EchoToTheEnd::new);
        Tls tls = Tls.of(counting("TLSv1.3"));
        connect(port, tls);

        assertThatThrownBy(() -> connect(port, tls.serverName("other.example.org")))
                .isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void aReloadedBundleIsReadAnew() throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()), EchoToTheEnd::new);
        bundles.put("mine", counting("TLSv1.3"));
        connect(port, Tls.bundle("mine"));

        clients.reloadTls("mine");
        connect(port, Tls.bundle("mine"));

        assertThat(verified).hasValue(2);
    }

    @Test
    void aFileThatWasWrittenAnewIsReadAnew() throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()), EchoToTheEnd::new);
        Path trust = Files.copy(new Pki(directory, "strangers").trust(), directory.resolve("trust.pem"));
        Tls tls = Tls.trusting(trust);
        assertThatThrownBy(() -> connect(port, tls)).isInstanceOf(SSLHandshakeException.class);

        Files.writeString(trust, Files.readString(pki.trust()));
        Files.setLastModifiedTime(trust, FileTime.from(Instant.now().plusSeconds(1)));

        connect(port, tls);
        connect(port, tls);
        assertThat(made).hasValue(2);
    }

    @Test
    void aProgramThatMakesNewKeysEachTimeKeepsABoundedNumber() throws Exception {
        TlsContexts contexts = clients.nettyNetwork().contexts();

        for (int i = 0; i < 200; i++) {
            contexts.client(Tls.client().alpn("p" + i));
        }

        assertThat(contexts.clientsKept()).isLessThanOrEqualTo(64);
    }

    /** Trusts our authority, and counts how often it is asked. */
    private static final class Counting extends TrustManagerFactory {

        Counting(AtomicInteger verified, Pki pki) throws Exception {
            super(new Spi(verified, pki), new Provider("counting", "1", "") {}, "counting");
        }

        private static final class Spi extends TrustManagerFactorySpi implements X509TrustManager {
            private final AtomicInteger verified;
            private final X509TrustManager real;

            Spi(AtomicInteger verified, Pki pki) throws Exception {
                this.verified = verified;
                this.real = (X509TrustManager)
                        pki.authority().toTrustManagerFactory().getTrustManagers()[0];
            }

            @Override
            protected void engineInit(@Nullable KeyStore store) {}

            @Override
            protected void engineInit(ManagerFactoryParameters parameters) {}

            @Override
            protected TrustManager[] engineGetTrustManagers() {
                return new TrustManager[] {this};
            }

            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
                real.checkClientTrusted(chain, type);
            }

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
                verified.incrementAndGet();
                real.checkServerTrusted(chain, type);
            }

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return real.getAcceptedIssuers();
            }
        }
    }

    /** Echoes, and begins TLS when it is asked to. */
    private static final class Upgrading extends Talk implements HalfCloseable {
        private final Tls tls;

        Upgrading(Tls tls) {
            this.tls = tls;
        }

        @Override
        public void dataReceived(Bytes data) {
            if (transport().secure()) {
                transport().write(data);
            } else {
                says("go");
                transport().startTls(tls).otherwise(failure -> {});
            }
        }

        @Override
        public void readConnectionLost() {
            transport().loseConnection();
        }
    }
}
