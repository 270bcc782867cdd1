package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.net.Port;
import io.jtwisted.net.Tls;
import io.jtwisted.testsupport.Foreign;
import io.jtwisted.testsupport.Pki;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** TLS that begins in the middle of the talk, with Python at the other end. */
class UpgradeForeignIT {
    @TempDir
    private Path directory;

    private Pki pki;
    private Path pem;
    private Host host;

    @BeforeEach
    void begin() throws Exception {
        pki = new Pki(directory, "ours");
        pem = pki.localhost();
        host = new Host();
    }

    @AfterEach
    void end() {
        host.close();
    }

    private static Foreign python(String side, String words, Path pem, int port) throws Exception {
        return Foreign.run(Foreign.program("python3"), script(), side, words, pem.toString(), Integer.toString(port));
    }

    private static String script() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(UpgradeForeignIT.class.getResource("/tls/upgrade.py"))
                        .toURI())
                .toString();
    }

    @Test
    void aClientIsServedBehindTls() throws Exception {
        UpgradeSide server = UpgradeScene.RIGHT.server(Tls.pem(pem, pem));
        Port port =
                host.reactor().listen("tcp:0:interface=127.0.0.1", () -> server).await();

        try (Foreign client = python("client", "STARTTLS\\r\\n", pki.trust(), port.number())) {
            client.exit();
            assertThat(client.output()).contains("heard 220", "secure TLSv1.3", "heard bye");
        }

        assertThat(server.over().get(20, TimeUnit.SECONDS))
                .containsExactly("clear STARTTLS", "secure TLSv1.3 true", "secret QUIT", "lost LOCAL ");
    }

    @Test
    void aCommandInjectedBehindStartTlsIsNeverServed() throws Exception {
        UpgradeSide server = UpgradeScene.COMMAND_INJECTED.server(Tls.pem(pem, pem));
        Port port =
                host.reactor().listen("tcp:0:interface=127.0.0.1", () -> server).await();

        try (Foreign client = python("client", "STARTTLS\\r\\nEVIL\\r\\n", pki.trust(), port.number())) {
            client.exit();
            assertThat(client.output()).contains("insecure").doesNotContain("250");
        }

        assertThat(server.over().get(20, TimeUnit.SECONDS))
                .containsExactly("clear STARTTLS", "insecure PROTOCOL", "lost ERROR PROTOCOL");
    }

    @Test
    void anAnswerInjectedBehindGoAheadIsNeverHeard() throws Exception {
        UpgradeSide client = UpgradeScene.ANSWER_INJECTED.client(Tls.trusting(pki.trust()));

        try (Foreign server = python("server", "220\\r\\nEVIL\\r\\n", pem, 0)) {
            int port = server.number("port ");
            host.reactor().connect("tcp:localhost:" + port, client).await();
            assertThat(client.over().get(20, TimeUnit.SECONDS))
                    .containsExactly("clear hello", "clear 220", "insecure PROTOCOL", "lost ERROR PROTOCOL");
            server.exit();

            assertThat(server.output()).contains("heard STARTTLS", "insecure");
        }
    }
}
