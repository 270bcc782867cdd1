package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Tls;
import io.jtwisted.netty.NettyReactor;
import io.jtwisted.spring.ProtocolHandler;
import io.jtwisted.testsupport.Authority;
import io.netty.pkitesting.X509Bundle;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The files of a certificate change under load, and not always for the better. */
class CertificateSwapIT {
    private static final int CONNECTIONS = 200;
    private static final int SWAPS = 20;
    private static final long PATIENCE = 20;

    @TempDir
    private Path directory;

    private final Set<BigInteger> good = ConcurrentHashMap.newKeySet();
    private final BlockingQueue<TlsReloads.Reload> reloads = new LinkedBlockingQueue<>();
    private final Queue<Object> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger visits = new AtomicInteger();
    private final List<Echoing> connections = new ArrayList<>();
    private final ScheduledExecutorService visitor = Executors.newSingleThreadScheduledExecutor();
    private Authority authority;
    private X509Bundle newest;
    private NettyReactor reactor;
    private ConfigurableApplicationContext context;
    private int port;

    @BeforeEach
    void begin() throws Exception {
        authority = new Authority("authority");
        newest = next();
        write(newest, newest);
        context = application().run();
        context.getBean(TlsReloads.class).onReload((bundle, reload) -> reloads.add(reload));
        port = Client.portOf(context, "echo");
        reactor = NettyReactor.builder().daemon(true).build();
        reactor.start().await();
    }

    @AfterEach
    void end() throws Exception {
        visitor.shutdownNow();
        assertThat(visitor.awaitTermination(PATIENCE, TimeUnit.SECONDS)).isTrue();
        reactor.stop().await();
        context.close();
    }

    @Test
    void noEchoFailsAndNobodyMeetsABadCertificate() throws Exception {
        connectAll();
        visitor.scheduleWithFixedDelay(this::visit, 0, 50, TimeUnit.MILLISECONDS);

        for (int swap = 1; swap <= SWAPS; swap++) {
            switch (swap % 4) {
                case 1 -> swapIn(next());
                case 2 -> refuse(this::writeHalf);
                case 3 -> refuse(this::writeMismatched);
                default -> swapIn(next());
            }
        }

        assertThat(failures).isEmpty();
        connections.forEach(Echoing::watch);
        for (Echoing connection : connections) {
            connection.echoesStill();
        }
        assertThat(failures).isEmpty();
        assertThat(visits).hasValueGreaterThan(SWAPS);
        assertThat(shown().getSerialNumber()).isEqualTo(newest.getCertificate().getSerialNumber());
        TlsReloads.Reload result = context.getBean(TlsReloads.class).of("chat");
        assertThat(result.successes()).isGreaterThanOrEqualTo(SWAPS / 2);
        assertThat(result.failures()).isGreaterThanOrEqualTo(SWAPS / 2);
        assertThat(result.failure()).isNull();
        assertThat(result.certificate()).isEqualTo(newest.getCertificate());
    }

    /** Good until it is not, and a visitor may still meet the one before. */
    private X509Bundle next() throws Exception {
        X509Bundle made = authority.localhost("localhost");
        good.add(made.getCertificate().getSerialNumber());
        return made;
    }

    private void swapIn(X509Bundle next) throws Exception {
        write(next, next);
        // While one of the two files was written the other may have been read: then there is a failure before.
        while (!next.getCertificate().equals(reload().certificate())) {
            assertThat(failures).isEmpty();
        }
        newest = next;
        assertThat(shown().getSerialNumber()).isEqualTo(newest.getCertificate().getSerialNumber());
    }

    private void refuse(Writing bad) throws Exception {
        bad.write();
        TlsReloads.Reload reload = reload();
        while (reload.failure() == null) { // what was written before may have been read twice
            reload = reload();
        }
        assertThat(reload.certificate()).isEqualTo(newest.getCertificate());
        assertThat(shown().getSerialNumber()).isEqualTo(newest.getCertificate().getSerialNumber());
    }

    private TlsReloads.Reload reload() throws InterruptedException {
        TlsReloads.Reload reload = reloads.poll(PATIENCE, TimeUnit.SECONDS);
        assertThat(reload).as("a reload within %s seconds", PATIENCE).isNotNull();
        return reload;
    }

