package io.jtwisted;

import io.jtwisted.defer.Callback;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.netty.NettyReactor;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * For programs without Spring: a server or a client in one line.
 *
 * <pre>{@code
 * JTwisted.serve("tcp:8007", Echo::new);
 * }</pre>
 */
public final class JTwisted {
    private static final Logger LOG = LoggerFactory.getLogger(JTwisted.class);

    private JTwisted() {}

    /** A reactor which runs. It keeps the JVM alive until {@link Reactor#stop()}. */
    public static Reactor reactor() {
        Reactor reactor = NettyReactor.create();
        reactor.start().await();
        return reactor;
    }

    /**
     * Serves until the JVM is told to end (SIGTERM, SIGINT), and then ends all connections politely. Blocks. Throws the
     * {@link java.io.IOException}, undeclared, if it cannot listen there.
     *
     * @throws IllegalArgumentException if the endpoint is not understood
     */
    public static void serve(String endpoint, Factory factory) {
        ServerEndpoint parsed = ServerEndpoint.parse(endpoint);
        react(reactor -> reactor.listen(parsed, factory)
                .tap(port -> LOG.info("listening on {}", port))
                .chainCallback(Port::closed));
    }

    /** The same with a factory that has nothing to share: {@code serve("tcp:8007", Echo::new)}. */
    public static void serve(String endpoint, Supplier<? extends Protocol> protocols) {
        serve(endpoint, (Factory) peer -> protocols.get());
    }

    /**
     * Runs a program on a reactor of its own until the Deferred which it returns has fired, then stops the reactor.
     * Blocks, and throws what the program failed with, so that {@code main} ends as it should. When the JVM is told to
     * end meanwhile, the reactor stops in good order, and this returns. Twisted: {@code task.react}.
     */
    public static void react(Callback<? super Reactor, ? extends Deferred<?>> program) {
        Reactor reactor = reactor();
        Stop stop = new Stop(reactor);
        Thread hook = new Thread(stop::run, reactor.name() + "-shutdown");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            Deferred<Object> result = reactor.call(() -> program.call(reactor).addCallback(value -> "done"));
            result.await();
        } catch (CancellationException e) {
            if (reactor.running()) {
                throw e;
            }
        } finally {
            stop.run();
            forget(hook);
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            LOG.debug("the JVM is ending");
        }
    }

    /** The stop of a reactor, for which the program and the end of the JVM wait, whichever begins it. */
    private static final class Stop {
        private final Reactor reactor;
        private final AtomicBoolean begun = new AtomicBoolean();
        private final CountDownLatch over = new CountDownLatch(1);

        Stop(Reactor reactor) {
            this.reactor = reactor;
        }

        void run() {
            if (begun.compareAndSet(false, true)) {
                reactor.stop()
                        .addErrback(IllegalStateException.class, e -> stoppedByProgram())
                        .always(over::countDown)
                        .otherwise(blocked -> LOG.debug("{}", blocked.toString())); // the reactor has warned of it
            }
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Waits until it has stopped. */
        private Reactor stoppedByProgram() {
            try {
                return reactor.ended() ? reactor : Deferred.<Reactor>on(reactor).await();
            } catch (CancellationException e) {
                return reactor; // nothing fires on it any more
            }
        }
    }
}
