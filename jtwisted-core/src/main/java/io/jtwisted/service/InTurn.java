package io.jtwisted.service;

import io.jtwisted.defer.Deferred;
import io.jtwisted.defer.DeferredCallable;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Does one thing at a time, in the order asked: each when the Deferred of the one before has fired. On a reactor. */
final class InTurn {
    private final Queue<Deferred<Boolean>> waiting = new ArrayDeque<>();
    private boolean busy;

    /** Cancelling it while it waits its turn takes it back; later, it cancels the work. */
    <T extends @Nullable Object> Deferred<T> run(DeferredCallable<T> work) {
        Deferred<Boolean> turn = new Deferred<>(waiting::remove);
        Deferred<T> result =
                turn.chainCallback(mine -> Deferred.maybeDeferred(work).always(this::next));
        waiting.add(turn);
        if (!busy) {
            next();
        }
        return result;
    }

    private void next() {
        Deferred<Boolean> turn = waiting.poll();
        busy = turn != null;
        if (turn != null) {
            turn.callback(true);
        }
    }
}
