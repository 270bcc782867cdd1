package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Port;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import io.jtwisted.testsupport.Foreign;
import io.jtwisted.testsupport.Pki;
import io.jtwisted.text.LineReceiver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Twisted itself at the other end. */
class TwistedIT {
    @TempDir
    private Path directory;

    private String python;
    private Pki pki;
    private Host host;

    @BeforeEach
    void begin() throws Exception {
        python = Foreign.twisted();
        pki = new Pki(directory, "ours");
        host = new Host();
    }

    @AfterEach
    void end() {
        if (host != null) {
            host.close();
        }
    }

    private Foreign run(String script, String... arguments) throws Exception {
        Path file = Path.of(TwistedIT.class.getResource("/twisted/" + script).toURI());
        String[] command = new String[arguments.length + 2];
        command[0] = python;
        command[1] = file.toString();
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        return Foreign.run(command);
    }

    private static void assertTalked(Foreign client, String answers) throws Exception {
        assertThat(client.exit()).as(client.output()).isZero();
        assertThat(client.output()).isEqualTo(answers + "lost ConnectionDone\n");
    }

    @Test
    void itsClientIsEchoedOverTcp() throws Exception {
        Port port = host.serve(ServerEndpoint.tcp(0).on("127.0.0.1"), EchoToTheEnd::new);

        try (Foreign client = run("client.py", "tcp:127.0.0.1:" + port.number(), "echo", "one", "two")) {
            assertTalked(client, "heard one\nheard two\n");
        }

        assertThat(host.served().closed().isClean()).isTrue();
    }

    @Test
    void itsClientIsEchoedOverTlsAndVerifiesUs() throws Exception {
        Port port = host.serve(Host.tls(pki.localhost()), EchoToTheEnd::new);
        Path roots = Files.createDirectory(directory.resolve("roots"));
        Files.copy(pki.trust(), roots.resolve("ca.pem"));

        String endpoint = "tls:localhost:" + port.number() + ":trustRoots=" + roots;
        try (Foreign client = run("client.py", endpoint, "echo", "one", "two")) {
            assertTalked(client, "heard one\nheard two\n");
        }

        Talk server = host.served();
        assertThat(server.closed().isClean()).isTrue();
        assertThat(server.session().serverName()).isEqualTo("localhost");
    }

    @Test
    void itsClientIsEchoedOverAUnixSocket() throws Exception {
        String path = directory.resolve("s").toString();
        host.serve(ServerEndpoint.unix(path), EchoToTheEnd::new);

        try (Foreign client = run("client.py", "unix:" + path, "echo", "one", "two")) {
            assertTalked(client, "heard one\nheard two\n");
        }
    }

    @Test
    void itsClientTalksInLines() throws Exception {
        Port port = host.reactor()
                .listen(ServerEndpoint.tcp(0).on("127.0.0.1"), peer -> new Shouting())
                .await();

        try (Foreign client = run("client.py", "tcp:127.0.0.1:" + port.number(), "lines", "one", "", "two")) {
            assertTalked(client, "heard ONE\nheard \nheard TWO\n");
        }
    }

    @Test
    void itsServerEchoesUsOverTcp() throws Exception {
        try (Foreign server = run("server.py", "tcp:0:interface=127.0.0.1", "echo")) {
            assertEchoed(ClientEndpoint.tcp("127.0.0.1", server.number("port ")));

            server.prints("lost ConnectionDone");
        }
    }

    @Test
    void itsServerEchoesUsOverTls() throws Exception {
        Path pem = pki.localhost();
        String endpoint = "ssl:0:interface=127.0.0.1:privateKey=" + pem + ":certKey=" + pem;
        try (Foreign server = run("server.py", endpoint, "echo")) {
            ClientEndpoint.Tcp to = ClientEndpoint.tcp("127.0.0.1", server.number("port "));

            assertEchoed(to.tls(Tls.trusting(pki.trust())));

            server.prints("lost ConnectionDone");
            assertThatThrownBy(() -> host.connect(to.tls(Tls.client()))).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void itsServerEchoesUsOverAUnixSocket() throws Exception {
        String path = directory.resolve("s").toString();
        try (Foreign server = run("server.py", "unix:" + path, "echo")) {
            server.prints("port 0");

            assertEchoed(ClientEndpoint.unix(path));
        }
    }

    private void assertEchoed(ClientEndpoint endpoint) throws Exception {
        String much = "0123456789".repeat(30_000);

        Talk client = host.connect(endpoint).says(much).hears(much);
        client.transport().loseConnection();

        assertThat(client.closed()).isEqualTo(CloseReason.local());
    }

    @Test
    void itsServerTalksInLines() throws Exception {
        try (Foreign server = run("server.py", "tcp:0:interface=127.0.0.1", "lines")) {
            ClientEndpoint endpoint = ClientEndpoint.tcp("127.0.0.1", server.number("port "));

            Lines client = host.reactor().connect(endpoint, new Lines()).await();
            host.reactor().call(() -> {
                client.sendLine("one");
                client.sendLine("");
                client.sendLine("two");
            });

            assertThat(client.next()).isEqualTo("ONE");
            assertThat(client.next()).isEmpty();
            assertThat(client.next()).isEqualTo("TWO");
        }
    }

    private static final class Shouting extends LineReceiver {

        @Override
        public void lineReceived(String line) {
            sendLine(line.toUpperCase(Locale.ROOT));
        }
    }

    private static final class Lines extends LineReceiver {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        String next() throws InterruptedException {
            return lines.poll(20, TimeUnit.SECONDS);
        }

        @Override
        public void lineReceived(String line) {
            lines.add(line);
        }
    }
}
