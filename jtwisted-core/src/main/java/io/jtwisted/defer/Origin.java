package io.jtwisted.defer;

import io.jtwisted.loop.Loop;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a head knows beside its home, if it knows more: how to cancel its work, or that it was cancelled. */
sealed class Origin<T extends @Nullable Object> permits Traced {
    private enum State {
        USUAL,
        /** After a cancel it still waits for its producer: another cancel asks the canceller again. */
        WAITS,
        /** It was cancelled. Its producer may not know, and may fire it once more. */
        SWALLOWS,
        /** It was cancelled, and its producer has fired it once more. */
        CANCELLED
    }

    private final @Nullable Loop home;
    private @Nullable Consumer<? super Deferred<T>> canceller;
    private State state = State.USUAL;

    Origin(@Nullable Loop home, @Nullable Consumer<? super Deferred<T>> canceller) {
        this.home = home;
        this.canceller = canceller;
    }

    static <T extends @Nullable Object> Origin<T> of(@Nullable Loop home, Consumer<? super Deferred<T>> canceller) {
        return Trail.wanted() ? new Traced<>(home, canceller) : new Origin<>(home, canceller);
    }

    /**
     * After a cancel it still waits for its producer: a second cancel asks the canceller again. Set before it is
     * shared.
     */
    final Origin<T> waiting() {
        state = State.WAITS;
        return this;
    }

    final @Nullable Loop home() {
        return home;
    }

    /** Asks the canceller. False if its head goes on: it was asked before, or there is none, or the head waits. */
    @SuppressWarnings({"unchecked", "CatchingUnchecked"}) // an Origin belongs to the one head which it was made for
    boolean cancel(Node head) {
        boolean waits = state == State.WAITS;
        Consumer<? super Deferred<T>> asked = waits ? canceller() : takeCanceller();
        if (asked == null) {
            return false;
        }
        try {
            asked.accept((Deferred<T>) head);
        } catch (Exception | Error e) {
            Forgotten.report(e, home); // cancelling goes on: the caller may have others to cancel
        }
        return !waits;
    }

    /** Its head fires here and now. */
    void fired() {
        takeCanceller();
    }

    private synchronized @Nullable Consumer<? super Deferred<T>> canceller() {
        return canceller;
    }

    private synchronized @Nullable Consumer<? super Deferred<T>> takeCanceller() {
        Consumer<? super Deferred<T>> taken = canceller;
        canceller = null;
        return taken;
    }

    /** A cancel has fired its head: the one fire that may still come is to be ignored. */
    final synchronized void cancelled() {
        state = State.SWALLOWS;
    }

    final synchronized boolean isCancelled() {
        return state == State.SWALLOWS || state == State.CANCELLED;
    }

    /** Whether this fire comes after a cancel, and is the first which does. */
    final synchronized boolean swallow() {
        boolean swallowed = state == State.SWALLOWS;
        if (swallowed) {
            state = State.CANCELLED;
        }
        return swallowed;
    }
}
