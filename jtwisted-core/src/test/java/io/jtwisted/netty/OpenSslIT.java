package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.Port;
import io.jtwisted.net.Tls;
import io.jtwisted.net.Tls.ClientAuth;
import io.jtwisted.net.TlsKeys;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The openssl program as our client, and as our server. */
class OpenSslIT {
    @TempDir
    private Path directory;

    private String openssl;
    private Pki pki;
    private Host host;
    private Noise noise;

    @BeforeEach
    void begin() throws Exception {
        openssl = Foreign.program("openssl");
        pki = new Pki(directory, "ours");
        host = new Host();
        noise = new Noise();
    }

    @AfterEach
    void end() {
        if (host != null) {
            host.close();
            noise.isBearable();
            noise.close();
        }
    }

    private Foreign client(Port port, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                openssl, "s_client", "-connect", "127.0.0.1:" + port.number(), "-verify_return_error", "-CAfile"));
        command.add(pki.trust().toString());
        command.addAll(List.of(options));
        return Foreign.run(command.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void aClientIsEchoedAndLeavesInGoodOrder(String version) throws Exception {
        Port port = host.serve(Pki.with(pki.localhost()), EchoToTheEnd::new);

        try (Foreign client = client(port, version, "-verify_ip", "127.0.0.1", "-quiet", "-no_ign_eof")) {
            client.says("hello, openssl\n").prints("hello, openssl");
            client.hangsUp();

            assertThat(host.served().closed().isClean()).isTrue();
        }
    }

    @Test
    void aClientWhichTrustsAnotherAuthorityLeaves() throws Exception {
        Port port = host.serve(Pki.with(new Pki(directory, "strangers").localhost()), EchoToTheEnd::new);

        try (Foreign client = client(port)) {
            assertThat(client.exit()).isNotZero();
        }

        assertThat(host.servedNobodyElse()).isTrue();
    }

    @Test
    void oldVersionsAreRefused() throws Exception {
        Port port = host.serve(Pki.with(pki.localhost()), EchoToTheEnd::new);

        try (Foreign client = client(port, "-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0")) {
            assertThat(client.exit()).isNotZero();
        }

        assertThat(host.servedNobodyElse()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void aCertificateOfOursIsSeen(String version) throws Exception {
        String alice = pki.named("alice").toString();

        try (Foreign client = client(mutual(ClientAuth.NEED), version, "-cert", alice, "-key", alice, "-quiet")) {
            client.says("hello\n").prints("hello");
        }

        assertThat(host.served().session().peerCertificate())
                .get()
                .satisfies(certificate ->
                        assertThat(certificate.getSubjectX500Principal()).hasToString("CN=alice"));
    }

    @ParameterizedTest
    @EnumSource(names = {"WANT", "NEED"})
    void aCertificateOfAStrangerIsRefused(ClientAuth auth) throws Exception {
        String mallory = new Pki(directory, "strangers").named("mallory").toString();

        try (Foreign client = client(mutual(auth), "-cert", mallory, "-key", mallory)) {
            client.prints("alert");
            assertThat(client.exit()).isNotZero();
        }

        assertThat(host.servedNobodyElse()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void noCertificateIsRefusedWhereOneIsNeeded(String version) throws Exception {
        try (Foreign client = client(mutual(ClientAuth.NEED), version)) {
            client.prints("alert");
            assertThat(client.exit()).isNotZero();
        }

        assertThat(host.servedNobodyElse()).isTrue();
    }

    private Port mutual(ClientAuth auth) throws Exception {
        Path pem = pki.localhost();
        return host.serve(Tls.of(new TlsKeys.Pem(pem, pem, pki.trust())).clientAuth(auth), EchoToTheEnd::new);
    }

    @Test
    void theNameThatIsAskedForChoosesTheCertificate() throws Exception {
        Path other = pki.named("other.example.org");
        Tls tls = Pki.with(pki.localhost()).serverName("*.example.org", new TlsKeys.Pem(other, other, null));
        Port port = host.serve(tls, EchoToTheEnd::new);

        try (Foreign client =
                client(port, "-servername", "other.example.org", "-verify_hostname", "other.example.org")) {
            client.prints("CN = other.example.org").prints("Verification: OK");
        }
        try (Foreign client = client(port, "-servername", "localhost", "-verify_hostname", "localhost")) {
            client.prints("CN = localhost").prints("Verification: OK");
        }
        try (Foreign client = client(port, "-noservername", "-verify_ip", "127.0.0.1")) {
            client.prints("CN = localhost").prints("Verification: OK");
        }
    }

    @Test
    void theyAgreeOnAnApplicationProtocol() throws Exception {
        Port port = host.serve(Pki.with(pki.localhost()).alpn("h2", "http/1.1"), EchoToTheEnd::new);

        try (Foreign client = client(port, "-alpn", "http/1.1,h2")) {
            client.prints("ALPN protocol: h2");
        }
        try (Foreign client = client(port, "-alpn", "imap")) {
            client.prints("No ALPN negotiated");
        }

        assertThat(host.served().session().alpn()).isEqualTo("h2");
        assertThat(host.served().session().alpn()).isNull();
    }

    private Foreign server(Path pem, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(openssl, "s_server", "-accept", "127.0.0.1:0"));
        command.addAll(List.of("-cert", pem.toString(), "-key", pem.toString()));
        command.addAll(List.of(options));
        return Foreign.run(command.toArray(String[]::new));
    }

    private ClientEndpoint.Tcp to(Foreign server) throws Exception {
        return ClientEndpoint.tcp("127.0.0.1", server.number("ACCEPT 127.0.0.1:"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void aServerUnderstandsOurClient(String version) throws Exception {
        try (Foreign server = server(pki.localhost(), version, "-alpn", "h2")) {
            Talk client = host.connect(to(server).tls(Tls.trusting(pki.trust()).alpn("h2")));
            client.says("hello, server\n");
            server.prints("hello, server").says("hello, client\n");
            client.hears("hello, client\n").transport().loseConnection();

            assertThat(client.closed().isClean()).isTrue();
            assertThat(client.session().alpn()).isEqualTo("h2");
            server.prints("DONE");
        }
    }

    @Test
    void aServerSeesOurCertificate() throws Exception {
        Path alice = pki.named("alice");
        String trust = pki.trust().toString();
        try (Foreign server = server(pki.localhost(), "-Verify", "1", "-verify_return_error", "-CAfile", trust)) {
            Talk client = host.connect(to(server).tls(Tls.of(new TlsKeys.Pem(alice, alice, pki.trust()))));

            client.says("it is me\n");
            server.prints("CN = alice").prints("it is me");
        }
    }

    @Test
    void aServerOfAStrangerIsRefused() throws Exception {
        try (Foreign server = server(new Pki(directory, "strangers").localhost())) {
            ClientEndpoint endpoint = to(server).tls(Tls.trusting(pki.trust()));

            assertThatThrownBy(() -> host.connect(endpoint)).isInstanceOf(SSLHandshakeException.class);
        }
    }
}
