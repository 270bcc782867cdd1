package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Address;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.spring.ProtocolHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.MDC;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** A real application, and clients on sockets. */
class ListeningIT {

    @TempDir
    private Path directory;

    @Test
    void everyConnectionHasAProtocolOfItsOwnAndSharesItsService() throws IOException {
        try (ConfigurableApplicationContext context = run();
                Client one = Client.of(context, "count");
                Client other = Client.of(context, "count")) {

            assertThat(one.ask("?", 3)).isEqualTo("1/1");
            assertThat(one.ask("?", 3)).isEqualTo("2/2");
            assertThat(other.ask("?", 3)).isEqualTo("1/3");
        }
    }

    @Test
    void aFactoryServesTwoListeners() throws IOException {
        try (ConfigurableApplicationContext context = run();
                Client here = Client.of(context, "here");
                Client there = Client.of(context, "there")) {

            assertThat(here.hear(2)).isEqualTo("#1");
            assertThat(there.hear(2)).isEqualTo("#2");
        }
    }

    @Test
    void aUnixDomainSocketIsListenedOn() throws IOException {
        try (ConfigurableApplicationContext context = run();
                Client client = Client.of(socket())) {

            assertThat(context.isRunning()).isTrue();
            assertThat(client.ask("hello", 5)).isEqualTo("hello");
        }

        assertThat(socket()).doesNotExist();
    }

    @Test
    void portsCloseAndConnectionsEndWithTheContext() throws IOException {
        ConfigurableApplicationContext context = run();
        int port = Client.portOf(context, "count");

        try (Client client = Client.of(context, "count")) {
            client.ask("?", 3);
            context.close();

            assertThat(client.hear(1)).isEmpty();
            assertThatIOException().isThrownBy(() -> Client.of(context, "count"));
        }

        try (ConfigurableApplicationContext again = run("--jtwisted.listeners.count.port=" + port)) {
            assertThat(again.isActive()).isTrue();
        }
    }

    @Test
    void aContextStopsAndStartsAgain() throws IOException {
        try (ConfigurableApplicationContext context = run()) {
            Reactor reactor = context.getBean(Reactor.class);
            int port = Client.portOf(context, "count");

            context.stop();
            assertThatIOException().isThrownBy(() -> Client.of(context, "count"));
            context.start();

            assertThat(context.getBean(Reactor.class)).isSameAs(reactor);
            assertThat(port).isPositive();
            try (Client client = Client.of(context, "count");
                    Client local = Client.of(socket())) {
                assertThat(client.ask("?", 3)).isEqualTo("1/1");
                assertThat(local.ask("hello", 5)).isEqualTo("hello");
            }
        }
    }

    @Test
    void aPortInUseFailsTheStartAndLeavesNothingBehind() throws IOException {
        try (ConfigurableApplicationContext context = run()) {
            int port = Client.portOf(context, "count");

            assertThatExceptionOfType(ApplicationContextException.class)
                    .isThrownBy(() -> run(
                            "--jtwisted.reactor.name=late",
                            "--jtwisted.listeners.count.port=" + port,
                            "--jtwisted.listeners.echo.unix-path=" + directory.resolve("late.sock")))
                    .withStackTraceContaining("cannot listen on");
        }

        assertThat(Threads.staying("late", "jtwisted-await")).isEmpty();
        assertThat(directory.resolve("late.sock")).doesNotExist();
    }

    @Test
    void severalEventLoopsServe() throws IOException {
        try (ConfigurableApplicationContext context = run("--jtwisted.reactor.event-loops=2");
                Client here = Client.of(context, "here");
                Client count = Client.of(context, "count")) {

            assertThat(here.hear(2)).isEqualTo("#1");
            assertThat(count.ask("?", 3)).isEqualTo("1/1");
        }
    }

    @Test
    void protocolsLogWithTheirConnectionIfThatIsWanted() throws IOException {
        try (ConfigurableApplicationContext context = run();
                Client stranger = Client.of(context, "who")) {
            assertThat(stranger.ask("?", 6)).isEqualTo("nobody");
        }
        try (ConfigurableApplicationContext context = run("--jtwisted.logging.mdc=true");
                Client guest = Client.of(context, "who")) {
            assertThat(guest.ask("?", 3)).isEqualTo("who");
        }
    }

    private ConfigurableApplicationContext run(String... more) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setDefaultProperties(Map.of(
                "jtwisted.listeners.count.port",
                0,
                "jtwisted.listeners.count.address",
                "localhost",
                "jtwisted.listeners.here.port",
                0,
                "jtwisted.listeners.who.port",
                0,
                "jtwisted.listeners.there.endpoint",
                "tcp:0",
                "jtwisted.listeners.echo.unix-path",
                socket().toString(),
                "spring.main.banner-mode",
                "off"));
        return application.run(more);
    }

    private Path socket() {
        return directory.resolve("echo.sock");
    }

    @Configuration
    @EnableAutoConfiguration
    @Import({Counting.class, Total.class, Greeter.class, Who.class})
    static class Application {

        @Bean
        @ProtocolHandler("echo")
        Factory echo() {
            return peer -> new Echo();
        }
    }

    static final class Total {
        private int total;

        int next() {
            return ++total;
        }
    }

    @ProtocolHandler("count")
    static final class Counting extends Protocol {
        private final Total total;
        private int mine;

        Counting(Total total) {
            this.total = total;
        }

        @Override
        public void dataReceived(Bytes data) {
            transport().write(Bytes.utf8(++mine + "/" + total.next()));
        }
    }

    @ProtocolHandler({"here", "there"})
    static final class Greeter implements Factory {
        private int guests;

        @Override
        public Protocol buildProtocol(Address peer) {
            int number = ++guests;
            return new Protocol() {
                @Override
                public void connectionMade() {
                    transport().write(Bytes.utf8("#" + number));
                }
            };
        }
    }

    /** Says what a log line would say. */
    @ProtocolHandler("who")
    static final class Who extends Protocol {

        @Override
        public void dataReceived(Bytes data) {
            transport().write(Bytes.utf8(Objects.requireNonNullElse(MDC.get("listener"), "nobody")));
        }
    }

    static final class Echo extends Protocol {

        @Override
        public void dataReceived(Bytes data) {
            transport().write(data);
        }
    }
}
