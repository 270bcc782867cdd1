package io.jtwisted.spring.autoconfigure;

import io.jtwisted.netty.NettyReactor;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * Everything below {@code jtwisted} in the configuration.
 *
 * @param reactor what calls protocols
 * @param threadPool threads for work which blocks
 * @param shutdown how connections end when the application does
 * @param logging logs
 * @param defaults what is the same for all listeners which do not say otherwise
 * @param listeners Places to listen, by the names that @ProtocolHandler has for them.
 */
@ConfigurationProperties("jtwisted")
public record JTwistedProperties(
        @DefaultValue Reactor reactor,
        @DefaultValue ThreadPool threadPool,
        @DefaultValue Shutdown shutdown,
        @DefaultValue Logging logging,
        @NestedConfigurationProperty @DefaultValue ListenerProperties.Defaults defaults,
        @DefaultValue Map<String, ListenerProperties> listeners) {

    public JTwistedProperties {
        listeners = Map.copyOf(listeners);
    }

    /**
     * What calls protocols.
     *
     * @param name Name of the reactor and of its thread, to which a number is added.
     * @param eventLoops Number of reactors, of one thread each. With more than one, all handlers live on the first with
     *     all their connections; only those which are Sharable are spread over all.
     * @param transport Way to the network. What is chosen automatically is epoll, kqueue or NIO, whichever is to be had
     *     first.
     * @param keepAlive Whether the application lives on after its main method has ended, as long as the reactor runs.
     * @param blockedThreshold How long one call may keep the reactor from everything else before it is warned of, with
     *     its stack. Zero for no warning.
     * @param maxUnsent How much memory the unsent bytes of all connections of a reactor may take; beyond it, those
     *     connections are aborted which have most unsent. Not set: a quarter of the JVM's heap, divided among the
     *     reactors. Zero for any.
     * @param lagSampleInterval How often to measure how long calls wait for the reactor. Zero for never.
     */
    public record Reactor(
            @DefaultValue("jtwisted") String name,
            @DefaultValue("1") int eventLoops,
            @DefaultValue("auto") NettyReactor.Io transport,
            @DefaultValue("true") boolean keepAlive,
            @DefaultValue("500ms") Duration blockedThreshold,
            @Nullable DataSize maxUnsent,
            @DefaultValue("1s") Duration lagSampleInterval) {

        public Reactor {
            atLeast(1, "jtwisted.reactor.event-loops", eventLoops);
            notNegative("jtwisted.reactor.blocked-threshold", blockedThreshold);
            notNegative("jtwisted.reactor.lag-sample-interval", lagSampleInterval);
            if (maxUnsent != null && maxUnsent.isNegative()) {
                throw new InvalidConfigurationPropertyValueException(
                        "jtwisted.reactor.max-unsent", maxUnsent, "It must not be negative.");
            }
        }
    }

    /**
     * Threads for work which blocks: {@code Reactor.deferToThread}.
     *
     * @param type Kind of thread. What is chosen automatically is virtual threads where spring.threads.virtual.enabled
     *     asks for them and Java has them, else platform threads.
     * @param maxThreads Largest number of threads for work which blocks, for each reactor.
     * @param queueCapacity How many calls may wait for a thread. What comes beyond fails.
     * @param keepAlive How long a thread waits for work before it ends.
     * @param propagateContext Whether the MDC, and what Micrometer's context propagation knows of where it is there, goes
     *     along to the thread and back to the steps which wait for the result.
     */
    public record ThreadPool(
            @DefaultValue("auto") Type type,
            @DefaultValue("10") int maxThreads,
            @DefaultValue("1000") int queueCapacity,
            @DefaultValue("60s") Duration keepAlive,
            @DefaultValue("false") boolean propagateContext) {

        /** A kind of thread. */
        public enum Type {
            /** What Spring Boot is told to use. */
            AUTO,
            /** Those of the operating system. */
            PLATFORM,
            /** Those of the JVM, from Java 21 on. */
            VIRTUAL
        }

        public ThreadPool {
            atLeast(1, "jtwisted.thread-pool.max-threads", maxThreads);
            atLeast(0, "jtwisted.thread-pool.queue-capacity", queueCapacity);
            if (keepAlive.toMillis() < 1) {
                throw new InvalidConfigurationPropertyValueException(
                        "jtwisted.thread-pool.keep-alive", keepAlive, "It must be at least a millisecond.");
            }
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
     * Logs.
     *
     * @param mdc Whether connection, listener and peer are in the MDC around the callbacks of protocols, too, and not
     *     only around log statements of the engine.
     */
    public record Logging(@DefaultValue("false") boolean mdc) {}

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
