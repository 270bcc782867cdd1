package io.jtwisted.spring.autoconfigure;

import io.jtwisted.defer.Deferred;
import io.jtwisted.loop.Loop;
import io.jtwisted.net.Reactor;
import io.jtwisted.spring.JTwistedPhases;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops in a phase of its own, and runs on while a context pauses: its peers do not know of that. Neither
 * the start nor the stop can keep a context from closing: Spring ends a start by interrupting it, and a stop is waited
 * for on a thread of its own, until a reactor is given up.
 */
abstract class PhaseLifecycle implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(PhaseLifecycle.class);
    private static final Duration LOOK = Duration.ofMillis(50);

    /** What others have to stop when one reactor does not answer. */
    private static final Duration OTHERS = Duration.ofSeconds(1);

    private final int phase;
    private final List<Reactor> reactors;
    private volatile boolean running;

    /**
     * @param phase one of {@link JTwistedPhases}
     * @param reactors those on which it stops
     */
    PhaseLifecycle(int phase, List<Reactor> reactors) {
        this.phase = phase;
        this.reactors = reactors;
    }

    /** Begins to stop. Fires when it has. */
    abstract Deferred<?> begin();

    /** Waits for a part of the start. */
    static <T extends @Nullable Object> T started(Deferred<T> starting) {
        try {
            // Without a limit: Spring recognizes a start that does not end by this, and interrupts it to close.
            return starting.toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw PhaseLifecycle.<RuntimeException>asItIs(e.getCause());
        } catch (InterruptedException e) {
            starting.cancel(); // and the flag stays down: what has started is yet to be stopped, in order
            throw new CancellationException("the context is closed while it starts");
        }
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // a failure keeps its type, as await() does it
    private static <X extends Throwable> X asItIs(@Nullable Throwable cause) throws X {
        throw (X) cause;
    }

    /** Calls back later: what drains in the same phase does so at the same time, and Spring may lose its patience. */
    @Override
    public final void stop(Runnable callback) {
        if (!running) {
            callback.run();
            return;
        }
        CountDownLatch over = beginToStop();
        Loop current = Loop.current();
        if (current != null) {
            callback.run(); // the loop goes on when this event is over: to wait for it here would be to wait for ever
            return;
        }
        Thread waiting = new Thread(
                () -> {
                    await(over);
                    callback.run();
                },
                "jtwisted-stop");
        waiting.setDaemon(true);
        waiting.start();
    }

    @Override
    public final void stop() {
        if (running) {
            CountDownLatch over = beginToStop();
            if (Loop.current() == null) {
                await(over);
            }
        }
    }

    private CountDownLatch beginToStop() {
        running = false;
        CountDownLatch over = new CountDownLatch(1);
        Deferred.maybeDeferred(() -> begin().addCallback(stopped -> true))
                .always(over::countDown)
                .otherwise(failure -> LOG.error("{} could not stop", getClass().getSimpleName(), failure));
        return over;
    }

    /** Until it is over, or has to do with a reactor that was given up. */
    private void await(CountDownLatch over) {
        try {
            while (!over.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                if (reactors.stream().anyMatch(Reactor::givenUp)) {
                    over.await(reactors.size() == 1 ? 0 : OTHERS.toMillis(), TimeUnit.MILLISECONDS);
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    final void running(boolean now) {
        running = now;
    }

    @Override
    public final boolean isRunning() {
        return running;
    }

    @Override
    public final boolean isPauseable() {
        return false;
    }

    @Override
    public final int getPhase() {
        return phase;
    }
}
