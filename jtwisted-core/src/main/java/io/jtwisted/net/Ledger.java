package io.jtwisted.net;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * For makers of transports: counts the connections of one port on one reactor, or the outgoing ones of a reactor, and
 * tells the listeners of that reactor. Only the reactor's thread writes, so that counting costs an addition; any thread
 * may read. Summed up by {@link #total}.
 */
public final class Ledger {
    private static final List<Refusal> REASONS = List.of(Refusal.values());

    /** Two threads which write into one cache line cost each other tens of nanoseconds: there is one on either side. */
    private static final int LINE = 8;

    private static final int OPENED = LINE;
    private static final int CLOSED = OPENED + 1;
    private static final int RECEIVED = CLOSED + 1;
    private static final int SENT = RECEIVED + 1;
    private static final int UNWRITABLE = SENT + 1;
    private static final int REFUSED = UNWRITABLE + 1;

    private final Connections connections;
    private final Listeners listeners;
    private final AtomicLongArray counts = new AtomicLongArray(REFUSED + REASONS.size() + LINE);
    private @Nullable Port port;
    private boolean layers;

    /** With nothing in it yet. */
    Ledger(Connections connections) {
        this.connections = connections;
        this.listeners = connections.listeners();
    }

    /**
     * A ledger for layers over the connections of this one: listeners hear of them, and the figures of the port and the
     * farewells of the reactor are not doubled by them.
     */
    public Ledger beside() {
        Ledger beside = new Ledger(connections);
        beside.port = port;
        beside.layers = true;
        return beside;
    }

    /** The port of these connections, set before there are any; none if they are outgoing. */
    public Ledger of(Port served) {
        port = served;
        return this;
    }

    /** Logs something about a peer that has no connection, with the port in the MDC, and the peer if it is known. */
    public void log(@Nullable Address peer, Runnable statement) {
        LogContext.of(port, peer).around(statement::run);
    }

    /** The port refused a connection. For a ledger that has a port. */
    public void refused(Refusal reason) {
        Port refusing = port;
        if (refusing != null) {
            count(REFUSED + REASONS.indexOf(reason), 1);
            listeners.tell(listener -> listener.refused(refusing, reason));
        }
    }

    /** A handshake has succeeded. */
    public void handshaken(Duration took, TlsSession session) {
        listeners.tell(listener -> listener.handshake(port, took, session, null));
    }

    /** A handshake has failed. If it was to be the beginning of a connection, that is refused, too. */
    public void unshaken(Duration took, Throwable failure, boolean beginning) {
        listeners.tell(listener -> listener.handshake(port, took, null, failure));
        if (beginning) {
            refused(Refusal.HANDSHAKE);
        }
    }

    /** All of these together. */
    public static PortStatistics total(Collection<Ledger> ledgers) {
        Map<Refusal, Long> refused = new EnumMap<>(Refusal.class);
        for (Refusal reason : REASONS) {
            refused.put(reason, sum(ledgers, REFUSED + REASONS.indexOf(reason)));
        }
        long closed = sum(ledgers, CLOSED); // before the opened ones, or there might be fewer than none
        return new PortStatistics(
                sum(ledgers, OPENED),
                closed,
                sum(ledgers, RECEIVED),
                sum(ledgers, SENT),
                sum(ledgers, UNWRITABLE),
                refused);
    }

    Connections connections() {
        return connections;
    }

    Reactor reactor() {
        return connections.reactor();
    }

    @Nullable
    Port port() {
        return port;
    }

    boolean mdc() {
        return connections.mdc();
    }

    void opened(Connection connection) {
        if (!layers) {
            connections.opened(connection);
        }
        count(OPENED, 1);
        listeners.tell(listener -> listener.opened(port, connection));
    }

    void closed(Connection connection, CloseReason reason, Duration age) {
        counts.setRelease(CLOSED, counts.getPlain(CLOSED) + 1); // never seen before its opening
        listeners.tell(listener -> listener.closed(port, connection, reason, age));
    }

    /** Nothing is left of the connection. */
    void forgotten(Connection connection) {
        if (!layers) {
            connections.closed(connection);
        }
    }

    /** Of a datagram; the peer is null if no datagram led to this. For a ledger that has a port. */
    void datagramFailed(@Nullable Address peer, Throwable cause) {
        Port failing = port;
        if (failing != null) {
            listeners.tell(listener -> listener.datagramFailed(failing, peer, cause));
        }
    }

    void failed(Connection connection, Throwable cause) {
        listeners.tell(listener -> listener.failed(port, connection, cause));
    }

    /** This many bytes have arrived. A {@link Connection} says so itself. */
    public void received(long bytes) {
        count(RECEIVED, bytes);
    }

    /** This many bytes have left. A {@link Connection} says so itself. */
    public void sent(long bytes) {
        count(SENT, bytes);
    }

    void unwritable(int more) {
        count(UNWRITABLE, more);
    }

    /** One writer needs no atomic addition, and readers need no order: half a nanosecond instead of ten. */
    private void count(int what, long more) {
        counts.setOpaque(what, counts.getPlain(what) + more);
    }

    private static long sum(Collection<Ledger> ledgers, int what) {
        return ledgers.stream()
                .mapToLong(ledger -> ledger.counts.getAcquire(what))
                .sum();
    }
}
