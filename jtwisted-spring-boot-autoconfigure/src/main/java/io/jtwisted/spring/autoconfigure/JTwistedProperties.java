package io.jtwisted.spring.autoconfigure;

import io.jtwisted.netty.NettyReactor;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Everything below {@code jtwisted} in the configuration.
 *
 * @param reactor what calls protocols
 * @param threadPool threads for work which blocks
 * @param shutdown how connections end when the application does
 * @param listeners Places to listen, by the names that @ProtocolHandler has for them.
 */
@ConfigurationProperties("jtwisted")
public record JTwistedProperties(
        @DefaultValue Reactor reactor,
        @DefaultValue ThreadPool threadPool,
        @DefaultValue Shutdown shutdown,
        @DefaultValue Map<String, Listener> listeners) {

    public JTwistedProperties {
        listeners = Map.copyOf(listeners);
    }

    /**
     * What calls protocols.
     *
     * @param name Name of the reactor and of its thread, to which a number is added.
     * @param eventLoops Number of reactors, of one thread each. With more than one, each handler lives on one of them
     *     with all its connections, unless it is Sharable.
     * @param transport Way to the network. What is chosen automatically is epoll, kqueue or NIO, whichever is to be had
     *     first.
     * @param keepAlive Whether the application lives on after its main method has ended, as long as the reactor runs.
     */
    public record Reactor(
            @DefaultValue("jtwisted") String name,
            @DefaultValue("1") int eventLoops,
            @DefaultValue("auto") NettyReactor.Io transport,
            @DefaultValue("true") boolean keepAlive) {

        public Reactor {
            atLeast(1, "jtwisted.reactor.event-loops", eventLoops);
        }
    }

    /**
     * Threads for work which blocks: {@code Reactor.deferToThread}.
     *
     * @param maxThreads Largest number of threads for work which blocks, for each reactor.
     * @param queueCapacity How many calls may wait for a thread. What comes beyond fails.
     */
    public record ThreadPool(
            @DefaultValue("10") int maxThreads,
            @DefaultValue("1000") int queueCapacity) {

        public ThreadPool {
            atLeast(1, "jtwisted.thread-pool.max-threads", maxThreads);
            atLeast(0, "jtwisted.thread-pool.queue-capacity", queueCapacity);
        }
    }

    /**
     * How connections end when the application does. Both together must be shorter than
     * spring.lifecycle.timeout-per-shutdown-phase.
     *
     * @param preDrainDelay How long to serve on when readiness is down, until load balancers have noticed.
     * @param drainTimeout How long connections may take to leave when the ports are closed. Those which are left are
     *     aborted.
     */
    public record Shutdown(
            @DefaultValue("0s") Duration preDrainDelay,
            @DefaultValue("20s") Duration drainTimeout) {

        public Shutdown {
            notNegative("jtwisted.shutdown.pre-drain-delay", preDrainDelay);
            notNegative("jtwisted.shutdown.drain-timeout", drainTimeout);
        }
    }

    /**
     * A place to listen: a port, a Unix domain socket, or an endpoint string.
     *
     * @param enabled Whether to listen.
     * @param endpoint Endpoint string, such as tls:7000:bundle=chat, instead of the other keys.
     * @param port Port number, from 0 to 65535. With 0 any that is free.
     * @param address Name or address of the interface to listen on. All of them if it is not set.
     * @param unixPath Path of a Unix domain socket to listen on, instead of a port.
     * @param ssl encryption
     */
    public record Listener(
            @DefaultValue("true") boolean enabled,
            @Nullable String endpoint,
            @Nullable Integer port,
            @Nullable String address,
            @Nullable String unixPath,
            @DefaultValue Ssl ssl) {}

    /**
     * Encryption.
     *
     * @param bundle Name of the SSL bundle with the certificate. Plain TCP if it is not set.
     */
    public record Ssl(@Nullable String bundle) {}

    private static void notNegative(String key, Duration value) {
        if (value.isNegative()) {
            throw new InvalidConfigurationPropertyValueException(key, value, "It must not be negative.");
        }
    }

    private static void atLeast(int least, String key, int value) {
        if (value < least) {
            throw new InvalidConfigurationPropertyValueException(key, value, "It must be at least " + least + ".");
        }
    }
}
