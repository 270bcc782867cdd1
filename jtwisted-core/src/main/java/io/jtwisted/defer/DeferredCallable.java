package io.jtwisted.defer;

import org.jspecify.annotations.Nullable;

/** A {@link java.util.concurrent.Callable} whose result comes later. */
@FunctionalInterface
public interface DeferredCallable<T extends @Nullable Object> {

    Deferred<? extends T> call() throws Throwable;
}
