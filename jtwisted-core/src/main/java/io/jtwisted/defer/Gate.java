package io.jtwisted.defer;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One thread waits, another opens; once for each pass. Opening publishes what the opening thread did before. */
final class Gate {
    /**
     * How often to look before going to sleep: with the pauses of today's processors for 3 to 12 microseconds, which is
     * what a sleep costs. Fewer looks where they were in vain made a block go to sleep for good: 10 microseconds for
     * each await instead of 0.4.
     */
    private static final int LOOKS = Runtime.getRuntime().availableProcessors() == 1 ? 0 : 256;

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

    /** The same with a time limit. False if it was not opened; it may end a little early. */
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
        for (int left = LOOKS; left > 0 && !open.getAcquire(); left--) {
            Thread.onSpinWait();
        }
        return open.get();
    }
}
