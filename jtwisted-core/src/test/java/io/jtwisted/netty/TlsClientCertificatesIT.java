package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Port;
import io.jtwisted.net.Tls;
import io.jtwisted.net.Tls.ClientAuth;
import io.jtwisted.net.TlsKeys;
import io.jtwisted.testsupport.Pki;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers which want to see a certificate of the client. */
class TlsClientCertificatesIT {
    @TempDir
    private Path directory;

    private Pki pki;
    private Pki strangers;
    private Host host;

    @BeforeEach
    void begin() throws Exception {
        pki = new Pki(directory, "ours");
        strangers = new Pki(directory, "strangers");
        host = new Host();
    }

    @AfterEach
    void end() {
        host.close();
    }

    private Port serve(ClientAuth auth) throws Exception {
        Path pem = pki.localhost();
        return host.serve(Tls.of(new TlsKeys.Pem(pem, pem, pki.trust())).clientAuth(auth), EchoToTheEnd::new);
    }

    private Tls showing(Path pem) {
        return Tls.of(new TlsKeys.Pem(pem, pem, pki.trust()));
    }

    @Test
    void aServerSeesTheCertificateOfTheClient() throws Exception {
        Port port = serve(ClientAuth.NEED);

        host.connect("localhost", port, showing(pki.named("alice"))).says("x").hears("x");

        assertThat(host.served().session().peerCertificate())
                .get()
                .satisfies(certificate ->
                        assertThat(certificate.getSubjectX500Principal()).hasToString("CN=alice"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void whoNeedsOneRefusesThoseWithout(String version) throws Exception {
        Port port = serve(ClientAuth.NEED);
        Tls without = Tls.of(
                new TlsKeys.Managers(null, pki.authority().toTrustManagerFactory(), List.of(version), List.of()));

        assertRefused(port, without);
    }

    @Test
    void aCertificateOfAStrangerIsRefused() throws Exception {
        assertRefused(serve(ClientAuth.NEED), showing(strangers.named("mallory")));
    }

    @Test
    void whoOnlyWantsOneTakesThoseWithout() throws Exception {
        Port port = serve(ClientAuth.WANT);

        host.connect("localhost", port, Tls.trusting(pki.trust())).says("x").hears("x");

        assertThat(host.served().session().peerCertificates()).isEmpty();
    }

    @Test
    void aServerWhichDoesNotAskSeesNone() throws Exception {
        Port port = serve(ClientAuth.NONE);

        host.connect("localhost", port, showing(pki.named("alice"))).says("x").hears("x");

        assertThat(host.served().session().peerCertificate()).isEmpty();
    }

    /** With TLS 1.3 a client is done with the handshake before the server has looked at its certificate. */
    private void assertRefused(Port port, Tls tls) throws Exception {
        Talk client = new Talk();
        CloseReason[] lost = new CloseReason[1];
        try {
            host.reactor()
                    .connect(ClientEndpoint.tcp("localhost", port.number()).tls(tls), client)
                    .await();
            lost[0] = client.closed();
        } catch (Throwable e) {
            lost[0] = CloseReason.error(e);
        }

        assertThat(lost[0].cause()).isInstanceOf(SSLException.class);
        assertThat(host.servedNobodyElse()).isTrue();
    }
}
