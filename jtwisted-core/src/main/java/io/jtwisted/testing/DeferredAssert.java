package io.jtwisted.testing;

import io.jtwisted.defer.Deferred;
import io.jtwisted.defer.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.AbstractObjectAssert;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a Deferred without waiting: right now it has succeeded, has failed, or is pending. To look at a result
 * consumes the Deferred; {@link #isPending()} does not, and neither does an assertion about a pending one. Needs
 * AssertJ. Twisted: {@code successResultOf}, {@code failureResultOf}, {@code assertNoResult}.
 *
 * <pre>{@code
 * Deferred<Reply> answer = client.get("motto");
 * assertThat(answer).isPending();
 * server.sends("MISSING 0\r\n");
 * assertThat(answer).succeededWith(Reply.of(MISSING));
 * }</pre>
 */
public final class DeferredAssert<T extends @Nullable Object> extends AbstractAssert<DeferredAssert<T>, Deferred<T>> {

    private DeferredAssert(Deferred<T> actual) {
        super(actual, DeferredAssert.class);
    }

    /** To be imported beside AssertJ's own. */
    public static <T extends @Nullable Object> DeferredAssert<T> assertThat(Deferred<T> actual) {
        return new DeferredAssert<>(actual);
    }

    /** Has no result yet. Does not consume it. */
    public DeferredAssert<T> isPending() {
        if (actual.fired()) {
            throw failure("expected a Deferred without a result, but it %s", outcome());
        }
        return this;
    }

    /** Has succeeded; goes on with the value. */
    public AbstractObjectAssert<?, T> succeeded() {
        Outcome<T> outcome = outcome();
        if (outcome instanceof Outcome.Success<T> success) {
            return Assertions.assertThat(success.value());
        }
        AssertionError error = failure("expected a Deferred which succeeded, but it %s", outcome);
        if (outcome instanceof Outcome.Failure<T> failure) {
            error.addSuppressed(failure.cause());
        }
        throw error;
    }

    /** Has succeeded with a value which equals this one. */
    public DeferredAssert<T> succeededWith(T expected) {
        succeeded().isEqualTo(expected);
        return this;
    }

    /** Has failed with a cause of this type; goes on with the cause. */
    public <X extends Throwable> AbstractThrowableAssert<?, X> failedWith(Class<X> type) {
        Outcome<T> outcome = outcome();
        if (outcome instanceof Outcome.Failure<T> failure) {
            Assertions.assertThat(failure.cause()).isInstanceOf(type);
            return Assertions.assertThat(type.cast(failure.cause()));
        }
        throw failure("expected a Deferred which failed with %s, but it %s", type.getName(), outcome);
    }

    private Outcome<T> outcome() {
        isNotNull();
        if (!actual.fired()) {
            throw failure("expected a Deferred with a result, but it has none yet");
        }
        List<Outcome<T>> seen = new ArrayList<>();
        actual.addBoth(seen::add).otherwise(e -> {});
        if (seen.isEmpty()) {
            throw failure("expected a Deferred which is at home on this thread: await the others");
        }
        return seen.get(0);
    }
}
