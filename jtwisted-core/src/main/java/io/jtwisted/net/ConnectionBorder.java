package io.jtwisted.net;

import io.jtwisted.defer.Action;
import io.jtwisted.defer.Deferred;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The border of a connection: what its protocol throws closes it. Belongs to the reactor's thread. */
final class ConnectionBorder extends Border {
    private final Connection connection;
    private @Nullable Set<Deferred<CloseReason>> waiting;
    private @Nullable CloseReason over;

    ConnectionBorder(Connection connection, Ledger ledger) {
        super(ledger);
        this.connection = connection;
    }

    @Override
    void threw(Throwable cause) {
        connection.fail(cause);
    }

    @Override
    void blamed(Throwable cause) {
        connection.protocolFailed(cause);
    }

    @Override
    Object user() {
        return connection.protocol();
    }

    @Override
    Object subject() {
        return connection;
    }

    @Override
    LogContext newContext() {
        return LogContext.of(connection, ledger().port());
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
        Deferred<CloseReason> end = Deferred.on(ledger().reactor(), this::leave);
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
        context().around(() -> Blame.warn(this, ledger().port(), cause));
        ledger().failed(connection, cause);
    }

    /**
     * The connection is closed because of this, unless it is over already.
     *
     * @param known why it is closed already
     */
    void failed(Throwable cause, @Nullable CloseReason known, boolean alreadyOver) {
        log(
                cause,
                known == null ? null : known.cause(),
                alreadyOver ? "an exception after it was closed" : "closed because of an exception");
        if (!alreadyOver) {
            ledger().failed(connection, cause);
        }
    }
}
