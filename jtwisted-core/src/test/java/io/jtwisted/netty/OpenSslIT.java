package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Port;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.net.ReactorListener;
import io.jtwisted.net.Tls;
import io.jtwisted.net.Tls.ClientAuth;
import io.jtwisted.net.TlsKeys;
import io.jtwisted.net.Transport;
import io.jtwisted.testsupport.Foreign;
import io.jtwisted.testsupport.Log;
import io.jtwisted.testsupport.Noise;
import io.jtwisted.testsupport.Pki;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
        Port port = host.serve(Host.tls(pki.localhost()), EchoToTheEnd::new);

        try (Foreign client = client(port, version, "-verify_ip", "127.0.0.1", "-quiet", "-no_ign_eof")) {
            client.says("hello, openssl\n").prints("hello, openssl");
            client.hangsUp();

            assertThat(host.served().closed().isClean()).isTrue();
        }
    }

    @Test
    void aClientWhichTrustsAnotherAuthorityLeaves() throws Exception {
        Port port = host.serve(Host.tls(new Pki(directory, "strangers").localhost()), EchoToTheEnd::new);

        try (Foreign client = client(port)) {
            assertThat(client.exit()).isNotZero();
        }

        assertThat(host.servedNobodyElse()).isTrue();
    }

    @Test
    void oldVersionsAreRefused() throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()), EchoToTheEnd::new);

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
        Tls tls = Host.tls(pki.localhost()).serverName("*.example.org", new TlsKeys.Pem(other, other, null));
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
        Port port = host.serve(Host.tls(pki.localhost()).alpn("h2", "http/1.1"), EchoToTheEnd::new);

        try (Foreign client = client(port, "-alpn", "http/1.1,h2")) {
            client.prints("ALPN protocol: h2");
        }
        try (Foreign client = client(port)) {
            client.prints("No ALPN negotiated");
        }

        assertThat(host.served().session().alpn()).isEqualTo("h2");
        assertThat(host.served().session().alpn()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void aClientThatOffersOnlyOtherApplicationProtocolsGetsAnAlert(String version) throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()).alpn("h2"), EchoToTheEnd::new);

        try (Foreign client = client(port, version, "-alpn", "imap")) {
            client.prints("alert no application protocol");
            assertThat(client.exit()).isNotZero();
        }

        assertThat(host.servedNobodyElse()).isTrue();
    }

    @Test
    void anApplicationProtocolMayBeRequired() throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()).alpn("h2").alpnRequired(true), EchoToTheEnd::new);

        try (Foreign client = client(port, "-quiet", "-no_ign_eof")) {
            client.exit();
        }
        try (Foreign client = client(port, "-alpn", "h2")) {
            client.prints("ALPN protocol: h2");
        }

        assertThat(host.served().session().alpn()).isEqualTo("h2");
        assertThat(host.servedNobodyElse()).isTrue();
    }

    @Test
    void aRenegotiationIsRefusedAtTheFirstAttempt() throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()), EchoToTheEnd::new);
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        host.reactor().addListener(new ReactorListener() {
            @Override
            public void failed(@Nullable Port failing, Transport transport, Throwable cause) {
                failures.add(cause);
            }
        });

        try (Log log = Log.of(EchoToTheEnd.class);
                Foreign client = client(port, "-tls1_2")) {
            client.says("hello\n").prints("hello");
            client.says("R\n").prints("RENEGOTIATING");

            CloseReason reason = host.served().closed();
            assertThat(reason.cause()).isInstanceOf(ProtocolException.class).hasMessageContaining("renegotiation");
            assertThat(failures).containsExactly(reason.cause());
            assertThat(log.messages(Level.DEBUG)).singleElement().asString().contains("renegotiation");
            client.exit();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AES128-GCM-SHA256", "AES256-SHA", "ECDHE-RSA-AES128-SHA", "ECDHE-RSA-AES256-SHA384"})
    void withoutForwardSecrecyOrWithCbcThereIsNoCipherInCommon(String cipher) throws Exception {
        Port port = host.serve(Host.tls(pki.rsa()), EchoToTheEnd::new);

        try (Foreign client = client(port, "-tls1_2", "-cipher", cipher + ":@SECLEVEL=0")) {
            client.prints("alert handshake failure");
            assertThat(client.exit()).isNotZero();
        }

        assertThat(host.servedNobodyElse()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "true, -tls1_2, ECDHE-RSA-AES128-GCM-SHA256",
        "true, -tls1_2, ECDHE-RSA-AES256-GCM-SHA384",
        "true, -tls1_2, ECDHE-RSA-CHACHA20-POLY1305",
        "false, -tls1_2, ECDHE-ECDSA-AES128-GCM-SHA256",
        "false, -tls1_2, ECDHE-ECDSA-AES256-GCM-SHA384",
        "false, -tls1_2, ECDHE-ECDSA-CHACHA20-POLY1305",
        "true, -tls1_3, TLS_AES_128_GCM_SHA256",
        "false, -tls1_3, TLS_AES_256_GCM_SHA384",
        "false, -tls1_3, TLS_CHACHA20_POLY1305_SHA256",
    })
    void withForwardSecrecyAndWithoutCbcThereAreCiphersForEitherKindOfKey(boolean rsa, String version, String cipher)
            throws Exception {
        Port port = host.serve(Host.tls(rsa ? pki.rsa() : pki.localhost()), EchoToTheEnd::new);
        String option = version.equals("-tls1_3") ? "-ciphersuites" : "-cipher";

        try (Foreign client = client(port, version, option, cipher)) {
            client.prints("Cipher is " + cipher).says("hello\n").prints("hello");
        }
    }

    @Test
    void theCiphersOfTheKeysWin() throws Exception {
        KeyManagerFactory keys = pki.rsaManagers();
        Port port = host.serve(
                Tls.of(new TlsKeys.Managers(
                        keys, null, List.of("TLSv1.2"), List.of("TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"))),
                EchoToTheEnd::new);

        try (Foreign client = client(port, "-tls1_2", "-cipher", "ALL")) {
            client.prints("Cipher is ECDHE-RSA-AES128-SHA");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void aServerSeesOurClientResumeItsSession(String version) throws Exception {
        Tls tls = Tls.trusting(pki.trust());
        try (Foreign server = server(pki.localhost(), version)) {
            ClientEndpoint.Tcp endpoint = to(server);
            for (int i = 0; i < 3; i++) {
                Talk client = host.connect(endpoint.tls(tls));
                client.says("hello " + i + "\n");
                server.prints("hello " + i).says("answer\n");
                client.hears("answer\n").transport().loseConnection();
                client.closed();
                server.prints("DONE");
            }

            assertThat(server.output().split("Reused session-id", -1)).hasSize(3);
        }
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
