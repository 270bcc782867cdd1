package io.jtwisted.service;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: longer each time, up to a limit, and a little longer by chance, so that
 * clients that lost the same server do not all come back at once. Twisted: {@code backoffPolicy}.
 *
 * <pre>{@code
 * Backoff backoff = Backoff.exponential(Duration.ofSeconds(1), Duration.ofMinutes(5)).jitter(Duration.ZERO);
 * assertThat(backoff.delay(2, random)).isEqualTo(Duration.ofMillis(2_250));
 * }</pre>
 *
 * @param first the wait before the first retry
 * @param longest no wait is longer than this, before the jitter
 * @param factor each wait is so many times the one before; at least 1
 * @param jitter up to so much is added by chance
 */
public record Backoff(Duration first, Duration longest, double factor, Duration jitter) {
    private static final double FACTOR = 1.5;

    public Backoff {
        if (first.isNegative() || longest.isNegative() || jitter.isNegative()) {
            throw new IllegalArgumentException(
                    "expected durations of zero or more, not " + first + ", " + longest + " and " + jitter);
        }
        if (!(factor >= 1)) {
            throw new IllegalArgumentException("expected a factor of 1 or more, not " + factor);
        }
    }

    /** From one second to one minute, each wait half as long again as the one before, and up to a second more. */
    public static Backoff usual() {
        return exponential(Duration.ofSeconds(1), Duration.ofMinutes(1));
    }

    /** Each wait is half as long again as the one before; the jitter is as long as the first one. */
    public static Backoff exponential(Duration first, Duration longest) {
        return new Backoff(first, longest, FACTOR, first);
    }

    /** Always the same, without jitter. */
    public static Backoff constant(Duration delay) {
        return new Backoff(delay, delay, 1, Duration.ZERO);
    }

    public Backoff factor(double each) {
        return new Backoff(first, longest, each, jitter);
    }

    public Backoff jitter(Duration most) {
        return new Backoff(first, longest, factor, most);
    }

    /**
     * How long to wait before a retry.
     *
     * @param retry the number of the retry; the first one has 0
     */
    public Duration delay(int retry, RandomGenerator random) {
        double seconds = Math.min(seconds(first) * Math.pow(factor, retry), seconds(longest));
        return duration(first.isZero() ? 0 : seconds).plus(duration(random.nextDouble() * seconds(jitter)));
    }

    private static double seconds(Duration duration) {
        return duration.getSeconds() + duration.getNano() / 1e9;
    }

    private static Duration duration(double seconds) {
        long whole = (long) seconds;
        return Duration.ofSeconds(whole, Math.round((seconds - whole) * 1e9));
    }
}
