package io.jtwisted.defer;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A looping call which is told how many intervals have passed. */
class LoopingCallCountTest {
    private final HandClock clock = new HandClock();
    private final List<Long> counts = new ArrayList<>();
    private final LoopingCall loop = LoopingCall.withCount(clock, counts::add);

    @Test
    void theFirstCallCountsOne() {
        loop.start(ofSeconds(1)).otherwise(e -> {});

        clock.advance(ofSeconds(1));

        assertThat(counts).containsExactly(1L, 1L);
    }

    @Test
    void theFirstCallCountsOneAlsoAfterAnInterval() {
        loop.start(ofSeconds(1), false).otherwise(e -> {});

        clock.advance(ofSeconds(1));

        assertThat(counts).containsExactly(1L);
    }

    @Test
    void callsWhichWereMissedAreCounted() {
        loop.start(ofSeconds(1)).otherwise(e -> {});

        clock.advance(ofMillis(3_900));
        clock.advance(ofMillis(100));

        assertThat(counts).containsExactly(1L, 3L, 1L);
    }

    @Test
    void callsWhichWereMissedBeforeTheFirstOneAreCounted() {
        loop.start(ofSeconds(1), false).otherwise(e -> {});

        clock.advance(ofMillis(3_900));

        assertThat(counts).containsExactly(3L);
    }

    @Test
    void callsWhichWereMissedDuringACallAreCounted() {
        List<Deferred<Long>> results = new ArrayList<>();
        LoopingCall slow = LoopingCall.chainWithCount(clock, count -> {
            counts.add(count);
            results.add(new Deferred<>());
            return results.get(results.size() - 1);
        });
        slow.start(ofSeconds(1)).otherwise(e -> {});

        clock.advance(ofMillis(2_500));
        results.get(0).callback(0L);
        clock.advance(ofMillis(500));

        assertThat(counts).containsExactly(1L, 3L);
    }

    @Test
    void withoutAnIntervalEveryCallCountsOne() {
        loop.start(ZERO).otherwise(e -> {});

        clock.advance(ofSeconds(3));
        clock.advance(ZERO);

        assertThat(counts).containsExactly(1L, 1L, 1L);
    }

    @Test
    void aSecondStartCountsAnew() {
        loop.start(ofSeconds(1)).otherwise(e -> {});
        loop.stop();
        clock.advance(ofSeconds(100));

        loop.start(ofSeconds(1)).otherwise(e -> {});

        assertThat(counts).containsExactly(1L, 1L);
    }

    @Test
    void afterAResetTheNextCallCountsOne() {
        loop.start(ofSeconds(1)).otherwise(e -> {});
        clock.advance(ofMillis(1_400));

        loop.reset();
        clock.advance(ofSeconds(1));

        assertThat(counts).containsExactly(1L, 1L, 1L);
    }

    @Test
    void aResetBeforeTheFirstCallBeginsTheCountAnew() {
        loop.start(ofSeconds(1), false).otherwise(e -> {});
        clock.pass(ofMillis(3_900));

        loop.reset();
        clock.advance(ofSeconds(1));

        assertThat(counts).containsExactly(1L);
    }

    @Test
    void aResetAfterACallDoesNotHideWhatWasMissedBefore() {
        loop.start(ofSeconds(1)).otherwise(e -> {});
        clock.pass(ofMillis(3_900));

        loop.reset();
        clock.advance(ofSeconds(1));

        assertThat(counts).containsExactly(1L, 4L);
    }

    @Test
    void theCountsAddUpToTheTime() {
        loop.start(ofMillis(100), false).otherwise(e -> {});

        for (int i = 0; i < 1_000; i++) {
            clock.advance(ofMillis(i % 357));
        }

        assertThat(counts).allMatch(count -> count >= 1);
        assertThat(counts.stream().mapToLong(Long::longValue).sum())
                .isEqualTo(clock.now().toMillis() / 100);
    }
}
