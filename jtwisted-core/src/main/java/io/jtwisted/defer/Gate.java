package io.jtwisted.defer;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One thread waits, another opens; once for each pass. Who opens publishes what he did before. */
final class Gate {
    private static final boolean ONE_CORE = Runtime.getRuntime().availableProcessors() == 1;

    /** How often to look at least: a pause takes 10 to 300 nanoseconds, so this is 10 microseconds at most. */
    private static final int LEAST = 32;

    /** How often to look at most, and only while that is not in vain. */
    private static final int MOST = 256;

    private final AtomicBoolean open = new AtomicBoolean();
    private volatile @Nullable Thread asleep;

    /** For how long to look before going to sleep. Less where it was in vain: the cores may be busy with others. */
    private int looks = ONE_CORE ? 0 : MOST;

    void open() {
        open.set(true);
        Thread waiting = asleep;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    /** Waits until it is open, and closes it behind. An interrupt does not disturb, and stays visible. */
    void pass() {
        boolean interrupted = false;
        if (!spin()) {
            asleep = Thread.currentThread();
            while (!open.get()) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            asleep = null;
        }
        open.setRelease(false);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** The same for one who does not wait for ever. False if it was not opened; a little early, now and then. */
    boolean passWithin(long nanos) {
        if (!spin()) {
            asleep = Thread.currentThread();
            // Twice: a wake-up which came too late for the sleep before may end the first at once.
            for (int sleeps = 0; sleeps < 2 && !open.get(); sleeps++) {
                LockSupport.parkNanos(this, nanos);
            }
            asleep = null;
        }
        return open.compareAndSet(true, false);
    }

    private boolean spin() {
        int left = looks;
        while (left > 0 && !open.getAcquire()) {
            Thread.onSpinWait();
            left--;
        }
        boolean found = open.get();
        if (!ONE_CORE) {
            looks = found ? Math.min(MOST, looks * 2) : Math.max(LEAST, looks / 2);
        }
        return found;
    }
}
