package io.jtwisted.spring;

import io.jtwisted.defer.Deferred;
import io.jtwisted.defer.Outcome;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.MonoSink;

/** Tells one subscriber of a Mono how a Deferred ended. */
final class MonoFiring<T> {
    private final MonoSink<T> sink;
    private volatile boolean cancelled;

    MonoFiring(MonoSink<T> sink) {
        this.sink = sink;
    }

    /** To be called once. */
    void of(Deferred<? extends @Nullable T> deferred) {
        Deferred<?> end = deferred.addBoth(this::tell);
        sink.onCancel(() -> {
            cancelled = true;
            end.cancel();
        });
    }

    private boolean tell(Outcome<? extends @Nullable T> outcome) {
        if (cancelled) {
            return false; // Reactor would log the CancellationException as a dropped error
        }
        if (outcome instanceof Outcome.Failure<? extends @Nullable T> failure) {
            sink.error(failure.cause());
        } else {
            sink.success(((Outcome.Success<? extends @Nullable T>) outcome).value());
        }
        return true;
    }
}
