package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.net.Limits;
import io.jtwisted.net.Tls;
import io.jtwisted.netty.NettyReactor;
import io.jtwisted.spring.autoconfigure.JTwistedProperties.ThreadPool;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

class JTwistedPropertiesTest {

    @Test
    void whatIsNotSetIsAsMostWantIt() {
        Contexts.runner()
                .run(context -> assertThat(context.getBean(JTwistedProperties.class))
                        .isEqualTo(new JTwistedProperties(
                                new JTwistedProperties.Reactor(
                                        "jtwisted",
                                        1,
                                        NettyReactor.Io.AUTO,
                                        true,
                                        Duration.ofMillis(500),
                                        null,
                                        Duration.ofSeconds(1)),
                                new JTwistedProperties.ThreadPool(
                                        ThreadPool.Type.AUTO, 10, 1000, Duration.ofMinutes(1), false),
                                new JTwistedProperties.Shutdown(Duration.ZERO, Duration.ofSeconds(20)),
                                new JTwistedProperties.Logging(false),
                                ListenerProperties.Defaults.none(),
                                Map.of())));
    }

    @Test
    void aListenerOfWhichNothingIsSetIsEmpty() {
        ListenerProperties keys = Contexts.properties(Map.of("jtwisted.listeners.chat.port", "7000"))
                .listeners()
                .get("chat");

        assertThat(keys)
                .isNotNull()
                .usingRecursiveComparison()
                .ignoringFields("port")
                .isEqualTo(ListenerProperties.none());
    }

    @Test
    void everyKeyIsBound() {
        Contexts.runner()
                .withPropertyValues(
                        "jtwisted.reactor.name=engine",
                        "jtwisted.reactor.event-loops=2",
                        "jtwisted.reactor.transport=nio",
                        "jtwisted.reactor.keep-alive=false",
                        "jtwisted.reactor.blocked-threshold=1s",
                        "jtwisted.reactor.max-unsent=32MB",
                        "jtwisted.reactor.lag-sample-interval=0",
                        "jtwisted.thread-pool.type=platform",
                        "jtwisted.thread-pool.max-threads=3",
                        "jtwisted.thread-pool.queue-capacity=4",
                        "jtwisted.thread-pool.keep-alive=5s",
                        "jtwisted.thread-pool.propagate-context=true",
                        "jtwisted.shutdown.pre-drain-delay=1s",
                        "jtwisted.shutdown.drain-timeout=2s",
                        "jtwisted.logging.mdc=true")
                .run(context -> assertThat(context.getBean(JTwistedProperties.class))
                        .isEqualTo(new JTwistedProperties(
                                new JTwistedProperties.Reactor(
                                        "engine",
                                        2,
                                        NettyReactor.Io.NIO,
                                        false,
                                        Duration.ofSeconds(1),
                                        DataSize.ofMegabytes(32),
                                        Duration.ZERO),
                                new JTwistedProperties.ThreadPool(
                                        ThreadPool.Type.PLATFORM, 3, 4, Duration.ofSeconds(5), true),
                                new JTwistedProperties.Shutdown(Duration.ofSeconds(1), Duration.ofSeconds(2)),
                                new JTwistedProperties.Logging(true),
                                ListenerProperties.Defaults.none(),
                                Map.of())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"jtwisted.listeners.chat.", "jtwisted.defaults."})
    void everyKeyOfAListenerIsBound(String prefix) {
        Map<String, String> keys = new HashMap<>();
        boolean one = prefix.contains("chat");
        if (one) {
            Map.of("endpoint", "tcp:7000", "port", "7000", "unix-path", "chat.sock", "reactor", "jtwisted-2")
                    .forEach((key, value) -> keys.put(prefix + key, value));
        }
        Stream.of(
                        "enabled=false",
                        "auto-start=false",
                        "address=127.0.0.1",
                        "unix-mode=660",
                        "backlog=5",
                        "ssl.bundle=mine",
                        "ssl.client-auth=need",
                        "ssl.server-name-bundles[0].server-name=mail.example.org",
                        "ssl.server-name-bundles[0].bundle=mail",
                        "ssl.alpn=imap,h2",
                        "ssl.alpn-required=true",
                        "ssl.handshake-timeout=3",
                        "limits.max-connections=6",
                        "limits.max-connections-per-address=7",
                        "limits.on-limit=pause",
                        "timeouts.idle=30",
                        "timeouts.read=40",
                        "timeouts.write=1m",
                        "timeouts.max-age=12h",
                        "buffers.write-high=64KB",
                        "buffers.write-low=32KB",
                        "buffers.write-limit=16MB",
                        "socket.tcp-no-delay=false",
                        "socket.reuse-port=true",
                        "socket.keep-alive.enabled=true",
                        "socket.keep-alive.idle=60",
                        "socket.keep-alive.interval=10s",
                        "socket.keep-alive.count=5")
                .forEach(pair -> keys.put(prefix + pair.split("=", 2)[0], pair.split("=", 2)[1]));
        ListenerProperties.Ssl ssl = new ListenerProperties.Ssl(
                "mine",
                Tls.ClientAuth.NEED,
                List.of(new ListenerProperties.ServerNameBundle("mail.example.org", "mail")),
                List.of("imap", "h2"),
                true,
                Duration.ofSeconds(3));
        ListenerProperties.Limits limits = new ListenerProperties.Limits(6, 7, Limits.WhenFull.PAUSE);
        ListenerProperties.Timeouts timeouts = new ListenerProperties.Timeouts(
                Duration.ofSeconds(30), Duration.ofSeconds(40), Duration.ofMinutes(1), Duration.ofHours(12));
        ListenerProperties.Buffers buffers = new ListenerProperties.Buffers(
                DataSize.ofKilobytes(64), DataSize.ofKilobytes(32), DataSize.ofMegabytes(16));
        ListenerProperties.Socket socket = new ListenerProperties.Socket(
                false, true, new ListenerProperties.KeepAlive(true, Duration.ofMinutes(1), Duration.ofSeconds(10), 5));

        JTwistedProperties bound = Contexts.properties(keys);

        if (one) {
            assertThat(bound.listeners().get("chat"))
                    .isEqualTo(new ListenerProperties(
                            false,
                            false,
                            "jtwisted-2",
                            "tcp:7000",
                            7000,
                            "127.0.0.1",
                            "chat.sock",
                            "660",
                            5,
                            ssl,
                            limits,
                            timeouts,
                            buffers,
                            socket));
        } else {
            assertThat(bound.defaults())
                    .isEqualTo(new ListenerProperties.Defaults(
                            false, false, "127.0.0.1", "660", 5, ssl, limits, timeouts, buffers, socket));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jtwisted.reactor.event-loops=0",
                "jtwisted.thread-pool.max-threads=0",
                "jtwisted.thread-pool.queue-capacity=-1",
                "jtwisted.thread-pool.keep-alive=0s"
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
