package io.jtwisted.defer;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.jtwisted.net.Reactor;
import io.jtwisted.testing.MemoryReactor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A step or a call that is missing is refused where it is given, and not where it would be called. */
@SuppressWarnings("NullAway") // the nulls are the subject
class RefusalsTest {
    private final HandClock clock = new HandClock();
    private final MemoryReactor reactor = new MemoryReactor();

    @SuppressWarnings("ImmutableEnumChecker") // its functions have no state
    private enum Add {
        CALLBACK(deferred -> deferred.addCallback(null)),
        ERRBACK(deferred -> deferred.addErrback(null)),
        TYPED_ERRBACK(deferred -> deferred.addErrback(IOException.class, null)),
        TYPELESS_ERRBACK(deferred -> deferred.addErrback(null, cause -> "no type")),
        NO_CALLBACK(deferred -> deferred.addCallbacks(null, cause -> "x")),
        NO_ERRBACK(deferred -> deferred.addCallbacks(value -> "x", null)),
        BOTH(deferred -> deferred.addBoth(null)),
        CHAIN_CALLBACK(deferred -> deferred.chainCallback(null)),
        CHAIN_ERRBACK(deferred -> deferred.chainErrback(null)),
        TYPED_CHAIN_ERRBACK(deferred -> deferred.chainErrback(IOException.class, null)),
        TYPELESS_CHAIN_ERRBACK(deferred -> deferred.chainErrback(null, cause -> Deferred.succeed("no type"))),
        CHAIN_BOTH(deferred -> deferred.chainBoth(null)),
        TAP(deferred -> deferred.tap(null)),
        ALWAYS(deferred -> deferred.always((Runnable) null)),
        ALWAYS_LATER(deferred -> deferred.always((DeferredCallable<String>) null)),
        OTHERWISE(deferred -> deferred.otherwise(null)),
        CHAIN_DEFERRED(deferred -> deferred.chainDeferred(null)),
        TIMEOUT(deferred -> deferred.addTimeout(ofSeconds(1), new HandClock(), null));

        private final Action<Deferred<String>> add;