    private void write(X509Bundle certificate, X509Bundle key) throws Exception {
        Files.writeString(directory.resolve("tls.crt"), certificate.getCertificatePathPEM());
        Files.writeString(directory.resolve("tls.key"), key.getPrivateKeyPEM());
    }

    private void writeHalf() throws Exception {
        String chain = authority.localhost("localhost").getCertificatePathPEM();
        Files.writeString(directory.resolve("tls.crt"), chain.substring(0, chain.length() / 3));
    }

    private void writeMismatched() throws Exception {
        write(authority.localhost("localhost"), authority.localhost("localhost"));
    }

    private void connectAll() throws Exception {
        Path trust = Files.writeString(
                directory.resolve("trust.pem"), authority.itself().getCertificatePEM());
        ClientEndpoint server = ClientEndpoint.tcp("localhost", port).tls(Tls.trusting(trust));
        for (int i = 0; i < CONNECTIONS; i++) {
            connections.add(new Echoing(i, failures));
        }
        Deferred.gatherResults(connections.stream()
                        .map(connection -> reactor.connect(server, connection))
                        .toList())
                .await();
    }

    /** One more connection. */
    private void visit() {
        try {
            BigInteger serial = shown().getSerialNumber();
            if (!good.contains(serial)) {
                failures.add("a visitor met the certificate " + serial);
            }
            visits.incrementAndGet();
        } catch (Exception e) {
            failures.add(e);
        }
    }

    /** What somebody sees who connects now, for the first time in his life, and is echoed. */
    private X509Certificate shown() throws Exception {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {authority.itself().toTrustManager()}, null);
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("localhost", port)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE));
            socket.getOutputStream().write("hello".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readNBytes(5)).asString().isEqualTo("hello");
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private SpringApplication application() {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setDefaultProperties(Map.of(
                "spring.ssl.bundle.pem.chat.keystore.certificate",
                directory.resolve("tls.crt").toUri().toString(),
                "spring.ssl.bundle.pem.chat.keystore.private-key",
                directory.resolve("tls.key").toUri().toString(),
                "spring.ssl.bundle.pem.chat.reload-on-update",
                true,
                "spring.ssl.bundle.watch.file.quiet-period",
                "100ms",
                "jtwisted.listeners.echo.endpoint",
                "tls:0:bundle=chat",
                "spring.main.banner-mode",
                "off"));
        return application;
    }

    @FunctionalInterface
    private interface Writing {
        void write() throws Exception;
    }

    /** Says a number, and the next when it has come back. */
    private static final class Echoing extends Protocol {
        private final int name;
        private final Queue<Object> failures;
        private volatile CountDownLatch more = new CountDownLatch(1);
        private String awaited = "";
        private String heard = "";
        private int number;

        Echoing(int name, Queue<Object> failures) {
            this.name = name;
            this.failures = failures;
        }

        /** For two echoes: the second is asked for after this was called. */
        void watch() {
            more = new CountDownLatch(2);
        }

        void echoesStill() throws InterruptedException {
            assertThat(more.await(PATIENCE, TimeUnit.SECONDS))
                    .as("connection %s echoes still", name)
                    .isTrue();
        }

        @Override
        public void connectionMade() {
            say();
        }

        private void say() {
            awaited = "connection " + name + " says " + ++number + "\n";
            heard = "";
            transport().write(Bytes.utf8(awaited));
        }

        @Override
        public void dataReceived(Bytes data) {
            heard += data.text(StandardCharsets.UTF_8);
            if (heard.equals(awaited)) {
                more.countDown();
                reactor().callLater(Duration.ofMillis(100), this::sayOn);
            } else if (!awaited.startsWith(heard)) {
                failures.add("expected " + awaited + ", not " + heard);
            }
        }

        private void sayOn() {
            if (number > 0) {
                say();
            }
        }

        @Override
        public void connectionLost(CloseReason reason) {
            number = 0;
            failures.add("connection " + name + " was lost: " + reason);
        }
    }

    @Configuration
    @EnableAutoConfiguration
    @Import(Echo.class)
    static class Application {}

    @ProtocolHandler("echo")
    static final class Echo extends Protocol {

        @Override
        public void dataReceived(Bytes data) {
            transport().write(data);
        }
    }
}
