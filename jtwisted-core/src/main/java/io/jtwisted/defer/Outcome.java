package io.jtwisted.defer;

import org.jspecify.annotations.Nullable;

/** How it ended: with a value or with a failure. */
public sealed interface Outcome<T extends @Nullable Object> {

    /** It ended well. */
    record Success<T extends @Nullable Object>(T value) implements Outcome<T> {}

    /** It did not. */
    record Failure<T extends @Nullable Object>(Throwable cause) implements Outcome<T> {}
}
