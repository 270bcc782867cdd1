package io.jtwisted.defer;

import org.jspecify.annotations.Nullable;

/** A failure on its way along a chain. Whoever forgets it at the end of one hears of it in the log. */
final class Failed {
    final Throwable cause;

    // Only who leaves a failure and who comes late for it touch this: under the lock, as they may race.
    private @Nullable Forgotten forgotten;

    Failed(Throwable cause) {
        this.cause = cause;
    }

    /** Has it reported if it is garbage collected where it waits: at the end of a chain, handled by nobody. */
    synchronized void watch(Node end, @Nullable Trail trail, @Nullable Unhandled account) {
        if (end.waits()) {
            forgotten = Forgotten.watch(this, trail, account);
        }
    }

    /** Somebody took it: it is his business now. */
    synchronized void taken() {
        if (forgotten != null) {
            forgotten.forgive();
            forgotten = null;
        }
    }
}
