package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Protocol;
import io.jtwisted.spring.ProtocolHandler;
import io.jtwisted.spring.SslContextBuilderCustomizer;
import io.jtwisted.testsupport.Authority;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.pkitesting.X509Bundle;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundleRegistry;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.annotation.Order;

/** A bundle which is exchanged by the application itself. For files see {@link CertificateSwapIT}. */
class SslBundleReloadIT {
    private Authority authority;
    private X509Bundle first;
    private X509Bundle second;
    private ApplicationContextRunner runner;

    @BeforeEach
    void makeCertificates() throws Exception {
        authority = new Authority("authority");
        first = authority.localhost("first");
        second = authority.localhost("second");
        SslBundle bundle = pem(first, first);
        runner = Contexts.runner()
                .withUserConfiguration(Echo.class)
                .withBean(SslBundleRegistrar.class, () -> registry -> registry.registerBundle("mine", bundle))
                .withPropertyValues("jtwisted.listeners.echo.endpoint=tls:0:bundle=mine");
    }

    @Test
    void theNewCertificateIsShown() {
        runner.run(context -> {
            context.getBean(SslBundleRegistry.class).updateBundle("mine", pem(second, second));

            assertThat(shown(context)).isEqualTo("CN=second");
            assertThat(reload(context).successes()).isOne();
        });
    }

    @Test
    void severalEventLoopsAreToldAll() {
        runner.withPropertyValues("jtwisted.reactor.event-loops=3")
                .withPropertyValues("jtwisted.listeners.other.endpoint=tls:0:bundle=mine")
                .withUserConfiguration(Other.class)
                .run(context -> {
                    context.getBean(SslBundleRegistry.class).updateBundle("mine", pem(second, second));

                    assertThat(shown(context, "echo")).isEqualTo("CN=second");
                    assertThat(shown(context, "other")).isEqualTo("CN=second");
                    assertThat(reload(context).successes()).isOne();
                });
    }

    @Test
    void afterARestartAllIsAsBefore() {
        runner.run(context -> {
            context.getSourceApplicationContext().stop();
            context.getSourceApplicationContext().start();

            context.getBean(SslBundleRegistry.class).updateBundle("mine", pem(second, second));

            assertThat(shown(context)).isEqualTo("CN=second");
            assertThat(reload(context).successes()).isOne();
        });
    }

    @Test
    void aRestartFindsTheKeysWhichWereGoodLast() {
        runner.run(context -> {
            context.getBean(SslBundleRegistry.class).updateBundle("mine", pem(second, first));

            context.getSourceApplicationContext().stop();
            context.getSourceApplicationContext().start();

            assertThat(shown(context)).isEqualTo("CN=first");
            assertThat(reload(context).failures()).isOne();
        });
    }

    @Test
    void whatIsNewWhileNothingRunsIsThereAfterTheStart() {
        runner.run(context -> {
            context.getSourceApplicationContext().stop();
            context.getBean(SslBundleRegistry.class).updateBundle("mine", pem(second, second));
            context.getSourceApplicationContext().start();

            assertThat(shown(context)).isEqualTo("CN=second");
        });
    }

    @Test
    void customizersHaveTheLastWordInTheirOrderAndAtEachReload() {
        List<String> called = new CopyOnWriteArrayList<>();
        runner.withBean("late", Late.class, () -> new Late(called))
                .withBean("early", Early.class, () -> new Early(called))
                .run(context -> {
                    assertThat(called).containsExactly("early mine", "late mine");

                    context.getBean(SslBundleRegistry.class).updateBundle("mine", pem(second, second));

                    assertThat(called).containsExactly("early mine", "late mine", "early mine", "late mine");
                    try (SSLSocket socket = connect(context, "echo")) {
                        socket.startHandshake();
                        assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
                    }
                });
    }

    private static SslBundle pem(X509Bundle certificate, X509Bundle key) {
        return SslBundle.of(new PemSslStoreBundle(
                PemSslStoreDetails.forCertificate(certificate.getCertificatePathPEM())
                        .withPrivateKey(key.getPrivateKeyPEM()),
                null));
    }

    private static TlsReloads.Reload reload(ApplicationContext context) {
        return context.getBean(TlsReloads.class).of("mine");
    }

    private String shown(ApplicationContext context) throws Exception {
        return shown(context, "echo");
    }

    private String shown(ApplicationContext context, String listener) throws Exception {
        try (SSLSocket socket = connect(context, listener)) {
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .toString();
        }
    }

    private SSLSocket connect(ApplicationContext context, String listener) throws Exception {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {authority.itself().toTrustManager()}, null);
        return (SSLSocket) tls.getSocketFactory().createSocket("localhost", Client.portOf(context, listener));
    }

    @Order(2)
    private record Late(List<String> called) implements SslContextBuilderCustomizer {

        @Override
        public void customize(String bundle, SslContextBuilder builder) {
            called.add("late " + bundle);
            builder.protocols("TLSv1.2");
        }
    }

    @Order(1)
    private record Early(List<String> called) implements SslContextBuilderCustomizer {

        @Override
        public void customize(String bundle, SslContextBuilder builder) {
            called.add("early " + bundle);
            builder.protocols("TLSv1.3");
        }
    }

    @ProtocolHandler("echo")
    static class Echo extends Protocol {

        @Override
        public void dataReceived(Bytes data) {
            transport().write(data);
        }
    }

    @ProtocolHandler("other")
    static final class Other extends Protocol {}
}
