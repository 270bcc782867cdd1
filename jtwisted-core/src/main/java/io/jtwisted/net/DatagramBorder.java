package io.jtwisted.net;

import io.jtwisted.defer.Action;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The border of a port for datagrams, on which one protocol talks to all peers: what it throws ends that datagram, and
 * neither the port nor another peer notices. For ledgers that have a port. Belongs to the reactor's thread.
 */
final class DatagramBorder extends Border {
    private final Object protocol;
    private @Nullable Address from;

    DatagramBorder(Object protocol, Ledger ledger) {
        super(ledger);
        this.protocol = protocol;
    }

    /** Tells of a datagram which came from there, or of what it led to. What that throws is logged and counted. */
    <T> void tellOf(Address peer, T told, Action<T> event) {
        from = peer;
        try {
            if (ledger().mdc()) {
                LogContext.of(port(), peer).around(() -> event.run(told));
            } else {
                event.run(told);
            }
        } catch (Throwable e) {
            threw(e);
        } finally {
            from = null;
        }
    }

    @Override
    void threw(Throwable cause) {
        Address peer = from;
        LogContext.of(port(), peer).around(() -> Blame.log(this, cause, null, "an exception of the protocol"));
        ledger().datagramFailed(peer, cause);
    }

    @Override
    void blamed(Throwable cause) {}

    @Override
    Object user() {
        return protocol;
    }

    @Override
    Object subject() {
        Address peer = from;
        return protocol.getClass().getSimpleName() + " " + (peer == null ? port() : peer);
    }

    @Override
    LogContext newContext() {
        return LogContext.of(port(), null);
    }

    private Port port() {
        return Objects.requireNonNull(ledger().port(), "a port of datagrams has a ledger of its own");
    }
}
