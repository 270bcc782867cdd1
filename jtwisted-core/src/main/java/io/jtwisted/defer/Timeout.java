package io.jtwisted.defer;

import io.jtwisted.loop.Clock;
import io.jtwisted.loop.DelayedCall;
import io.jtwisted.loop.Loop;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A link which cancels what is before it when time is up. */
final class Timeout<T extends @Nullable Object> extends Deferred<T> {
    private final Duration patience;
    private final Clock clock;
    private final @Nullable Callback<? super Outcome<T>, ? extends T> onTimeoutCancel;

    // Both are touched on the clock's thread and on the chain's, which may be different ones.
    private volatile boolean over;
    private volatile boolean expired;
    private @Nullable DelayedCall call;

    private Timeout(
            Deferred<T> covered,
            Duration patience,
            Clock clock,
            @Nullable Callback<? super Outcome<T>, ? extends T> onTimeoutCancel) {
        super(covered, patience);
        this.patience = patience;
        this.clock = clock;
        this.onTimeoutCancel = onTimeoutCancel;
    }

    static <T extends @Nullable Object> Deferred<T> add(
            Deferred<T> covered,
            Duration patience,
            Clock clock,
            @Nullable Callback<? super Outcome<T>, ? extends T> onTimeoutCancel) {
        if (patience.isNegative()) {
            throw new IllegalArgumentException("a timeout cannot be negative: " + patience);
        }
        Timeout<T> timeout = new Timeout<>(covered, patience, clock, onTimeoutCancel);
        covered.add(timeout);
        timeout.onClock(() -> timeout.start(covered));
        return timeout;
    }

    private void start(Deferred<T> covered) {
        if (!over) {
            call = clock.callLater(patience, () -> {
                expired = true;
                covered.cancelBefore();
            });
        }
    }

    private void stop() {
        if (call != null && call.active()) {
            call.cancel();
        }
    }

    @Override
    Object apply(Object outcome) throws Throwable {
        over = true;
        onClock(this::stop);
        if (expired && onTimeoutCancel != null) {
            return encode(onTimeoutCancel.call(Links.visible(outcome)));
        }
        if (expired && outcome instanceof Failed failed && failed.cause instanceof CancellationException) {
            return new Failed(new TimeoutException("no result after " + patience));
        }
        return outcome;
    }

    private void onClock(Runnable work) {
        if (clock instanceof Loop loop && !loop.inLoop()) {
            loop.callFromThread(work);
        } else {
            work.run();
        }
    }
}
