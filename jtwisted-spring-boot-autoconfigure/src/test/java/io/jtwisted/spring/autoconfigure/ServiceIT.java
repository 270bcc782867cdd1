package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.service.Backoff;
import io.jtwisted.service.ClientService;
import io.jtwisted.service.ClientState;
import io.jtwisted.service.ServerService;
import io.jtwisted.service.TimerService;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A real application with a server, a client which comes back, and a timer; all of them beans. */
class ServiceIT {

    @TempDir
    private Path directory;

    @Test
    void theyRunWithTheContext() throws InterruptedException {
        ConfigurableApplicationContext context = run();
        Application application = context.getBean(Application.class);

        Caller first = application.connected().await();
        assertThat(first.heard.await()).isEqualTo(Bytes.utf8("hello"));
        assertThat(application.ticks.await(20, TimeUnit.SECONDS)).isTrue();
        context.close();

        assertThat(application.client().state()).isEqualTo(ClientState.STOPPED);
        assertThat(socket()).doesNotExist();
    }

    @Test
    void aLostConnectionComesBack() {
        try (ConfigurableApplicationContext context = run()) {
            Application application = context.getBean(Application.class);
            Caller first = application.connected().await();

            first.transport().abortConnection();
            first.transport().closed().await();
            Caller second = application.connected().await();

            assertThat(second).isNotSameAs(first);
            assertThat(second.heard.await()).isEqualTo(Bytes.utf8("hello"));
        }
    }

    @Test
    void aPlaceInUseFailsTheStartAndLeavesNothingBehind() {
        try (ConfigurableApplicationContext context = run()) {
            assertThatExceptionOfType(ApplicationContextException.class)
                    .isThrownBy(() -> run("--jtwisted.reactor.name=late"))
                    .withStackTraceContaining("The service 'server' cannot start: cannot listen on");
            assertThat(context.isRunning()).isTrue();
        }

        assertThat(Threads.staying("late", "jtwisted-await")).isEmpty();
    }

    private ConfigurableApplicationContext run(String... more) {
        SpringApplication application = new SpringApplication(Application.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setDefaultProperties(Map.of("socket", socket().toString(), "spring.main.banner-mode", "off"));
        return application.run(more);
    }

    private Path socket() {
        return directory.resolve("hello.sock");
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {
        private final CountDownLatch ticks = new CountDownLatch(3);
        private final ClientService<Caller> client;

        Application(Reactor reactor, @Value("${socket}") String socket) {
            client = ClientService.of(reactor, "unix:" + socket, Caller::new)
                    .backoff(Backoff.constant(Duration.ofMillis(5)));
        }

        @Bean
        ServerService server(Reactor reactor, @Value("${socket}") String socket) {
            return ServerService.of(reactor, "unix:" + socket, Hello::new);
        }

        @Bean
        ClientService<Caller> client() {
            return client;
        }

        @Bean
        TimerService ticker(Reactor reactor) {
            return TimerService.of(reactor, Duration.ofMillis(1), ticks::countDown);
        }

        Deferred<Caller> connected() {
            return client.whenConnected();
        }
    }

    static final class Hello extends Protocol {

        @Override
        public void connectionMade() {
            transport().write(Bytes.utf8("hello"));
        }
    }

    static final class Caller extends Protocol {
        private final Deferred<Bytes> heard = new Deferred<>();

        @Override
        public void dataReceived(Bytes data) {
            heard.callback(data);
        }
    }
}
