package io.jtwisted.defer;

import org.jspecify.annotations.Nullable;

/** A step of a chain which looks at a result. What it throws becomes the failure of the chain. */
@FunctionalInterface
public interface Action<A extends @Nullable Object> {

    void run(A result) throws Exception;
}
