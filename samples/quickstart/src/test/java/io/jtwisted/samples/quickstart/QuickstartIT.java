package io.jtwisted.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** The application as it is, on other ports. */
@SpringBootTest(
        useMainMethod = UseMainMethod.ALWAYS,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {
            "jtwisted.listeners.chat.port=0",
            "jtwisted.listeners.chats.port=0",
            "jtwisted.listeners.echo.unix-path=target/echo-it.sock"
        })
class QuickstartIT {

    @Value("${local.jtwisted.chat.port}")
    private int chat;

    @Value("${local.jtwisted.chats.port}")
    private int chats;

    @Value("${local.server.port}")
    private int web;

    @Test
    void guestsOverTcpAndTlsMeetInOneRoom() throws Exception {
        try (Guest alice = new Guest(new Socket("localhost", chat), "alice");
                Guest bob = new Guest(new Socket("localhost", chat), "bob")) {
            assertThat(alice.hears()).isEqualTo("* bob came in");
            bob.says("hello");
            assertThat(alice.hears()).isEqualTo("<bob> hello");

            try (Guest carol = new Guest(secure(), "carol")) {
                assertThat(alice.hears()).isEqualTo("* carol came in");
                assertThat(bob.hears()).isEqualTo("* carol came in");
                carol.says("hi");
                assertThat(alice.hears()).isEqualTo("<carol> hi");
                bob.hears();
            }

            assertThat(alice.hears()).isEqualTo("* carol left");
        }
    }

    @Test
    void theWebSeesWhoIsThereAndSpeaksInTheRoom() throws Exception {
        try (Guest alice = new Guest(new Socket("localhost", chat), "alice")) {
            assertThat(get("/room")).isEqualTo("[\"alice\"]");

            assertThat(post("/room", "words=tea+is+ready")).isEqualTo("[\"alice\"]");

            assertThat(alice.hears()).isEqualTo("* tea is ready");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/actuator/health, '\"jtwisted\":{\"components\"'",
        "/actuator/metrics/jtwisted.connections.active, '\"name\":\"jtwisted.connections.active\"'",
        "/actuator/prometheus, jtwisted_connections_active{name=\"chat\"",
        "/actuator/jtwisted, '\"chat\":{'",
        "/actuator/jtwisted/chats, '\"chats\"'"
    })
    void theActuatorKnowsIt(String path, String part) throws Exception {
        assertThat(get(path)).contains(part);
    }

    private String get(String path) throws IOException, InterruptedException {
        return body(request(path).GET().build());
    }

    private String post(String path, String form) throws IOException, InterruptedException {
        return body(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(form))
                .build());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + web + path));
    }

    private static String body(HttpRequest request) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void whatIsSentToTheUnixSocketComesBack() throws IOException {
        ByteBuffer heard = ByteBuffer.allocate(5);

        try (SocketChannel echo = SocketChannel.open(UnixDomainSocketAddress.of("target/echo-it.sock"))) {
            echo.write(StandardCharsets.US_ASCII.encode("hello"));
            while (heard.hasRemaining()) {
                assertThat(echo.read(heard)).isPositive();
            }
        }

        assertThat(heard.array()).asString(StandardCharsets.US_ASCII).isEqualTo("hello");
    }

    /** Trusts the certificate of the sample, and expects it to be localhost's. */
    private SSLSocket secure() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(Path.of("target/chat.p12"))) {
            store.load(file, "secret".toCharArray());
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("chat", store.getCertificate("chat"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trust.getTrustManagers(), null);
        SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("localhost", chats);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        return socket;
    }

    /** A guest of the room. */
    private static final class Guest implements AutoCloseable {
        private final Socket socket;
        private final BufferedReader heard;

        Guest(Socket socket, String name) throws IOException {
            this.socket = socket;
            this.heard = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(hears()).isEqualTo("Who are you?");
            says(name);
        }

        String hears() throws IOException {
            return heard.readLine();
        }

        void says(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