        Add(Action<Deferred<String>> add) {
            this.add = add;
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMissingStepIsRefusedAtOnceAndTheLinkIsFree(Add method) {
        Deferred<String> deferred = new Deferred<>();

        assertThatNullPointerException()
                .isThrownBy(() -> method.add.run(deferred))
                .withMessageContaining("missing");
        Seen<String> seen = Seen.of(deferred);
        deferred.callback("x");
        assertThat(seen.value()).isEqualTo("x");
    }

    @Test
    void aMissingCallIsRefusedAtOnce() {
        refused(() -> Deferred.maybeDeferred((Callable<String>) null));
        refused(() -> Deferred.maybeDeferred((DeferredCallable<String>) null));
        refused(() -> Deferred.maybeDeferred((Runnable) null));
        refused(() -> Deferred.deferLater(clock, ofSeconds(1), (Callable<String>) null));
        refused(() -> Deferred.deferLater(clock, ofSeconds(1), (DeferredCallable<String>) null));
        refused(() -> Deferred.deferLater(clock, ofSeconds(1), (Runnable) null));
        refused(() -> new DeferredSemaphore(1).run((Callable<String>) null));
        refused(() -> new DeferredSemaphore(1).run((DeferredCallable<String>) null));
        refused(() -> new DeferredSemaphore(1).run((Runnable) null));
        refused(() -> LoopingCall.of(clock, (Runnable) null));
        refused(() -> LoopingCall.of(clock, (DeferredCallable<?>) null));
        refused(() -> LoopingCall.withCount(clock, null));
        refused(() -> LoopingCall.chainWithCount(clock, null));
        refused(() -> Cooperator.of(clock).cooperate((Iterator<?>) null));
        refused(() -> reactor.call((Callable<String>) null));
        refused(() -> reactor.call((DeferredCallable<String>) null));
        refused(() -> reactor.call((Runnable) null));
        refused(() -> reactor.deferToThreadPool(Runnable::run, (Callable<String>) null));
        refused(() -> reactor.deferToThreadPool(Runnable::run, (Runnable) null));
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void anErrbackMayThrowWhateverItGot() {
        Throwable odd = new Throwable("neither Exception nor Error");
        Deferred<String> deferred = new Deferred<>();
        Seen<String> seen = Seen.of(deferred.addErrback(cause -> {
            throw cause;
        }));

        deferred.errback(odd);

        assertThat(seen.failure()).isSameAs(odd);
    }

    @Test
    void aCallWithoutAResultFiresWithNull() {
        MemoryReactor there = new MemoryReactor();
        StringBuilder calls = new StringBuilder();

        Seen<@Nullable Void> thread = Seen.of(there.deferToThread(() -> calls.setLength(0)));
        Seen<@Nullable Void> pool = Seen.of(there.deferToThreadPool(Runnable::run, () -> shout(calls, "pool")));
        Seen<@Nullable Void> later = Seen.of(there.deferLater(ofSeconds(1), () -> shout(calls, "later")));
        Seen<@Nullable Void> now = Seen.of(Deferred.maybeDeferred(() -> shout(calls, "now")));
        Seen<@Nullable Void> inside = Seen.of(new DeferredSemaphore(1).run(() -> shout(calls, "inside")));
        there.advance(ofSeconds(1));

        assertThat(thread.value()).isNull();
        assertThat(pool.value()).isNull();
        assertThat(later.value()).isNull();
        assertThat(now.value()).isNull();
        assertThat(inside.value()).isNull();
        assertThat(calls).hasToString("pool now inside later ");
    }

    @Test
    void alwaysWaitsForWhatItsActionGives() {
        Deferred<String> work = new Deferred<>();
        Deferred<Integer> cleaning = new Deferred<>();
        Deferred<String> failing = new Deferred<>();
        IOException failure = new IOException("as the test wants");
        Seen<String> value = Seen.of(work.always(() -> cleaning));
        Seen<String> failed = Seen.of(failing.always(() -> Deferred.succeed(1)));

        work.callback("x");
        boolean early = value.arrived();
        cleaning.callback(1);
        failing.errback(failure);

        assertThat(early).isFalse();
        assertThat(value.value()).isEqualTo("x");
        assertThat(failed.failure()).isSameAs(failure);
    }

    @Test
    void anActionThatGivesNullIsNotWaitedFor() {
        List<Deferred<String>> field = new ArrayList<>(List.of(new Deferred<>()));
        IOException failure = new IOException("as the test wants");

        Seen<String> value = Seen.of(Deferred.succeed("x").always(() -> forget(field)));
        Seen<String> failed = Seen.of(Deferred.<String>fail(failure).always(() -> forget(field)));

        assertThat(value.value()).isEqualTo("x");
        assertThat(failed.failure()).isSameAs(failure);
    }

    /** As {@code () -> field = null} does where the field is a Deferred. */
    private static @Nullable Deferred<String> forget(List<Deferred<String>> field) {
        field.clear();
        return null;
    }

    @Test
    void whatAlwaysWaitsForReplacesTheResultIfItFails() {
        IOException failure = new IOException("as the test wants");
        Deferred<String> work = Deferred.succeed("x");

        Seen<String> seen = Seen.of(work.always(() -> Deferred.fail(failure)));

        assertThat(seen.failure()).isSameAs(failure);
    }

    private static void shout(StringBuilder calls, String word) {
        calls.append(word).append(' ');
    }

    private static void refused(Callable<?> call) {
        assertThatNullPointerException().isThrownBy(call::call).withMessageContaining("missing");
    }

    /** Compiles: the shape of the lambda decides. */
    static void overloads(Reactor reactor) {
        reactor.deferToThread(() -> System.lineSeparator())
                .addCallback(String::strip)
                .otherwise(cause -> {});
        reactor.deferToThread(() -> {}).otherwise(cause -> {});
        reactor.deferToThread(() -> {
                    throw new IOException("no value");
                })
                .otherwise(cause -> {});
    }
}
