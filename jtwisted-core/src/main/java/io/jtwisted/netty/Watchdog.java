package io.jtwisted.netty;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A thread which looks at the reactors of a group every now and then: is one of them blocked, how long do calls wait? It
 * is there while one of them runs and there is something to look for.
 */
final class Watchdog {
    /** More often would be a load of its own. */
    private static final long SHORTEST = Duration.ofMillis(1).toNanos();

    private final String name;
    private final long threshold;
    private final long sampleInterval;
    private final long interval;
    private final List<Watched> all = new CopyOnWriteArrayList<>();
    private final ReentrantLock changing = new ReentrantLock();
    private volatile @Nullable Thread thread;

    /**
     * Not at work yet.
     *
     * @param name of the thread
     * @param threshold from when on a call is too long; zero if no call is
     * @param sampleInterval how often to see how long calls wait; zero if never
     */
    Watchdog(String name, Duration threshold, Duration sampleInterval) {
        this.name = name;
        this.threshold = nanos(threshold);
        this.sampleInterval = nanos(sampleInterval);
        long look = this.threshold == 0 ? Long.MAX_VALUE : this.threshold / 2;
        long sample = this.sampleInterval == 0 ? Long.MAX_VALUE : this.sampleInterval;
        this.interval = Math.max(SHORTEST, Math.min(look, sample));
    }

    static Duration notNegative(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("expected a duration, or zero for none, not " + duration);
        }
        return duration;
    }

    /** Looks at this one from now on. */
    void watch(Watched watched) {
        if (threshold == 0 && sampleInterval == 0) {
            return;
        }
        changing.lock();
        try {
            if (thread == null) {
                Thread next = new Thread(this::run, name);
                next.setDaemon(true);
                thread = next; // it looks whether it still is the one
                try {
                    next.start();
                } catch (Error e) { // no thread is to be had
                    thread = null;
                    throw e;
                }
            }
            all.add(watched);
        } finally {
            changing.unlock();
        }
    }

    /** Looks at this one no more. */
    void leave(Watched watched) {
        changing.lock();
        try {
            all.remove(watched);
            if (all.isEmpty()) {
                Thread last = thread;
                thread = null;
                LockSupport.unpark(last);
            }
        } finally {
            changing.unlock();
        }
    }

    private void run() {
        long last = LoopClock.nanos();
        long nextSample = last + sampleInterval;
        while (thread == Thread.currentThread()) {
            LockSupport.parkNanos(this, interval);
            long now = LoopClock.nanos();
            if (threshold > 0) {
                // The time for which this thread could not run either is no fault of a loop: a pause of the JVM.
                long overslept = Math.max(0, now - last - 2 * interval);
                all.forEach(watched -> watched.look(now, overslept, threshold));
            }
            if (sampleInterval > 0 && now - nextSample >= 0) {
                nextSample = now + sampleInterval;
                all.forEach(Watched::sample);
            }
            last = now;
        }
    }

    /** At most a century, so that times can be added. */
    private static long nanos(Duration duration) {
        return duration.compareTo(Duration.ofDays(36_500)) > 0
                ? Duration.ofDays(36_500).toNanos()
                : duration.toNanos();
    }
}
