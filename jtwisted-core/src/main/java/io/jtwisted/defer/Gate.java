package io.jtwisted.defer;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One thread waits, another opens; once for each pass. Who opens publishes what he did before. */
final class Gate {
    /** About ten microseconds: what is shorter than to put a thread to sleep and to wake it up. One core must not spin. */
    private static final int SPINS = Runtime.getRuntime().availableProcessors() > 1 ? 256 : 0;

    private final AtomicBoolean open = new AtomicBoolean();
    private volatile @Nullable Thread asleep;

    void open() {
        open.set(true);
        Thread waiting = asleep;
        if (waiting != null) {
            LockSupport.unpark(waiting);
        }
    }

    /** Waits until it is open, and closes it behind. An interrupt does not disturb, and stays visible. */
    void pass() {
        if (!spin()) {
            sleep(0);
        }
        open.setRelease(false);
    }

    /** The same for one who does not wait for ever. False if it was not opened; a little early, now and then. */
    boolean passWithin(long nanos) {
        if (!spin()) {
            LockSupport.parkNanos(this, 1); // a wake-up which came too late for the last sleep must not end this one
            sleep(nanos);
        }
        return open.compareAndSet(true, false);
    }

    private boolean spin() {
        for (int left = SPINS; left > 0 && !open.getAcquire(); left--) {
            Thread.onSpinWait();
        }
        return open.get();
    }

    /** Zero is for ever. */
    private void sleep(long nanos) {
        boolean interrupted = false;
        asleep = Thread.currentThread();
        while (!open.get()) {
            if (nanos > 0) {
                LockSupport.parkNanos(this, nanos);
                break;
            }
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        asleep = null;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
