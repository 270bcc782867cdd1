package io.jtwisted.net;

import io.jtwisted.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * One side of one connection. Its fields are the state of the connection, and need no lock: everything here is called
 * on the reactor, one call after the other. Twisted: {@code twisted.internet.protocol.Protocol}.
 *
 * <p>The events come in this order: {@link #connectionMade()} once (over TLS, after the handshake), then
 * {@link #dataReceived} any number of times, then {@link #connectionLost} once. An event may throw anything: the
 * connection is closed with that reason, and nobody else notices. A {@link java.io.IOException}, which a
 * {@link ProtocolException} is, was the network's or the peer's fault and is logged at DEBUG in one line; everything
 * else at ERROR with its stack.
 */
public abstract class Protocol {
    private @Nullable Transport transport;

    /** The connection is there. */
    public void connectionMade() throws Exception {}

    /** Bytes arrived: never none, and cut wherever the network cut them. */
    public void dataReceived(Bytes data) throws Exception {}

    /** The connection is gone. */
    public void connectionLost(CloseReason reason) throws Exception {}

    /** The program wants to end: say goodbye. Closes the connection, unless a protocol knows better. */
    public void shuttingDown() throws Exception {
        transport().loseConnection();
    }

    /**
     * What this protocol talks through.
     *
     * @throws IllegalStateException before the connection is made
     */
    public final Transport transport() {
        if (transport == null) {
            throw new IllegalStateException("not connected yet: the transport is there from connectionMade() on");
        }
        return transport;
    }

    /**
     * The reactor on which this protocol lives.
     *
     * @throws IllegalStateException before the connection is made
     */
    public final Reactor reactor() {
        return transport().reactor();
    }

    /** Closes the connection because of this; the end of many chains: {@code ….otherwise(this::fail)}. */
    protected final void fail(Throwable cause) {
        transport().fail(cause);
    }

    /**
     * For makers of transports: ties this protocol to its transport, once, and tells it.
     *
     * @throws IllegalStateException if it has been connected before: each connection needs a protocol of its own
     */
    public final void makeConnection(Transport connected) throws Exception {
        if (transport != null) {
            throw new IllegalStateException("a protocol is one connection, and this "
                    + getClass().getName() + " has had its own: make a new one each time");
        }
        transport = connected;
        connectionMade();
    }
}
