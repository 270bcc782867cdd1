package io.jtwisted.net;

import io.jtwisted.defer.Action;
import io.jtwisted.defer.Deferred;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The border between a connection and the code of its user. What that throws stops here; what is logged about it here
 * has the {@link LogContext} of the connection, and what that logs itself has it where the ledger says so.
 */
final class Border {
    private final Connection connection;
    private final Ledger ledger;
    private @Nullable LogContext context;
    private @Nullable Set<Deferred<CloseReason>> waiting;
    private @Nullable CloseReason over;

    Border(Connection connection, Ledger ledger) {
        this.connection = connection;
        this.ledger = ledger;
    }

    /** Tells of an event. What that throws closes the connection, and is given back. */
    <T> @Nullable Throwable tell(T told, Action<T> event) {
        try {
            run(told, event);
            return null;
        } catch (Throwable e) {
            connection.fail(e);
            return e;
        }
    }

    /** Tells of the last event. What that throws can only be logged. */
    <T> void tellLast(T told, Action<T> event) {
        try {
            run(told, event);
        } catch (Throwable e) {
            log(e, over == null ? null : over.cause(), "an exception in connectionLost");
        }
    }

    /** Fires when the last event has been told. */
    Deferred<CloseReason> end() {
        if (over != null) {
            return Deferred.succeed(over);
        }
        if (waiting == null) {
            waiting = new LinkedHashSet<>(2);
        }
        Deferred<CloseReason> end = Deferred.on(ledger.reactor(), this::leave);
        waiting.add(end);
        return end;
    }

    private void leave(Deferred<CloseReason> cancelled) {
        if (waiting != null) {
            waiting.remove(cancelled);
        }
    }

    /** The last event has been told. */
    void ended(CloseReason reason) {
        over = reason;
        if (waiting != null) {
            List.copyOf(waiting).forEach(end -> end.callback(reason));
            waiting = null;
        }
    }

    /** The connection is aborted because of this, and an operator may have to act. */
    void aborted(Throwable cause) {
        context().around(() -> Blame.warn(connection, ledger.port(), cause));
        ledger.failed(connection, cause);
    }

    /**
     * The connection is closed because of this, unless it is over already.
     *
     * @param known why it is closed already
     */
    void failed(Throwable cause, @Nullable CloseReason known, boolean over) {
        log(
                cause,
                known == null ? null : known.cause(),
                over ? "an exception after it was closed" : "closed because of an exception");
        if (!over) {
            ledger.failed(connection, cause);
        }
    }

    /** Logs why the connection failed, unless it is known. */
    void log(Throwable cause, @Nullable Throwable known, String what) {
        context().around(() -> {
            if (Blame.log(connection, cause, known, what)) {
                connection.protocolFailed(cause);
            }
        });
    }

    private <T> void run(T told, Action<T> event) throws Exception {
        if (ledger.mdc()) {
            context().around(() -> event.run(told));
        } else {
            event.run(told);
        }
    }

    /** Made once, and only where it is wanted: its texts are not free. */
    private LogContext context() {
        LogContext known = context;
        if (known == null) {
            known = LogContext.of(connection, ledger.port());
            context = known;
        }
        return known;
    }
}
