package io.jtwisted.defer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DeferredCancelTest {

    @Test
    void withoutACancellerItFailsAndSwallowsOneLateFire() {
        Deferred<String> deferred = new Deferred<>();
        Seen<String> seen = Seen.of(deferred);

        deferred.cancel();
        deferred.callback("late");

        assertThat(seen.failure()).isInstanceOf(CancellationException.class).hasNoCause();
        assertThat(seen.failure().getStackTrace()).isEmpty();
        assertThatThrownBy(() -> deferred.callback("later"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already cancelled");
    }

    @Test
    void cancellingTwiceSwallowsOneFireOnly() {
        Deferred<String> deferred = new Deferred<>();
        Seen<String> seen = Seen.of(deferred);

        deferred.cancel();
        deferred.cancel();
        deferred.errback(new IllegalStateException("late"));

        assertThat(seen.failure()).isInstanceOf(CancellationException.class).hasNoCause();
        assertThat(seen.failure().getStackTrace()).isEmpty();
        assertThatThrownBy(() -> deferred.callback("later")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aCancellerIsAskedOnceAndTheLateFireIsSwallowedAsWithoutOne() {
        AtomicInteger asked = new AtomicInteger();
        Deferred<String> deferred = new Deferred<>(cancelled -> asked.incrementAndGet());
        Seen<String> seen = Seen.of(deferred);

        deferred.cancel();
        deferred.cancel();

        assertThat(asked).hasValue(1);
        assertThat(seen.failure()).isInstanceOf(CancellationException.class);
        deferred.callback("late");
        assertThatThrownBy(() -> deferred.callback("later"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already cancelled");
    }

    @Test
    void aCancellerThatFiredLeavesNoFireToSwallow() {
        Deferred<String> deferred = new Deferred<>(cancelled -> cancelled.callback("so far"));
        Seen<String> seen = Seen.of(deferred);

        deferred.cancel();

        assertThat(seen.value()).isEqualTo("so far");
        assertThatThrownBy(() -> deferred.callback("late"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("already fired");
    }

    @Test
    void aCancellerMayFireItself() {
        IllegalStateException own = new IllegalStateException("own");
        Deferred<String> value = new Deferred<>(cancelled -> cancelled.callback("so far"));
        Deferred<String> failure = new Deferred<>(cancelled -> cancelled.errback(own));
        Seen<String> seenValue = Seen.of(value);
        Seen<String> seenFailure = Seen.of(failure);

        value.cancel();
        failure.cancel();

        assertThat(seenValue.value()).isEqualTo("so far");
        assertThat(seenFailure.failure()).isSameAs(own);
    }

    @Test
    void aCancelFromInsideTheCancellerDoesNothing() {
        Deferred<String> deferred = new Deferred<>(cancelled -> {
            cancelled.cancel();
            cancelled.callback("mine");
        });
        Seen<String> seen = Seen.of(deferred);

        deferred.cancel();

        assertThat(seen.value()).isEqualTo("mine");
    }

    @Test
    void whatACancellerThrowsIsLoggedAndTheDeferredFails() {
        IllegalStateException broken = new IllegalStateException("broken canceller");
        Deferred<String> deferred = new Deferred<>(cancelled -> {
            throw broken;
        });
        Seen<String> seen = Seen.of(deferred);
        List<Throwable> logged;

        try (Logged log = new Logged()) {
            deferred.cancel();
            logged = log.causes();
        }

        assertThat(seen.failure()).isInstanceOf(CancellationException.class);
        assertThat(logged).contains(broken);
    }

    @Test
    void cancellingTheEndOfAChainCancelsItsBeginning() {
        Deferred<String> deferred = new Deferred<>();
        Deferred<String> end = deferred.tap(value -> {}).addErrback(IllegalArgumentException.class, cause -> "no");

        end.cancel();

        assertThat(Seen.of(end).failure()).isInstanceOf(CancellationException.class);
    }

    @Test
    void cancellingAChainWhichWaitsReachesTheInnermost() {
        List<String> asked = new ArrayList<>();
        Deferred<String> innermost = new Deferred<>(cancelled -> asked.add("innermost"));
        Deferred<String> middle = new Deferred<>(cancelled -> asked.add("middle"));
        Deferred<String> outer = new Deferred<>(cancelled -> asked.add("outer"));
        Deferred<String> end = outer.chainCallback(
                        value -> middle.chainCallback(x -> innermost).tap(x -> {}))
                .tap(value -> {});
        outer.callback("x");
        middle.callback("y");

        end.cancel();

        assertThat(asked).containsExactly("innermost");
        assertThat(Seen.of(end).failure()).isInstanceOf(CancellationException.class);
    }

    @Test
    void cancellingASpentLinkCancelsWhatItsChainWaitsFor() {
        List<String> asked = new ArrayList<>();
        Deferred<String> inner = new Deferred<>(cancelled -> asked.add("inner"));
        Deferred<String> beginning = new Deferred<>();
        Deferred<Integer> middle = beginning.addCallback(String::length);
        Seen<String> seen =
                Seen.of(middle.chainCallback(length -> inner.tap(value -> {})).tap(value -> {}));
        beginning.callback("x");

        beginning.cancel();
        middle.cancel();

        assertThat(asked).containsExactly("inner");
        assertThat(seen.failure()).isInstanceOf(CancellationException.class);
    }

    @Test
    void cancellingASpentLinkFromAnotherThreadDoesSoAtHome() throws Exception {
        try (ThreadLoop loop = new ThreadLoop()) {
            List<Thread> asked = new CopyOnWriteArrayList<>();
            Deferred<String> beginning = Deferred.on(loop);
            Seen<String> seen = Seen.of(beginning.chainCallback(
                    value -> Deferred.on(loop, cancelled -> asked.add(Thread.currentThread()))));
            beginning.callback("x");
            loop.settle();

            beginning.cancel();

            assertThat(seen.soon().failure()).isInstanceOf(CancellationException.class);
            assertThat(asked).containsExactly(loop.thread());
        }
    }

    @Test
    void cancellingALinkWhoseResultAnotherChainTookDoesNothing() {
        Deferred<String> last = new Deferred<>();
        Deferred<String> taken = Deferred.succeed("taken");
        Deferred<String> end = taken.tap(value -> {});
        Seen<String> seen =
                Seen.of(Deferred.succeed(1).chainCallback(one -> end).chainCallback(value -> last));

        taken.cancel();
        end.cancel();
        last.callback("last");

        assertThat(seen.value()).isEqualTo("last");
    }

    @Test
    void cancellingALinkWhoseResultWasAwaitedDoesNothing() {
        Deferred<String> awaited = Deferred.succeed("x");
        String value = awaited.await();

        awaited.cancel();
        Deferred<String> other = Deferred.succeed("y");

        assertThat(value + other.await()).isEqualTo("xy");
    }

    @Test
    void aCancelOfTheBeginningFromInsideAStepDoesNothing() {
        Deferred<String> inner = new Deferred<>();
        Deferred<String> deferred = new Deferred<>();
        Seen<String> seen = Seen.of(deferred.chainCallback(value -> {
            deferred.cancel();
            return inner;
        }));

        deferred.callback("x");
        inner.callback("y");

        assertThat(seen.value()).isEqualTo("y");
    }

    @Test
    void aHandledCancellationLetsTheOuterChainGoOn() {
        Deferred<String> inner = new Deferred<>();
        Deferred<String> end = Deferred.succeed(1)
                .chainCallback(value -> inner.addErrback(CancellationException.class, cause -> "cached"));

        end.cancel();

        assertThat(Seen.of(end).value()).isEqualTo("cached");
    }

    @Test
    void afterTheFiringItDoesNothing() {
        AtomicInteger asked = new AtomicInteger();
        Deferred<String> deferred = new Deferred<>(cancelled -> asked.incrementAndGet());
        deferred.callback("x");

        deferred.cancel();
        Seen<String> seen = Seen.of(deferred);
        deferred.cancel();

        assertThat(seen.value()).isEqualTo("x");
        assertThat(asked).hasValue(0);
    }

    @Test
    void aCancelFromInsideAStepDoesNothing() {
        Deferred<String> inner = new Deferred<>();
        List<Deferred<String>> end = new ArrayList<>();
        Deferred<String> deferred = new Deferred<>();
        end.add(deferred.chainCallback(value -> {
            end.get(0).cancel();
            return inner;
        }));

        deferred.callback("x");
        inner.callback("y");

        assertThat(Seen.of(end.get(0)).value()).isEqualTo("y");
    }

    @Test
    void theCancellerIsForgottenWhenItFires() throws InterruptedException {
        ReferenceQueue<Object> collected = new ReferenceQueue<>();
        List<WeakReference<?>> references = new ArrayList<>();
        Deferred<String> deferred = cancellable(collected, references);
        Seen<String> seen = Seen.of(deferred);

        deferred.callback("x");
        Object found = null;
        for (int i = 0; i < 200 && found == null; i++) {
            System.gc();
            found = collected.remove(50);
        }

        assertThat(found).isSameAs(references.get(0));
        assertThat(seen.value()).isEqualTo("x");
        assertThatThrownBy(() -> deferred.callback("y")).isInstanceOf(IllegalStateException.class);
    }

    private static Deferred<String> cancellable(ReferenceQueue<Object> collected, List<WeakReference<?>> references) {
        Consumer<Deferred<String>> canceller = new Consumer<>() {
            @Override
            public void accept(Deferred<String> cancelled) {
                throw new AssertionError("nobody cancels it");
            }
        };
        references.add(new WeakReference<>(canceller, collected));
        return new Deferred<>(canceller);
    }
}
