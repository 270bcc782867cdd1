package io.jtwisted.net;

import java.time.Duration;

/** What one connection counts, for itself and in the ledger of its port. Belongs to the reactor's thread. */
final class Account {
    private final Connection connection;
    private final Ledger ledger;
    private final long highWater;
    private long since;
    private long received;
    private long sent;
    private boolean full;

    Account(Connection connection, Ledger ledger, long highWater) {
        this.connection = connection;
        this.ledger = ledger;
        this.highWater = highWater;
    }

    Ledger ledger() {
        return ledger;
    }

    boolean isOf(Ledger other) {
        return ledger == other;
    }

    /** Nothing is left of the connection. */
    void forgotten() {
        ledger.forgotten(connection);
    }

    void opened() {
        since = connection.nanos();
        ledger.opened(connection);
    }

    void received(int bytes) {
        received += bytes;
        ledger.received(bytes);
    }

    /** Bytes were written, and so many are unsent now. */
    void wrote(long unsent) {
        if (!full && unsent > highWater) {
            full = true;
            ledger.unwritable(1);
        }
    }

    /** Bytes have left, and so many are still unsent. */
    void sent(long bytes, long unsent) {
        sent += bytes;
        ledger.sent(bytes);
        if (full && unsent <= highWater) {
            drained();
        }
    }

    void closed(CloseReason reason) {
        if (full) {
            drained();
        }
        ledger.closed(connection, reason, age());
    }

    ConnectionStatistics statistics() {
        return new ConnectionStatistics(
                connection.id(),
                connection.peer(),
                age(),
                received,
                sent,
                connection.unsent(),
                connection.secure() ? connection.tls().protocol() : "");
    }

    private void drained() {
        full = false;
        ledger.unwritable(-1);
    }

    private Duration age() {
        return Duration.ofNanos(connection.nanos() - since);
    }
}
