package io.jtwisted.netty;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** How often a reactor had no memory for something, and when last. Written by the loop, read by any thread. */
final class Shortage {
    private final AtomicLong number = new AtomicLong();
    private volatile long last;

    /** Counts it if it says that there is no memory. */
    void note(Throwable thrown) {
        if (thrown instanceof OutOfMemoryError || thrown.getCause() instanceof OutOfMemoryError) {
            last = LoopClock.nanos();
            number.incrementAndGet();
        }
    }

    long number() {
        return number.get();
    }

    /** How long ago it was; null if it never was. */
    @Nullable
    Duration ago() {
        return number.get() == 0 ? null : Duration.ofNanos(LoopClock.nanos() - last);
    }
}
