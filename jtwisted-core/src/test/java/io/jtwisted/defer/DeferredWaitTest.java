package io.jtwisted.defer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeferredWaitTest {
    private static final int MILLION = 1_000_000;

    private final Deferred<String> deferred = new Deferred<>();
    private final Deferred<String> inner = new Deferred<>();
    private final IOException trouble = new IOException("trouble");

    @Test
    void aChainWaitsForAnInnerWhichFiresLater() {
        Seen<String> seen = Seen.of(deferred.chainCallback(value -> inner).addCallback(value -> value + "!"));

        deferred.callback("x");
        boolean early = seen.arrived();
        inner.callback("inner");

        assertThat(early).isFalse();
        assertThat(seen.value()).isEqualTo("inner!");
    }

    @Test
    void aChainTakesTheValueOfAnInnerWhichFiredBefore() {
        inner.callback("inner");
        Seen<String> seen = Seen.of(deferred.chainCallback(value -> inner));

        deferred.callback("x");

        assertThat(seen.value()).isEqualTo("inner");
        assertThatThrownBy(() -> inner.tap(value -> {})).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theFailureOfAnInnerIsTheFailureOfTheChain() {
        Seen<String> later = Seen.of(deferred.chainCallback(value -> inner));
        Seen<String> before = Seen.of(Deferred.succeed(1).chainCallback(value -> Deferred.fail(trouble)));

        deferred.callback("x");
        inner.errback(trouble);

        assertThat(later.failure()).isSameAs(trouble);
        assertThat(before.failure()).isSameAs(trouble);
    }

    @Test
    void aChainErrbackWaitsAndLetsOtherTypesPass() {
        Seen<String> seen = Seen.of(deferred.chainErrback(IllegalStateException.class, cause -> Deferred.succeed("no"))
                .chainErrback(IOException.class, cause -> inner)
                .chainErrback(cause -> Deferred.succeed("not reached")));

        deferred.errback(trouble);
        inner.callback("repaired");

        assertThat(seen.value()).isEqualTo("repaired");
    }

    @Test
    void chainBothWaitsHoweverItEnded() {
        Seen<String> value = Seen.of(Deferred.succeed(1).chainBoth(outcome -> Deferred.succeed("after " + outcome)));
        Seen<String> failure = Seen.of(Deferred.fail(trouble).chainBoth(outcome -> inner));
        inner.callback("done");

        assertThat(value.value()).isEqualTo("after Success[value=1]");
        assertThat(failure.value()).isEqualTo("done");
    }

    @Test
    void linksAddedWhileAChainWaitsRunAfterTheInner() {
        List<String> order = new ArrayList<>();
        Deferred<String> waiting = deferred.chainCallback(value -> inner.tap(x -> order.add("inner")));
        deferred.callback("x");

        waiting.tap(value -> order.add("one")).tap(value -> order.add("two"));
        inner.callback("y");

        assertThat(order).containsExactly("inner", "one", "two");
    }

    @Test
    @SuppressWarnings("NullAway") // the null is the subject
    void aStepWhichReturnsNullFailsTheChain() {
        Seen<String> seen = Seen.of(deferred.chainCallback(value -> null));

        deferred.callback("x");

        assertThat(seen.failure()).isInstanceOf(NullPointerException.class);
    }

    @Test
    void anInnerWhichIsSpentFailsTheChain() {
        Seen<String> owner = Seen.of(inner);
        Seen<String> seen = Seen.of(deferred.chainCallback(value -> inner));

        deferred.callback("x");
        inner.callback("y");

        assertThat(seen.failure()).isInstanceOf(IllegalStateException.class).hasMessageContaining("spent");
        assertThat(owner.value()).isEqualTo("y");
    }

    @Test
    void aLinkWhichWaitsForItselfFails() {
        List<Deferred<String>> itself = new ArrayList<>();
        itself.add(deferred.chainCallback(value -> itself.get(0)));

        deferred.callback("x");

        assertThat(Seen.of(itself.get(0)).failure()).hasMessageContaining("waits for it");
    }

    @Test
    void aLinkWhichWaitsForTheEndOfItsOwnChainFails() {
        List<Deferred<String>> end = new ArrayList<>();
        List<Throwable> seen = new ArrayList<>();
        end.add(deferred.chainCallback(value -> end.get(0)).tap(value -> {}).addErrback(cause -> {
            seen.add(cause);
            return "handled";
        }));

        deferred.callback("x");

        assertThat(seen).singleElement().isInstanceOf(IllegalStateException.class);
        assertThat(Seen.of(end.get(0)).value()).isEqualTo("handled");
    }

    @Test
    void cancellingTwoChainsWhichWaitForEachOtherComesToAnEnd() {
        List<Deferred<String>> ends = new ArrayList<>();
        ends.add(deferred.chainCallback(value -> ends.get(1)).tap(value -> {}));
        ends.add(inner.chainCallback(value -> ends.get(0)).tap(value -> {}));
        deferred.callback("x");
        inner.callback("y");

        ends.get(0).cancel();

        assertThatThrownBy(() -> ends.get(0).tap(value -> {})).hasMessageContaining("spent");
    }

    @Test
    void aMillionLinksDoNotGrowTheStack() {
        Deferred<Integer> start = new Deferred<>();
        Deferred<Integer> end = start;
        for (int i = 0; i < MILLION; i++) {
            end = end.addCallback(value -> value + 1);
        }

        start.callback(0);

        assertThat(Seen.of(end).value()).isEqualTo(MILLION);
    }

    @Test
    void aMillionDeferredsWhichWaitForTheNextDoNotGrowTheStack() {
        List<Deferred<Integer>> starts = new ArrayList<>();
        Deferred<Integer> first = new Deferred<>();
        Deferred<Integer> last = first;
        for (int i = 0; i < MILLION; i++) {
            Deferred<Integer> start = new Deferred<>();
            Deferred<Integer> before = last;
            last = start.chainCallback(value -> before).addCallback(value -> value + 1);
            starts.add(start);
        }
        starts.forEach(start -> start.callback(0));

        first.callback(0);

        assertThat(Seen.of(last).value()).isEqualTo(MILLION);
    }

    @Test
    void cancellingTheEndOfAMillionWhichWaitDoesNotGrowTheStack() {
        Deferred<Integer> first = new Deferred<>();
        Deferred<Integer> last = first;
        for (int i = 0; i < MILLION; i++) {
            Deferred<Integer> start = Deferred.succeed(0);
            Deferred<Integer> before = last;
            last = start.chainCallback(value -> before);
        }

        last.cancel();

        Seen<Integer> seen = Seen.of(last);
        assertThat(seen.failure()).hasMessage("cancelled");
    }

    @Test
    void aChainOfAMillionWaitingStepsDoesNotGrowTheStack() {
        Deferred<Integer> start = new Deferred<>();
        Deferred<Integer> end = start;
        for (int i = 0; i < MILLION; i++) {
            end = end.chainCallback(value -> Deferred.succeed(value + 1));
        }

        start.callback(0);

        assertThat(Seen.of(end).value()).isEqualTo(MILLION);
    }
}
