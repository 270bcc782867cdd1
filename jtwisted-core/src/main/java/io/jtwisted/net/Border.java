package io.jtwisted.net;

import io.jtwisted.defer.Action;
import org.jspecify.annotations.Nullable;

/**
 * The border between what talks to a peer and the code of its user. What that throws stops here; what is logged about it
 * here has the {@link LogContext} of the talk, and what that logs itself has it where the ledger says so. Belongs to the
 * reactor's thread.
 */
abstract class Border {
    private final Ledger ledger;
    private @Nullable LogContext context;

    Border(Ledger ledger) {
        this.ledger = ledger;
    }

    /** The user's code threw this in an event. */
    abstract void threw(Throwable cause);

    /** It was logged as a fault of this program. */
    abstract void blamed(Throwable cause);

    /** The user's code. */
    abstract Object user();

    /** What to call it in a log line. */
    abstract Object subject();

    /** What the MDC is to say. */
    abstract LogContext newContext();

    final Ledger ledger() {
        return ledger;
    }

    /** Tells of an event. What that throws is dealt with, and given back. */
    final <T> @Nullable Throwable tell(T told, Action<T> event) {
        try {
            run(told, event);
            return null;
        } catch (Throwable e) {
            threw(e);
            return e;
        }
    }

    final <T> void run(T told, Action<T> event) throws Exception {
        if (ledger.mdc()) {
            context().around(() -> event.run(told));
        } else {
            event.run(told);
        }
    }

    /** Logs what went wrong, unless it is known. */
    final void log(Throwable cause, @Nullable Throwable known, String what) {
        context().around(() -> {
            if (Blame.log(this, cause, known, what)) {
                blamed(cause);
            }
        });
    }

    /** Made once, and only where it is wanted: its texts are not free. */
    final LogContext context() {
        LogContext known = context;
        if (known == null) {
            known = newContext();
            context = known;
        }
        return known;
    }
}
