package io.jtwisted.loop;

import java.time.Duration;

/**
 * A call which a {@link Clock} is going to make. Its methods belong to the clock's thread. Twisted:
 * {@code IDelayedCall}.
 */
public interface DelayedCall {

    /** Whether the call is still going to be made. */
    boolean active();

    /** When the call is due, on the clock which makes it. */
    Duration time();

    /**
     * Keeps the call from being made.
     *
     * @throws IllegalStateException if it was made or cancelled before
     */
    void cancel();

    /**
     * Makes the call due {@code delay} from now, whatever was asked before.
     *
     * @throws IllegalArgumentException if the delay is negative
     * @throws IllegalStateException if it was made or cancelled before
     */
    void reset(Duration delay);

    /**
     * Puts the call off by {@code more}; a negative duration brings it forward, to now at most.
     *
     * @throws IllegalStateException if it was made or cancelled before
     */
    void delay(Duration more);
}
