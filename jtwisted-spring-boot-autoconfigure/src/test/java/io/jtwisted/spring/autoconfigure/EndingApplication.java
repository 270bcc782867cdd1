package io.jtwisted.spring.autoconfigure;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.service.Service;
import io.jtwisted.spring.ProtocolHandler;
import io.jtwisted.text.LineReceiver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Does what it is told in a line that it gets: most of it makes it hard to end. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(EndingApplication.Orders.class)
class EndingApplication {

    /** The service that never starts is about to. */
    static final CountDownLatch STARTING = new CountDownLatch(1);

    /** What was told to whom, and what went down, in order. */
    private final List<String> events = new CopyOnWriteArrayList<>();

    public static void main(String... args) {
        SpringApplication.run(EndingApplication.class, args);
    }

    /** With these times, and these properties. */
    static String[] arguments(Duration drain, Duration phase, String... more) {
        return Stream.concat(
                        Stream.of(
                                "--spring.main.web-application-type=none",
                                "--spring.main.banner-mode=off",
                                "--jtwisted.listeners.orders.port=0",
                                "--jtwisted.listeners.orders.address=127.0.0.1",
                                "--jtwisted.shutdown.drain-timeout=" + drain.toMillis() + "ms",
                                "--spring.lifecycle.timeout-per-shutdown-phase=" + phase.toMillis() + "ms"),
                        Stream.of(more))
                .toArray(String[]::new);
    }

    /** Its start never ends. */
    @Bean
    @ConditionalOnBooleanProperty("test.stuck-start")
    Service neverStarts() {
        return new Service() {
            @Override
            public Deferred<Service> start() {
                STARTING.countDown();
                return new Deferred<>();
            }

            @Override
            public Deferred<Service> stop() {
                return Deferred.succeed(this);
            }

            @Override
            public boolean running() {
                return false;
            }
        };
    }

    /** Its stop never ends. */
    @Bean
    @ConditionalOnBooleanProperty("test.stuck-stop")
    Service neverStops() {
        return new Service() {
            @Override
            public Deferred<Service> start() {
                return Deferred.succeed(this);
            }

            @Override
            public Deferred<Service> stop() {
                return new Deferred<>();
            }

            @Override
            public boolean running() {
                return false;
            }
        };
    }

    /** Waits for the loop at the very end, without a limit of its own. */
    @Bean
    DisposableBean lastQuestion(Reactor reactor) {
        return () -> {
            events.add("destroyed");
            if (!reactor.ended() && !reactor.inLoop()) {
                reactor.blockingCallFromThread(() -> "anything left?");
            }
        };
    }

    List<String> events() {
        return events;
    }

    @ProtocolHandler("orders")
    static final class Orders implements Factory {
        private final ConfigurableApplicationContext context;
        private final EndingApplication application;

        Orders(ConfigurableApplicationContext context, EndingApplication application) {
            this.context = context;
            this.application = application;
        }

        @Override
        public Protocol buildProtocol(Address peer) {
            return new Order(context, application.events());
        }
    }

    private static final class Order extends LineReceiver {
        private final ConfigurableApplicationContext context;
        private final List<String> events;

        Order(ConfigurableApplicationContext context, List<String> events) {
            this.context = context;
            this.events = events;
        }

        @Override
        public void lineReceived(String line) throws Exception {
            switch (line) {
                case "block" -> {
                    System.out.println("blocked");
                    new CountDownLatch(1).await();
                }
                case "close" -> {
                    context.close();
                    events.add("closed");
                }
                case "exit" -> System.exit(3);
                case "close and exit" -> System.exit(SpringApplication.exit(context, () -> 4));
                default -> sendLine(line);
            }
        }

        @Override
        public void shuttingDown() {
            events.add("shutting down");
            sendLine("bye");
            transport().loseConnection();
        }
    }
}
