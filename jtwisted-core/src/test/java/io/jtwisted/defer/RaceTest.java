package io.jtwisted.defer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class RaceTest {
    private final List<String> asked = new ArrayList<>();
    private final Deferred<String> one = new Deferred<>(cancelled -> asked.add("one"));
    private final Deferred<String> two = new Deferred<>(cancelled -> asked.add("two"));
    private final Deferred<Winner<String>> race = Deferred.race(List.of(one, two));

    @Test
    void theFirstValueWinsAndTheOthersAreCancelled() {
        Seen<Winner<String>> seen = Seen.of(race);

        two.callback("fast");

        assertThat(seen.value()).isEqualTo(new Winner<>(1, "fast"));
        assertThat(asked).containsExactly("one");
    }

    @Test
    void aFailureLetsTheOthersGoOn() {
        Seen<Winner<String>> seen = Seen.of(race);

        one.errback(new IOException("out of the race"));
        two.callback("slow, but there");

        assertThat(seen.value()).isEqualTo(new Winner<>(1, "slow, but there"));
        assertThat(asked).isEmpty();
    }

    @Test
    void allFailuresAreOneFailureInOrder() {
        IOException first = new IOException("first");
        IOException second = new IOException("second");
        Seen<Winner<String>> seen = Seen.of(race);

        two.errback(second);
        one.errback(first);

        assertThat(seen.failure()).isInstanceOf(FailureGroupException.class);
        assertThat(((FailureGroupException) seen.failure()).failures()).containsExactly(first, second);
        assertThat(seen.failure().getSuppressed()).containsExactly(first, second);
    }

    @Test
    void aValueWhichALoserGivesUponItsCancelIsDropped() {
        Deferred<String> stubborn = new Deferred<>(cancelled -> cancelled.callback("so far"));
        Deferred<String> fast = new Deferred<>();
        Seen<Winner<String>> seen = Seen.of(Deferred.race(List.of(stubborn, fast)));

        fast.callback("fast");

        assertThat(seen.value()).isEqualTo(new Winner<>(1, "fast"));
    }

    @Test
    void whatHasFiredBeforeWins() {
        Deferred<String> late = new Deferred<>(cancelled -> asked.add("late"));

        Seen<Winner<String>> seen = Seen.of(Deferred.race(List.of(Deferred.succeed("there"), late)));

        assertThat(seen.value()).isEqualTo(new Winner<>(0, "there"));
        assertThat(asked).containsExactly("late");
    }

    @Test
    void cancellingItCancelsAll() {
        race.cancel();

        assertThat(asked).containsExactly("one", "two");
        assertThat(Seen.of(race).failure())
                .isInstanceOf(CancellationException.class)
                .hasCauseInstanceOf(FailureGroupException.class);
    }

    @Test
    void oneWhichIsLateTimesOut() {
        HandClock clock = new HandClock();
        Seen<Winner<String>> seen = Seen.of(race.addTimeout(Duration.ofSeconds(1), clock));

        clock.advance(Duration.ofSeconds(1));

        assertThat(seen.failure()).isInstanceOf(TimeoutException.class);
    }

    @Test
    void itNeedsSomebodyToRun() {
        assertThatThrownBy(() -> Deferred.race(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void runnersOfDifferentHomesHaveOneWinner() throws Exception {
        try (ThreadLoop loop = new ThreadLoop();
                ThreadLoop other = new ThreadLoop()) {
            for (int round = 0; round < 200; round++) {
                Deferred<Integer> here = Deferred.on(loop);
                Deferred<Integer> there = Deferred.on(other);
                Seen<Winner<Integer>> seen = Seen.of(Deferred.race(List.of(here, there)));

                here.callback(0);
                there.callback(1);

                assertThat(seen.soon().value().index()).isEqualTo(seen.value().value());
            }
        }
    }
}
