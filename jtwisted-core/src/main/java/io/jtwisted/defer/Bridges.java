package io.jtwisted.defer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Between Deferreds and the JDK's futures. Cancelling crosses both ways. */
final class Bridges {

    private Bridges() {}

    static <T extends @Nullable Object> CompletableFuture<T> toFuture(Deferred<T> deferred) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Deferred<?> end = deferred.addBoth(outcome -> outcome instanceof Outcome.Success<T> success
                ? future.complete(success.value())
                : future.completeExceptionally(((Outcome.Failure<T>) outcome).cause()));
        future.whenComplete((value, failure) -> {
            if (future.isCancelled()) {
                end.cancel();
            }
        });
        return future;
    }

    static <T extends @Nullable Object> Deferred<T> from(CompletionStage<T> stage) {
        Deferred<T> deferred =
                new Deferred<>(cancelled -> stage.toCompletableFuture().cancel(true));
        stage.whenComplete((value, failure) -> {
            // A stage which cannot be cancelled completes after the cancel as well.
            deferred.tryFire(failure == null ? Node.encode(value) : new Failed(unwrap(failure)));
        });
        return deferred;
    }

    private static Throwable unwrap(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
