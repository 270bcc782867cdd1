package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorListener;
import io.jtwisted.net.Transport;
import io.jtwisted.spring.ProtocolHandler;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Meters of a real application with many connections. */
class MetricsIT {
    private static final Logger LOG = LoggerFactory.getLogger(MetricsIT.class);

    private ConfigurableApplicationContext context;
    private PrometheusMeterRegistry registry;

    @BeforeEach
    void run() {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        context = application.run("--jtwisted.listeners.echo.port=0", "--jtwisted.listeners.bomb.port=0");
        registry = context.getBean(PrometheusMeterRegistry.class);
    }

    @AfterEach
    void close() {
        context.close();
    }

    @Test
    void aThousandGuestsLeaveNoTagBehind() throws Exception {
        CountDownLatch gone = closed(1_001);
        comeAndGo();
        Set<Meter.Id> before = ids();

        for (int i = 0; i < 1_000; i++) {
            comeAndGo();
        }

        assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(ids()).isEqualTo(before);
        assertThat(active()).isZero();
        assertThat(opened()).isEqualTo(1_001);
        assertThat(registry.get("jtwisted.data.received")
                        .tag("name", "echo")
                        .functionCounter()
                        .count())
                .isEqualTo(5_005);
        assertThat(ended("echo", "clean")).isEqualTo(1_001);
    }

    @Test
    void countersGoOnWhenTheContextStopsAndStarts() throws Exception {
        CountDownLatch gone = closed(2);
        comeAndGo();

        context.stop();
        double stopped = opened();
        context.start();
        comeAndGo();

        assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(stopped).isEqualTo(1);
        assertThat(opened()).isEqualTo(2);
    }

    @Test
    void whomTheContextSendsHomeHasNotLeftByHimself() throws Exception {
        CountDownLatch gone = closed(1);
        try (Client client = Client.of(context, "echo")) {
            client.ask("hello", 5);

            context.stop();

            assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(ended("echo", "drain")).isEqualTo(1);
            assertThat(active()).isZero();
        }
    }

    @Test
    void anExceptionOutOfAProtocolIsCounted() throws Exception {
        CountDownLatch gone = closed(1);
        try (Client client = Client.of(context, "bomb")) {
            client.ask("tick", 0);

            assertThat(gone.await(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(ended("bomb", "error")).isEqualTo(1);
        assertThat(registry.get("jtwisted.protocol.errors")
                        .tags("name", "bomb", "exception", "IllegalStateException")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void whoScrapesDisturbsNobody() throws IOException {
        List<Client> clients = new ArrayList<>();
        try {
            for (int i = 0; i < 500; i++) {
                clients.add(Client.of(context, "echo"));
            }
            CompletableFuture<Boolean> echoed = CompletableFuture.supplyAsync(() -> echo(clients, 20));
            List<Double> received = new ArrayList<>();
            List<Duration> took = new ArrayList<>();
            while (!echoed.isDone()) {
                took.add(scrape());
                received.add(registry.get("jtwisted.data.received")
                        .tag("name", "echo")
                        .functionCounter()
                        .count());
            }

            assertThat(echoed.join()).isTrue();
            assertThat(active()).isEqualTo(500);
            assertThat(received).isSorted();
            took.sort(null);
            LOG.info(
                    "{} scrapes: median {}, longest {}",
                    took.size(),
                    took.get(took.size() / 2),
                    took.get(took.size() - 1));
        } finally {
            for (Client client : clients) {
                client.close();
            }
        }
    }

    private static boolean echo(List<Client> clients, int rounds) {
        try {
            boolean right = true;
            for (int i = 0; i < rounds; i++) {
                for (Client client : clients) {
                    right &= client.ask("hello", 5).equals("hello");
                }
            }
            return right;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Duration scrape() {
        long begin = Clock.SYSTEM.monotonicTime();
        assertThat(registry.scrape()).contains("jtwisted_connections_active");
        return Duration.ofNanos(Clock.SYSTEM.monotonicTime() - begin);
    }

    /** Whoever was told before us has been told when this is zero. */
    private CountDownLatch closed(int connections) {
        CountDownLatch left = new CountDownLatch(connections);
        context.getBean(Reactor.class).addListener(new ReactorListener() {
            @Override
            public void closed(@Nullable Port port, Transport transport, CloseReason reason, Duration age) {
                left.countDown();
            }
        });
        return left;
    }

    private void comeAndGo() throws IOException {
        try (Client client = Client.of(context, "echo")) {
            assertThat(client.ask("hello", 5)).isEqualTo("hello");
        }
    }

    private Set<Meter.Id> ids() {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .filter(id -> id.getName().startsWith("jtwisted."))
                .collect(Collectors.toSet());
    }

    private double active() {
        return registry.get("jtwisted.connections.active")
                .tag("name", "echo")
                .gauge()
                .value();
    }

    private long ended(String listener, String reason) {
        return registry.get("jtwisted.connection.duration")
                .tags("name", listener, "reason", reason)
                .timer()
                .count();
    }

    private double opened() {
        return registry.get("jtwisted.connections")
                .tag("name", "echo")
                .functionCounter()
                .count();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import({Echo.class, Bomb.class})
    static class Application {}

    @ProtocolHandler("bomb")
    static final class Bomb extends Protocol {

        @Override
        public void dataReceived(Bytes data) {
            throw new IllegalStateException("boom");
        }
    }
}
