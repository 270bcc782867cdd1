package io.jtwisted.loop;

import java.time.Duration;

/**
 * Tells the time and calls back later. Its time is monotonic: it cannot be set.
 *
 * <p>A reactor is a clock; a test has one which it moves by hand ({@code MemoryReactor.advance}). Twisted:
 * {@code IReactorTime}.
 */
public interface Clock {

    /** The time since a moment in the past which never changes. Only differences mean something. */
    Duration now();

    /**
     * Makes the call once, on the clock's own thread, when {@code delay} has passed, and never before this method
     * returns. Calls which are due at the same time are made in the order in which they were asked for. What the call
     * throws is logged, and does not affect other calls.
     *
     * <p>To be called on the clock's thread; from others by {@link Loop#callFromThread}. A reactor that stops forgets the
     * calls that are not due: they are not made after a restart either.
     *
     * @throws IllegalArgumentException if the delay is negative
     * @throws IllegalStateException if called from a foreign thread
     */
    DelayedCall callLater(Duration delay, Runnable call);
}
