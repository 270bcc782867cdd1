package io.jtwisted.defer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
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
        assertThatThrownBy(() -> deferred.callback("late")).isInstanceOf(IllegalStateException.class);
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

        deferred.cancel();
        future.complete("late");

        assertThat(Seen.of(deferred).failure()).isInstanceOf(CancellationException.class);
    }

    @Test
    void aStageOfADeferredFails() {
        Seen<Object> seen = Seen.of(Deferred.from(CompletableFuture.<Object>completedFuture(Deferred.succeed(1))));

        assertThat(seen.failure()).isInstanceOf(IllegalStateException.class);
    }
}
