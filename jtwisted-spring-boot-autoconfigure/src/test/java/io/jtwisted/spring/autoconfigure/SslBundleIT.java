package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Protocol;
import io.jtwisted.spring.ProtocolHandler;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

/** Listeners whose certificate is in an SSL bundle of Spring Boot. */
class SslBundleIT {

    @TempDir
    private Path directory;

    private X509Bundle certificate;
    private ApplicationContextRunner runner;

    @BeforeEach
    void makeCertificate() throws Exception {
        certificate = new CertificateBuilder()
                .subject("CN=localhost")
                .addSanDnsName("localhost")
                .setIsCertificateAuthority(true)
                .buildSelfSigned();
        Path chain = Files.writeString(directory.resolve("tls.crt"), certificate.getCertificatePathPEM());
        Path key = Files.writeString(directory.resolve("tls.key"), certificate.getPrivateKeyPEM());
        runner = Contexts.runner()
                .withUserConfiguration(Echo.class)
                .withPropertyValues(
                        "spring.ssl.bundle.pem.mine.keystore.certificate=" + chain.toUri(),
                        "spring.ssl.bundle.pem.mine.keystore.private-key=" + key.toUri());
    }

    @Test
    void aListenerShowsTheCertificateOfItsBundle() {
        runner.withPropertyValues("jtwisted.listeners.echo.port=0", "jtwisted.listeners.echo.ssl.bundle=mine")
                .run(context ->
                        assertThat(echo(context, certificate.toTrustManager())).isEqualTo("hello"));
    }

    @Test
    void anEndpointNamesABundleToo() {
        runner.withPropertyValues("jtwisted.listeners.echo.endpoint=tls:0:bundle=mine")
                .run(context ->
                        assertThat(echo(context, certificate.toTrustManager())).isEqualTo("hello"));
    }

    @Test
    void theOptionsOfTheBundleHold() {
        runner.withPropertyValues(
                        "spring.ssl.bundle.pem.mine.options.enabled-protocols=TLSv1.2",
                        "jtwisted.listeners.echo.port=0",
                        "jtwisted.listeners.echo.ssl.bundle=mine")
                .run(context -> {
                    try (SSLSocket socket = connect(context, certificate.toTrustManager())) {
                        socket.startHandshake();

                        assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
                    }
                });
    }

    @Test
    void whoDoesNotTrustItIsNotServed() throws Exception {
        TrustManager other = new CertificateBuilder()
                .subject("CN=other")
                .setIsCertificateAuthority(true)
                .buildSelfSigned()
                .toTrustManager();

        runner.withPropertyValues("jtwisted.listeners.echo.endpoint=tls:0:bundle=mine")
                .run(context ->
                        assertThatExceptionOfType(SSLHandshakeException.class).isThrownBy(() -> echo(context, other)));
    }

    @Test
    void aBundleWhichIsNotThereFailsTheStart() {
        runner.withPropertyValues("jtwisted.listeners.echo.endpoint=tls:0:bundle=yours")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining("there is no SSL bundle 'yours'"));
    }

    private static String echo(ApplicationContext context, TrustManager trust) throws Exception {
        try (SSLSocket socket = connect(context, trust)) {
            socket.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
        }
    }

    private static SSLSocket connect(ApplicationContext context, TrustManager trust) throws Exception {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {trust}, null);
        return (SSLSocket) tls.getSocketFactory().createSocket("localhost", Client.portOf(context, "echo"));
    }

    @ProtocolHandler("echo")
    static final class Echo extends Protocol {

        @Override
        public void dataReceived(Bytes data) {
            transport().write(data);
        }
    }
}
