package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.netty.NettyReactor;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

class JTwistedPropertiesTest {

    @Test
    void whatIsNotSetIsAsMostWantIt() {
        Contexts.runner()
                .run(context -> assertThat(context.getBean(JTwistedProperties.class))
                        .isEqualTo(new JTwistedProperties(
                                new JTwistedProperties.Reactor("jtwisted", 1, NettyReactor.Io.AUTO, true),
                                new JTwistedProperties.ThreadPool(10, 1000),
                                new JTwistedProperties.Shutdown(Duration.ZERO, Duration.ofSeconds(20)),
                                Map.of())));
    }

    @Test
    void everyKeyIsBound() {
        Contexts.runner()
                .withPropertyValues(
                        "jtwisted.reactor.name=engine",
                        "jtwisted.reactor.event-loops=2",
                        "jtwisted.reactor.transport=nio",
                        "jtwisted.reactor.keep-alive=false",
                        "jtwisted.thread-pool.max-threads=3",
                        "jtwisted.thread-pool.queue-capacity=4",
                        "jtwisted.shutdown.pre-drain-delay=1s",
                        "jtwisted.shutdown.drain-timeout=2s",
                        "jtwisted.listeners.chat.enabled=false",
                        "jtwisted.listeners.chat.endpoint=tcp:7000",
                        "jtwisted.listeners.chat.port=7000",
                        "jtwisted.listeners.chat.address=127.0.0.1",
                        "jtwisted.listeners.chat.unix-path=chat.sock",
                        "jtwisted.listeners.chat.ssl.bundle=mine")
                .run(context -> assertThat(context.getBean(JTwistedProperties.class))
                        .isEqualTo(new JTwistedProperties(
                                new JTwistedProperties.Reactor("engine", 2, NettyReactor.Io.NIO, false),
                                new JTwistedProperties.ThreadPool(3, 4),
                                new JTwistedProperties.Shutdown(Duration.ofSeconds(1), Duration.ofSeconds(2)),
                                Map.of(
                                        "chat",
                                        new JTwistedProperties.Listener(
                                                false,
                                                "tcp:7000",
                                                7000,
                                                "127.0.0.1",
                                                "chat.sock",
                                                new JTwistedProperties.Ssl("mine"))))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jtwisted.reactor.event-loops=0",
                "jtwisted.thread-pool.max-threads=0",
                "jtwisted.thread-pool.queue-capacity=-1"
            })
    void numbersHaveALeast(String wrong) {
        Contexts.runner()
                .withPropertyValues(wrong)
                .run(context -> assertThat(context.getStartupFailure())
                        .hasRootCauseInstanceOf(InvalidConfigurationPropertyValueException.class)
                        .rootCause()
                        .hasMessageContaining(wrong.substring(0, wrong.indexOf('=')))
                        .hasMessageContaining("must be at least"));
    }
}
