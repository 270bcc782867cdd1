package io.jtwisted.service;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private final RandomGenerator random = new Random(5);

    @Test
    void everyWaitIsHalfAsLongAgainAsTheOneBefore() {
        Backoff backoff = Backoff.usual().jitter(ZERO);

        assertThat(IntStream.range(0, 4).mapToObj(retry -> backoff.delay(retry, random)))
                .containsExactly(ofSeconds(1), ofMillis(1_500), ofMillis(2_250), ofMillis(3_375));
    }

    @Test
    void noWaitIsLongerThanTheLongest() {
        Backoff backoff = Backoff.usual().jitter(ZERO);

        assertThat(backoff.delay(11, random)).isEqualTo(ofMinutes(1));
        assertThat(backoff.delay(Integer.MAX_VALUE, random)).isEqualTo(ofMinutes(1));
    }

    @Test
    void theFactorIsFree() {
        Backoff backoff =
                Backoff.exponential(ofMillis(10), ofSeconds(1)).factor(10).jitter(ZERO);

        assertThat(IntStream.range(0, 4).mapToObj(retry -> backoff.delay(retry, random)))
                .containsExactly(ofMillis(10), ofMillis(100), ofSeconds(1), ofSeconds(1));
    }

    @Test
    void chanceAddsUpToTheJitter() {
        Backoff backoff = Backoff.usual();

        assertThat(IntStream.range(0, 1_000).mapToObj(i -> backoff.delay(0, random)))
                .allSatisfy(delay -> assertThat(delay).isBetween(ofSeconds(1), ofSeconds(2)))
                .anySatisfy(delay -> assertThat(delay).isLessThan(ofMillis(1_050)))
                .anySatisfy(delay -> assertThat(delay).isGreaterThan(ofMillis(1_950)));
    }

    @Test
    void theJitterComesOnTopOfTheLongestWait() {
        RandomGenerator most = () -> -1L;

        assertThat(Backoff.usual().delay(100, most)).isBetween(ofSeconds(60).plusMillis(999), ofSeconds(61));
    }

    @Test
    void aConstantWaitNeverGrows() {
        assertThat(Backoff.constant(ofSeconds(7)).delay(50, random)).isEqualTo(ofSeconds(7));
        assertThat(Backoff.constant(ZERO).delay(50, random)).isEqualTo(ZERO);
    }

    @Test
    void aWaitMayGrowWithoutALimit() {
        Backoff backoff = Backoff.exponential(Duration.ofNanos(1), ofSeconds(Long.MAX_VALUE))
                .factor(1e9);

        assertThat(backoff.delay(100, random)).isGreaterThan(Duration.ofDays(1_000_000));
    }

    @Test
    void timesAreNotNegative() {
        assertThatIllegalArgumentException().isThrownBy(() -> Backoff.constant(ofSeconds(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Backoff.usual().jitter(ofSeconds(-1)));
    }

    @Test
    void theFactorDoesNotShrink() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Backoff.usual().factor(0.5))
                .withMessage("expected a factor of 1 or more, not 0.5");
        assertThatIllegalArgumentException().isThrownBy(() -> Backoff.usual().factor(Double.NaN));
    }
}
