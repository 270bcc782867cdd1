package io.jtwisted.spring.autoconfigure;

import java.math.BigDecimal;
import java.time.Duration;

/** Writes durations as people set them. */
final class Seconds {

    private Seconds() {}

    /** Such as {@code 20s} or {@code 0.25s}; to the millisecond. */
    static String of(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString() + "s";
    }
}
