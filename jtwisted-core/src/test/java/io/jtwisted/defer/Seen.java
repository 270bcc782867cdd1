package io.jtwisted.defer;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Looks at the end of a chain, for a test. */
final class Seen<T extends @Nullable Object> {
    private final CountDownLatch arrived = new CountDownLatch(1);
    private volatile @Nullable Outcome<T> outcome;
    private volatile @Nullable Thread where;

    private Seen() {}

    static <T extends @Nullable Object> Seen<T> of(Deferred<T> deferred) {
        Seen<T> seen = new Seen<>();
        deferred.addBoth(outcome -> {
            if (seen.outcome != null) {
                throw new AssertionError("a link ran twice");
            }
            seen.where = Thread.currentThread();
            seen.outcome = outcome;
            seen.arrived.countDown();
            return true;
        });
        return seen;
    }

    boolean arrived() {
        return outcome != null;
    }

    /** Waits for a chain which runs on another thread. */
    Seen<T> soon() throws InterruptedException {
        if (!arrived.await(10, TimeUnit.SECONDS)) {
            throw new AssertionError("no outcome arrived");
        }
        return this;
    }

    @Nullable
    Thread where() {
        return where;
    }

    boolean succeeded() {
        return outcome instanceof Outcome.Success<T>;
    }

    T value() {
        if (outcome instanceof Outcome.Success<T> success) {
            return success.value();
        }
        throw new AssertionError("no value but " + outcome);
    }

    Throwable failure() {
        if (outcome instanceof Outcome.Failure<T> failure) {
            return failure.cause();
        }
        throw new AssertionError("no failure but " + outcome);
    }
}
