package io.jtwisted.defer;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Between Deferreds and the JDK's futures. Cancelling crosses both ways, and failures cross without their wrappers. */
final class Bridges {

    private Bridges() {}

    static <T extends @Nullable Object> CompletableFuture<T> toFuture(Deferred<T> deferred) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Deferred<?> end = deferred.addBoth(outcome -> outcome instanceof Outcome.Success<T> success
                ? future.complete(success.value())
                : future.completeExceptionally(((Outcome.Failure<T>) outcome).cause()));
        // If other code completes it, by a cancel or a timeout, the work is not waited for. After our own completion it
        // has no effect.
        future.whenComplete((value, failure) -> end.cancel());
        return future;
    }

    static <T extends @Nullable Object> Deferred<T> from(CompletionStage<T> stage) {
        AtomicReference<@Nullable Deferred<T>> told = new AtomicReference<>();
        Deferred<T> deferred = new Deferred<>(cancelled -> {
            told.set(null); // a stage takes nothing back that waits for it, and may live long
            cancel(stage);
        });
        told.set(deferred);
        stage.whenComplete((value, failure) -> {
            Deferred<T> waits = told.get();
            if (waits != null) {
                waits.tryFire(failure == null ? Node.encode(value) : new Failed(unwrap(failure)));
            }
        });
        return deferred;
    }

    private static void cancel(CompletionStage<?> stage) {
        try {
            Future<?> future = stage instanceof Future<?> itself ? itself : stage.toCompletableFuture();
            future.cancel(true);
        } catch (UnsupportedOperationException e) {
            // A stage may refuse to be a future, or to be cancelled. It goes on, and its result is ignored.
        }
    }

    /** What went wrong, without what the stages on its way have put around it. */
    private static Throwable unwrap(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
