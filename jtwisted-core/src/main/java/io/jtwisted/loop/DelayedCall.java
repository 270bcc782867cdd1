package io.jtwisted.loop;

import java.time.Duration;

/**
 * A call that a {@link Clock} is going to make. Its methods belong to the clock's thread. Twisted:
 * {@code IDelayedCall}.
 */
public interface DelayedCall {

    /** Whether the call is still going to be made. */
    boolean active();

    /** When the call is due, by {@link Clock#now()} of the clock that makes it. */
    Duration time();

    /**
     * Cancels the call: it is not made.
     *
     * @throws IllegalStateException if the call was made or cancelled before
     */
    void cancel();

    /**
     * Makes the call due {@code delay} from now, whenever it was due before.
     *
     * @throws IllegalArgumentException if the delay is negative
     * @throws IllegalStateException if the call was made or cancelled before
     */
    void reset(Duration delay);

    /**
     * Postpones the call by {@code more}. A negative duration brings it forward, but not before now.
     *
     * @throws IllegalStateException if the call was made or cancelled before
     */
    void delay(Duration more);
}
