package io.jtwisted.defer;

import io.jtwisted.loop.Loop;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a head knows beside its home, if it knows more: how to cancel its work, or that it was cancelled. */
final class Origin<T extends @Nullable Object> {
    private final @Nullable Loop home;
    private @Nullable Consumer<? super Deferred<T>> canceller;
    private boolean swallows;

    Origin(@Nullable Loop home, @Nullable Consumer<? super Deferred<T>> canceller) {
        this.home = home;
        this.canceller = canceller;
    }

    /** Of one which was cancelled without a canceller: its producer does not know, and may fire it once more. */
    static Origin<?> cancelled(@Nullable Loop home) {
        Origin<?> origin = new Origin<>(home, null);
        origin.swallows = true;
        return origin;
    }

    @Nullable
    Loop home() {
        return home;
    }

    boolean cancellable() {
        return canceller != null;
    }

    /** Asks the canceller, the first time. */
    @SuppressWarnings("unchecked") // an Origin belongs to the one head which it was made for
    void cancel(Node head) {
        Consumer<? super Deferred<T>> asked = canceller;
        canceller = null;
        if (asked != null) {
            asked.accept((Deferred<T>) head);
        }
    }

    void forgetCanceller() {
        canceller = null;
    }

    synchronized boolean swallow() {
        boolean swallowed = swallows;
        swallows = false;
        return swallowed;
    }
}
