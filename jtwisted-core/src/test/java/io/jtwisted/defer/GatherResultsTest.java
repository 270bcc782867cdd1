package io.jtwisted.defer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GatherResultsTest {
    private final Deferred<Integer> one = new Deferred<>();
    private final Deferred<Integer> two = new Deferred<>();
    private final Seen<List<Integer>> seen = Seen.of(Deferred.gatherResults(List.of(one, two)));

    @Test
    void theValuesHaveTheOrderOfTheDeferreds() {
        two.callback(2);
        one.callback(1);

        assertThat(seen.value()).containsExactly(1, 2);
    }

    @Test
    void aSpentOneIsRefusedBeforeAnyIsTaken() {
        Deferred<Integer> free = new Deferred<>();
        Deferred<Integer> spent = new Deferred<>();
        spent.otherwise(cause -> {});
        List<Deferred<Integer>> both = List.of(free, spent);

        assertThatIllegalStateException()
                .isThrownBy(() -> Deferred.gatherResults(both))
                .withMessageContaining("number 1 of these Deferreds is spent");
        assertThatIllegalStateException().isThrownBy(() -> Deferred.race(both));
        assertThatIllegalStateException().isThrownBy(() -> DeferredList.of(both).outcomes());
        assertThatIllegalStateException().isThrownBy(() -> DeferredList.of(both).fireOnOneCallback());
        Seen<Integer> still = Seen.of(free);
        free.callback(1);
        assertThat(still.value()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100})
    void oneThatIsThereTwiceIsRefusedBeforeAnyIsTaken(int others) {
        Deferred<Integer> free = new Deferred<>();
        List<Deferred<Integer>> twice = new ArrayList<>(List.of(free, free));
        for (int i = 0; i < others; i++) {
            twice.add(new Deferred<>());
        }

        assertThatIllegalStateException()
                .isThrownBy(() -> Deferred.gatherResults(twice))
                .withMessageContaining("twice");
        Seen<Integer> still = Seen.of(free);
        free.callback(1);
        assertThat(still.value()).isEqualTo(1);
    }

    @Test
    void noneGiveAnEmptyList() {
        assertThat(Seen.of(Deferred.gatherResults(List.<Deferred<Integer>>of())).value())
                .isEmpty();
    }

    @Test
    @SuppressWarnings("NullAway") // the null is the subject
    void valuesMayBeNull() {
        one.callback(null);
        two.callback(2);

        assertThat(seen.value()).containsExactly(null, 2);
    }

    @Test
    void theFirstFailureCountsAndTheOthersAreDropped() {
        IOException first = new IOException("first");
        List<Throwable> logged;

        try (Logged log = new Logged()) {
            two.errback(first);
            one.errback(new IOException("second"));
            logged = log.causes();
        }

        assertThat(seen.failure()).isSameAs(first);
        assertThat(logged).isEmpty();
    }

    @Test
    void sixtyThousandFailuresAreOneFailure() {
        List<Deferred<Integer>> many = new ArrayList<>();
        for (int i = 0; i < 60_000; i++) {
            many.add(new Deferred<>());
        }
        Seen<List<Integer>> all = Seen.of(Deferred.gatherResults(many));
        List<Throwable> logged;

        try (Logged log = new Logged()) {
            many.forEach(deferred -> deferred.errback(new CancellationException("each")));
            logged = log.causes();
        }

        assertThat(all.failure()).hasMessage("each");
        assertThat(logged).isEmpty();
    }

    @Test
    void cancellingItCancelsAll() {
        List<String> asked = new ArrayList<>();
        Deferred<Integer> first = new Deferred<>(cancelled -> asked.add("first"));
        Deferred<Integer> second = new Deferred<>(cancelled -> {
            asked.add("second");
            throw new IllegalStateException("broken");
        });
        Deferred<Integer> third = new Deferred<>(cancelled -> asked.add("third"));
        Deferred<List<Integer>> all = Deferred.gatherResults(List.of(first, second, third));

        List<Throwable> logged;

        try (Logged log = new Logged()) {
            all.cancel();
            logged = log.causes();
        }

        assertThat(asked).containsExactly("first", "second", "third");
        assertThat(logged).extracting(Throwable::getMessage).contains("broken");
        assertThat(Seen.of(all).failure()).isInstanceOf(CancellationException.class);
    }

    @Test
    void cancelledItWaitsForThoseWhichGoOnRegardless() {
        Deferred<Integer> instead = new Deferred<>();
        Deferred<Integer> regardless =
                new Deferred<Integer>().chainErrback(CancellationException.class, cancel -> instead);
        Deferred<List<Integer>> all = Deferred.gatherResults(List.of(regardless));

        all.cancel();
        boolean atOnce = all.fired();
        instead.callback(5);

        assertThat(atOnce).isFalse();
        assertThat(Seen.of(all).value()).containsExactly(5);
    }

    @Test
    void whatComesFromAnotherHomeAfterACancelIsDropped() throws Exception {
        List<Throwable> logged;
        try (Logged log = new Logged();
                ThreadLoop loop = new ThreadLoop()) {
            Deferred<Integer> elsewhere = Deferred.on(loop);
            Deferred<List<Integer>> all = Deferred.gatherResults(List.of(elsewhere));

            all.cancel();
            loop.settle();

            assertThat(Seen.of(all).failure()).isInstanceOf(CancellationException.class);
            logged = log.causes();
        }
        assertThat(logged).isEmpty();
    }
}
