package io.jtwisted.defer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class DeferredListTest {
    private final IOException trouble = new IOException("trouble");
    private final Deferred<Integer> one = new Deferred<>();
    private final Deferred<Integer> two = new Deferred<>();
    private final DeferredList<Integer> list = DeferredList.of(List.of(one, two));

    @Test
    void theOutcomesHaveTheOrderOfTheDeferreds() {
        Seen<List<Outcome<Integer>>> seen = Seen.of(list.consumeErrors().outcomes());

        two.errback(trouble);
        boolean early = seen.arrived();
        one.callback(1);

        assertThat(early).isFalse();
        assertThat(seen.value()).containsExactly(new Outcome.Success<>(1), new Outcome.Failure<>(trouble));
    }

    @Test
    void whatHasFiredBeforeIsTaken() {
        one.callback(1);
        two.callback(2);

        Seen<List<Outcome<Integer>>> seen = Seen.of(list.outcomes());

        assertThat(seen.value()).containsExactly(new Outcome.Success<>(1), new Outcome.Success<>(2));
    }

    @Test
    @SuppressWarnings("NullAway") // the null is the subject
    void valuesMayBeNull() {
        Seen<List<Outcome<Integer>>> seen = Seen.of(list.outcomes());

        one.callback(null);
        two.callback(2);

        assertThat(seen.value()).first().isEqualTo(new Outcome.Success<>(null));
    }

    @Test
    void ofNoneItFiresAtOnceWithNone() {
        Seen<List<Outcome<Integer>>> seen =
                Seen.of(DeferredList.<Integer>of(List.of()).outcomes());

        assertThat(seen.value()).isEmpty();
    }

    @Test
    void onOneErrbackItFailsAtOnceAndSaysWhich() {
        Seen<List<Outcome<Integer>>> seen =
                Seen.of(list.fireOnOneErrback().consumeErrors().outcomes());

        two.errback(trouble);
        Throwable failure = seen.failure();
        one.errback(new IOException("nobody hears of it"));

        assertThat(failure).isInstanceOf(FirstErrorException.class).hasCause(trouble);
        assertThat(((FirstErrorException) failure).index()).isEqualTo(1);
    }

    @Test
    void onOneErrbackAllValuesAreOutcomes() {
        Seen<List<Outcome<Integer>>> seen = Seen.of(list.fireOnOneErrback().outcomes());

        one.callback(1);
        two.callback(2);

        assertThat(seen.value()).containsExactly(new Outcome.Success<>(1), new Outcome.Success<>(2));
    }

    @Test
    void onOneCallbackTheFirstValueCounts() {
        Seen<Winner<Integer>> seen = Seen.of(list.consumeErrors().fireOnOneCallback());

        one.errback(trouble);
        two.callback(2);

        assertThat(seen.value()).isEqualTo(new Winner<>(1, 2));
    }

    @Test
    void onOneCallbackTheOthersGoOn() {
        List<String> asked = new ArrayList<>();
        Deferred<Integer> other = new Deferred<>(cancelled -> asked.add("other"));
        Seen<Winner<Integer>> seen =
                Seen.of(DeferredList.of(List.of(one, other)).fireOnOneCallback());

        one.callback(1);
        other.callback(2);

        assertThat(seen.value()).isEqualTo(new Winner<>(0, 1));
        assertThat(asked).isEmpty();
    }

    @Test
    void onOneCallbackAllFailuresAreOneFailure() {
        IOException other = new IOException("other");
        Seen<Winner<Integer>> seen = Seen.of(list.consumeErrors().fireOnOneCallback());

        two.errback(other);
        one.errback(trouble);

        assertThat(seen.failure()).isInstanceOf(FailureGroupException.class).hasMessage("none of 2 succeeded");
        assertThat(((FailureGroupException) seen.failure()).failures()).containsExactly(trouble, other);
    }

    @Test
    void onOneCallbackOfNoneItNeverFires() {
        Seen<Winner<Integer>> seen = Seen.of(DeferredList.<Integer>of(List.of()).fireOnOneCallback());

        assertThat(seen.arrived()).isFalse();
    }

    @Test
    void onOneOfBothTheFirstOfAnyKindCounts() {
        Seen<Winner<Integer>> failed =
                Seen.of(list.fireOnOneErrback().consumeErrors().fireOnOneCallback());

        two.errback(trouble);
        one.callback(1);

        assertThat(failed.failure()).isInstanceOf(FirstErrorException.class);
    }

    @Test
    void failuresWhichAreNotConsumedAreReported() throws InterruptedException {
        IOException unconsumed = new IOException("told, but not consumed");
        boolean reported;

        try (Logged log = new Logged()) {
            Seen<List<Outcome<Integer>>> seen = Seen.of(
                    DeferredList.<Integer>of(List.of(Deferred.fail(unconsumed))).outcomes());
            assertThat(seen.value()).containsExactly(new Outcome.Failure<>(unconsumed));
            reported = log.logsAfterCollecting(unconsumed);
        }

        assertThat(reported).isTrue();
    }

    @Test
    void failuresWhichAreConsumedAreNotReported() throws InterruptedException {
        IOException marker = new IOException("forgotten after them");
        List<Throwable> logged;

        try (Logged log = new Logged()) {
            Seen.of(DeferredList.<Integer>of(List.of(Deferred.fail(trouble)))
                    .consumeErrors()
                    .outcomes());
            Deferred.fail(marker);
            log.logsAfterCollecting(marker);
            logged = log.causes();
        }

        assertThat(logged).contains(marker).doesNotContain(trouble);
    }

    @Test
    void cancellingItCancelsEachOnce() {
        List<String> asked = new ArrayList<>();
        Deferred<Integer> broken = new Deferred<>(cancelled -> {
            asked.add("broken");
            throw new IllegalStateException("broken");
        });
        Deferred<Integer> other = new Deferred<>(cancelled -> asked.add("other"));
        Deferred<List<Outcome<Integer>>> all =
                DeferredList.of(List.of(broken, other)).consumeErrors().outcomes();
        List<Throwable> logged;

        try (Logged log = new Logged()) {
            all.cancel();
            all.cancel();
            logged = log.causes();
        }

        assertThat(asked).containsExactly("broken", "other");
        assertThat(logged).extracting(Throwable::getMessage).containsExactly("broken");
        assertThat(Seen.of(all).value())
                .allSatisfy(
                        outcome -> assertThat(outcome).extracting("cause").isInstanceOf(CancellationException.class));
    }

    @Test
    void deferredsOfOtherHomesComeTogether() throws Exception {
        try (ThreadLoop loop = new ThreadLoop();
                ThreadLoop other = new ThreadLoop()) {
            Deferred<Integer> here = Deferred.on(loop);
            Deferred<Integer> there = Deferred.on(other);
            Seen<List<Outcome<Integer>>> seen = loop.call(
                    () -> Seen.of(DeferredList.of(List.of(here, there)).outcomes()));

            here.callback(1);
            there.callback(2);

            assertThat(seen.soon().value()).containsExactly(new Outcome.Success<>(1), new Outcome.Success<>(2));
            assertThat(seen.where()).isSameAs(loop.thread());
        }
    }
}
