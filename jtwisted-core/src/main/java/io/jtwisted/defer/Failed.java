package io.jtwisted.defer;

import java.lang.ref.Cleaner;
import org.jspecify.annotations.Nullable;

/** A failure on its way along a chain. Whoever forgets it at the end of one hears of it in the log. */
final class Failed {
    final Throwable cause;

    // Only who leaves a failure and who comes late for it touch this: under the lock, as they may race.
    private Cleaner.@Nullable Cleanable report;

    Failed(Throwable cause) {
        this.cause = cause;
    }

    /** Has it reported if it is garbage collected where it waits: at the end of a chain, handled by nobody. */
    synchronized void watch(Node end) {
        if (end.waits()) {
            report = Forgotten.watch(this);
        }
    }

    /** Somebody took it: it is his business now. */
    synchronized void taken() {
        if (report != null) {
            Forgotten.forgive(report);
            report = null;
        }
    }
}
