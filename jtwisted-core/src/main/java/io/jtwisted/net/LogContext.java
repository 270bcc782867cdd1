package io.jtwisted.net;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * What the MDC says while something is logged about a connection: {@code connection} is its number, {@code listener} the
 * name of its port, {@code peer} the address of the other side. What does not apply is not there: an outgoing connection
 * has no listener, even if it was asked for by one which has.
 */
final class LogContext {
    private static final String CONNECTION = "connection";
    private static final String LISTENER = "listener";
    private static final String PEER = "peer";

    private final @Nullable String connection;
    private final @Nullable String listener;
    private final @Nullable String peer;

    /** What is to happen with these entries. */
    interface Work<E extends Exception> {
        void run() throws E;
    }

    private LogContext(@Nullable String connection, @Nullable Port port, @Nullable Address peer) {
        this.connection = connection;
        this.listener = port == null ? null : port.name();
        this.peer = peer == null ? null : peer.toString();
    }

    /** Of this connection, which the port has accepted, or none. */
    static LogContext of(Connection connection, @Nullable Port port) {
        return new LogContext(Long.toString(connection.id()), port, connection.peer());
    }

    /** Of a peer that this port does not serve, or not yet. */
    static LogContext of(@Nullable Port port, @Nullable Address peer) {
        return new LogContext(null, port, peer);
    }

    /** Does this, and leaves these three entries as they were; others that are made meanwhile stay. */
    <E extends Exception> void around(Work<E> work) throws E {
        String connectionBefore = swap(CONNECTION, connection);
        String listenerBefore = swap(LISTENER, listener);
        String peerBefore = swap(PEER, peer);
        try {
            work.run();
        } finally {
            swap(CONNECTION, connectionBefore);
            swap(LISTENER, listenerBefore);
            swap(PEER, peerBefore);
        }
    }

    private static @Nullable String swap(String key, @Nullable String value) {
        String before = MDC.get(key);
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
        return before;
    }
}
