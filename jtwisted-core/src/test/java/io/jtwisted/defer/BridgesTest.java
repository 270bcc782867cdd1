package io.jtwisted.defer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class BridgesTest {
    private final IOException trouble = new IOException("trouble");

    @Test
    void aFutureGetsTheOutcome() {
        Deferred<String> deferred = new Deferred<>();
        CompletableFuture<String> value = deferred.toCompletableFuture();
        CompletableFuture<String> failure = Deferred.<String>fail(trouble).toCompletableFuture();

        deferred.callback("x");

        assertThat(value).isCompletedWithValue("x");
        assertThatThrownBy(failure::get).isInstanceOf(ExecutionException.class).hasCause(trouble);
    }

    @Test
    void cancellingTheFutureCancelsTheDeferred() {
        StringBuilder asked = new StringBuilder();
        Deferred<String> deferred = new Deferred<>(cancelled -> asked.append("once"));

        deferred.toCompletableFuture().cancel(false);

        assertThat(asked).hasToString("once");
        deferred.callback("late");
        assertThatThrownBy(() -> deferred.callback("later"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already cancelled");
    }

    @Test
    void aCancelledDeferredFailsItsFuture() {
        Deferred<String> deferred = new Deferred<>();
        CompletableFuture<String> future = deferred.toCompletableFuture();

        deferred.cancel();

        assertThat(future).isCancelled();
    }

    @Test
    void aStageFiresTheDeferredWithItsOwnFailure() {
        CompletableFuture<String> future = new CompletableFuture<>();
        Seen<String> value = Seen.of(Deferred.from(future));
        Seen<String> failure = Seen.of(
                Deferred.from(CompletableFuture.<String>failedFuture(trouble).thenApply(x -> x)));

        future.complete("x");

        assertThat(value.value()).isEqualTo("x");
        assertThat(failure.failure()).isSameAs(trouble);
    }

    @Test
    void cancellingTheDeferredCancelsTheStage() {
        CompletableFuture<String> future = new CompletableFuture<>();
        Deferred<String> deferred = Deferred.from(future);

        deferred.cancel();

        assertThat(future).isCancelled();
        assertThat(Seen.of(deferred).failure()).isInstanceOf(CancellationException.class);
    }

    @Test
    void aStageWhichCannotBeCancelledMayCompleteLater() {
        CompletableFuture<String> future = new CompletableFuture<>();
        CompletionStage<String> stage = future.minimalCompletionStage();
        Deferred<String> deferred = Deferred.from(stage);
        try (Logged log = new Logged()) {
            deferred.cancel();
            future.complete("late");

            assertThat(log.causes()).isEmpty();
        }

        assertThat(Seen.of(deferred).failure()).isInstanceOf(CancellationException.class);
    }

    @Test
    void aStageOfADeferredFails() {
        Seen<Object> seen = Seen.of(Deferred.from(CompletableFuture.<Object>completedFuture(Deferred.succeed(1))));

        assertThat(seen.failure()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whoeverElseCompletesTheFutureLetsGoOfTheWork() {
        StringBuilder asked = new StringBuilder();
        CompletableFuture<String> future =
                new Deferred<String>(cancelled -> asked.append("once")).toCompletableFuture();

        future.completeExceptionally(new TimeoutException("as orTimeout does"));

        assertThat(asked).hasToString("once");
    }

    @Test
    void theFutureOfADeferredWhichFiresCancelsNothing() {
        StringBuilder asked = new StringBuilder();
        Deferred<String> outer = new Deferred<>(cancelled -> asked.append("outer"));
        Deferred<String> inner = new Deferred<>(cancelled -> asked.append("inner"));
        CompletableFuture<String> future = outer.chainCallback(x -> inner).toCompletableFuture();

        outer.callback("x");
        inner.callback("y");

        assertThat(future).isCompletedWithValue("y");
        assertThat(asked).isEmpty();
    }

    @Test
    void cancellingTheFutureReachesTheInnermostDeferred() {
        StringBuilder asked = new StringBuilder();
        Deferred<String> inner = new Deferred<>(cancelled -> asked.append("inner"));
        CompletableFuture<String> future =
                Deferred.succeed("x").chainCallback(x -> inner).toCompletableFuture();

        future.cancel(true);

        assertThat(asked).hasToString("inner");
    }

    @Test
    void aStageWhichIsCompleteFiresAtOnce() {
        Deferred<String> value = Deferred.from(CompletableFuture.completedStage("x"));
        Deferred<String> failure = Deferred.from(CompletableFuture.failedStage(trouble));

        assertThat(value.fired()).isTrue();
        assertThat(Seen.of(value).value()).isEqualTo("x");
        assertThat(Seen.of(failure).failure()).isSameAs(trouble);
    }

    @Test
    void wrappersComeOffHoweverManyThereAre() {
        Throwable wrapped = new CompletionException(new ExecutionException(new CompletionException(trouble)));
        CompletionException bare = new CompletionException("without a cause", null);

        assertThat(Seen.of(Deferred.from(CompletableFuture.failedFuture(wrapped)))
                        .failure())
                .isSameAs(trouble);
        assertThat(Seen.of(Deferred.from(CompletableFuture.failedFuture(bare))).failure())
                .isSameAs(bare);
    }

    @Test
    void aStageWhichIsCancelledCancelsTheChain() {
        CompletableFuture<String> future = new CompletableFuture<>();
        Seen<String> seen = Seen.of(Deferred.from(future.thenApply(x -> x)));

        future.cancel(true);

        assertThat(seen.failure()).isInstanceOf(CancellationException.class);
    }

    @Test
    void aStageMayRefuseToBeAFuture() {
        CompletableFuture<String> future = new CompletableFuture<>();
        CompletionStage<String> stage = refusing(future);
        Deferred<String> cancelled = Deferred.from(stage);
        Seen<String> fired = Seen.of(Deferred.from(stage));
        try (Logged log = new Logged()) {
            cancelled.cancel();
            future.complete("x");

            assertThat(log.causes()).isEmpty();
        }

        assertThat(Seen.of(cancelled).failure()).isInstanceOf(CancellationException.class);
        assertThat(fired.value()).isEqualTo("x");
    }

    @Test
    void theStepsRunAtHomeWhereverTheStageCompletes() throws Exception {
        try (ThreadLoop loop = new ThreadLoop()) {
            CompletableFuture<String> future = new CompletableFuture<>();
            Seen<String> seen = loop.call(() -> Seen.of(Deferred.from(future)));

            future.complete("x");

            assertThat(seen.soon().where()).isSameAs(loop.thread());
        }
    }

    @Test
    void theCancellerRunsAtHomeWhereverTheFutureIsCancelled() throws Exception {
        try (ThreadLoop loop = new ThreadLoop()) {
            CompletableFuture<Thread> asked = new CompletableFuture<>();
            CompletableFuture<String> future = loop.call(() ->
                    new Deferred<String>(cancelled -> asked.complete(Thread.currentThread())).toCompletableFuture());

            future.cancel(true);

            assertThat(asked.get(10, TimeUnit.SECONDS)).isSameAs(loop.thread());
        }
    }

    /** Kotlin's {@code CompletionStage.await()}: a future which is done is asked, any other is told whom to call. */
    @Test
    void kotlinsAwaitGetsValueAndFailure() {
        Deferred<String> deferred = new Deferred<>();
        CompletionStage<String> waiting = deferred.toCompletableFuture();
        CompletionStage<String> failed = Deferred.<String>fail(trouble).toCompletableFuture();
        CompletableFuture<String> resumed = new CompletableFuture<>();
        boolean done = waiting.toCompletableFuture().isDone();

        waiting.handle((value, failure) -> resumed.complete(value));
        deferred.callback("x");

        assertThat(done).isFalse();
        assertThat(resumed).isCompletedWithValue("x");
        assertThat(failed.toCompletableFuture()).isDone();
        assertThatThrownBy(failed.toCompletableFuture()::get)
                .isInstanceOf(ExecutionException.class)
                .hasCause(trouble);
    }

    @Test
    void kotlinsAwaitCancelsThroughTheFutureOfTheStage() {
        StringBuilder asked = new StringBuilder();
        CompletionStage<String> stage = new Deferred<String>(cancelled -> asked.append("once")).toCompletableFuture();
        CompletableFuture<Throwable> resumed = new CompletableFuture<>();
        stage.whenComplete((value, failure) -> resumed.complete(failure));

        stage.toCompletableFuture().cancel(false);

        assertThat(asked).hasToString("once");
        assertThat(resumed.join()).isInstanceOf(CancellationException.class);
    }

    /** What the future is, but for {@code toCompletableFuture}, which a stage need not support. */
    @SuppressWarnings("unchecked") // a stage of the same value
    private static <T> CompletionStage<T> refusing(CompletableFuture<T> future) {
        return (CompletionStage<T>) Proxy.newProxyInstance(
                BridgesTest.class.getClassLoader(),
                new Class<?>[] {CompletionStage.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("toCompletableFuture")) {
                        throw new UnsupportedOperationException("not this one");
                    }
                    return method.invoke(future, arguments);
                });
    }
}
