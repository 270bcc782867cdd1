package io.jtwisted.spring.autoconfigure;

import io.jtwisted.defer.ContextCarrier;
import io.jtwisted.net.ReactorGroup;
import io.jtwisted.netty.NettyReactor;
import java.time.Duration;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;

/** Makes reactors as the configuration wants them. */
final class ReactorSettings {

    /** A loop that does not answer may be only slow. */
    private static final Duration SHORTEST_STOP = Duration.ofSeconds(1);

    private ReactorSettings() {}

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    static NettyReactor.Builder of(JTwistedProperties properties, Environment environment) {
        JTwistedProperties.Reactor reactor = properties.reactor();
        JTwistedProperties.ThreadPool pool = properties.threadPool();
        NettyReactor.Builder builder = NettyReactor.builder()
                .name(reactor.name())
                .io(reactor.transport())
                .blockedThreshold(reactor.blockedThreshold())
                .lagSampleInterval(reactor.lagSampleInterval())
                .threads(pool.maxThreads(), pool.queueCapacity())
                .threadKeepAlive(pool.keepAlive())
                .propagateContext(pool.propagateContext() ? PropagatedContext.carrier() : ContextCarrier.none())
                .mdc(properties.logging().mdc())
                .stopTimeout(longer(properties.shutdown().drainTimeout(), SHORTEST_STOP))
                .daemon(true);
        if (reactor.maxUnsent() != null) {
            builder.maxUnsent(reactor.maxUnsent().toBytes());
        }
        try {
            return builder.virtualThreads(
                    switch (pool.type()) {
                        case AUTO -> Threading.VIRTUAL.isActive(environment);
                        case PLATFORM -> false;
                        case VIRTUAL -> true;
                    });
        } catch (IllegalStateException e) {
            throw WrongStart.noVirtualThreads(e);
        }
    }

    static ReactorGroup group(NettyReactor.Builder builder, JTwistedProperties.Reactor reactor) {
        try {
            return builder.group(reactor.eventLoops());
        } catch (IllegalStateException e) {
            throw reactor.transport() == NettyReactor.Io.AUTO ? e : WrongStart.noTransport(reactor.transport(), e);
        }
    }
}
