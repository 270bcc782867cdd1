package io.jtwisted.defer;

import org.jspecify.annotations.Nullable;

/** A failure on its way along a chain. If it is forgotten at the end of the chain, it is logged. */
final class Failed {
    final Throwable cause;

    // Only the thread that leaves a failure and one that comes late for it touch this: under the lock, as they may
    // race.
    private @Nullable Forgotten forgotten;

    Failed(Throwable cause) {
        this.cause = cause;
    }

    /** Has it reported if it is garbage collected where it waits: at the end of a chain, not handled. */
    synchronized void watch(Node end, @Nullable Trail trail, @Nullable Unhandled account) {
        if (end.waits()) {
            forgotten = Forgotten.watch(this, trail, account);
        }
    }

    /** It was taken: its new owner is responsible for it. */
    synchronized void taken() {
        if (forgotten != null) {
            forgotten.forgive();
            forgotten = null;
        }
    }
}
