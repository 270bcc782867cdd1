package io.jtwisted.netty;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a loop that is to end, from the moment when this is known: by {@link NettyReactor#stop()}, by the end of the
 * JVM, by {@link NettyReactor#expectEnd()}. If its thread does not answer for too long, the loop is given up: nothing
 * waits for it any more, and the program can end.
 */
final class EndWatch {
    private static final Logger LOG = LoggerFactory.getLogger(NettyReactor.class);
    private static final long LOOK = Duration.ofMillis(50).toNanos();

    private final NettyReactor reactor;
    private final Duration patience;
    private final Runnable givingUp;
    private final ReentrantLock changing = new ReentrantLock();
    private volatile @Nullable Thread thread;
    private volatile boolean answered;
    private volatile boolean givenUp;

    /**
     * Watches nothing yet.
     *
     * @param patience how long the thread of the loop may keep from answering
     * @param givingUp is called on the thread of the watch while the loop is given up, again and again
     */
    EndWatch(NettyReactor reactor, Duration patience, Runnable givingUp) {
        this.reactor = reactor;
        this.patience = patience;
        this.givingUp = givingUp;
    }

    /** Whether nothing should wait for the loop. */
    boolean givenUp() {
        return givenUp;
    }

    /** The loop is to end. A second time does nothing. For any thread. */
    void begin() {
        changing.lock();
        try {
            if (thread == null) {
                Thread next = new Thread(this::run, reactor + "-end");
                next.setDaemon(true);
                thread = next;
                try {
                    next.start();
                } catch (Error e) { // no thread is to be had: the loop ends without a watch, if it can
                    thread = null;
                    LOG.warn("nothing watches whether {} ends: {}", reactor, e.toString());
                }
            }
        } finally {
            changing.unlock();
        }
    }

    /** The loop has ended. */
    void end() {
        changing.lock();
        try {
            Thread last = thread;
            thread = null;
            givenUp = false;
            LockSupport.unpark(last);
        } finally {
            changing.unlock();
        }
    }

    private void run() {
        ask();
        long silent = 0;
        long last = LoopClock.nanos();
        while (thread == Thread.currentThread()) {
            LockSupport.parkNanos(this, LOOK);
            long now = LoopClock.nanos();
            // The time for which this thread could not run either is no fault of the loop.
            silent = answered ? 0 : silent + Math.min(now - last, 2 * LOOK);
            last = now;
            if (answered) {
                answers();
                ask();
            } else {
                isSilent(silent);
            }
        }
    }

    private void ask() {
        answered = false;
        reactor.callFromThread(() -> answered = true);
    }

    private void answers() {
        if (givenUp) {
            givenUp = false;
            LOG.info("{} answers again", reactor);
        }
    }

    private void isSilent(long nanos) {
        if (givenUp) {
            givingUp.run();
            return;
        }
        if (reactor.life().loop() == null) {
            return; // it does not even start
        }
        Thread blocked = reactor.thread();
        boolean exits = endsTheJvm(blocked);
        if (nanos >= patience.toNanos() || exits) {
            // Told first: when the loop is given up, the JVM may end before this thread runs again.
            LOG.warn(
                    "{} is to end, but its thread {}: nothing waits for it any more",
                    reactor,
                    exits
                            ? "waits for the end of the JVM in System.exit (call that on another thread)"
                            : "has not answered for " + Duration.ofNanos(nanos).toMillis() + " ms",
                    new ThreadStack(blocked.getName(), List.of(blocked.getStackTrace())));
            if (giveUp()) {
                givingUp.run();
            }
        }
    }

    /** False if the loop has just ended. */
    private boolean giveUp() {
        changing.lock();
        try {
            givenUp = thread == Thread.currentThread();
            return givenUp;
        } finally {
            changing.unlock();
        }
    }

    /** A thread that calls System.exit never comes back. */
    private static boolean endsTheJvm(Thread thread) {
        for (StackTraceElement element : thread.getStackTrace()) {
            if (element.getClassName().equals("java.lang.Shutdown")) {
                return true;
            }
        }
        return false;
    }
}
