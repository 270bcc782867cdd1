package io.jtwisted.net;

import io.jtwisted.bytes.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * One side of one connection. Its fields are the state of the connection, and need no lock: everything here is called
 * on the reactor, one call after the other. Twisted: {@code twisted.internet.protocol.Protocol}.
 *
 * <p>The events come in this order: {@link #connectionMade()} once (over TLS, after the handshake), then
 * {@link #dataReceived} any number of times, then {@link #connectionLost} once. An event may throw anything: the
 * connection is closed with that reason, and no other connection notices. The same holds for what a chain hands to
 * {@link #fail}. How it is logged depends on whose fault it is:
 *
 * <ul>
 *   <li>a {@link ProtocolException} (the peer's fault), a {@link TransportException} (the network's), and what has ended
 *       this connection already: one line at DEBUG;
 *   <li>the failure to make another connection ({@link java.net.ConnectException} and its kin,
 *       {@link java.net.UnknownHostException}, {@link java.net.SocketTimeoutException},
 *       {@link javax.net.ssl.SSLException}): one line at WARN, for the operator;
 *   <li>everything else, of which any other {@link java.io.IOException} is a part: ERROR, with its stack.
 * </ul>
 */
public abstract class Protocol {
    private @Nullable Connection transport;

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
        return connection();
    }

    /**
     * The reactor on which this protocol lives.
     *
     * @throws IllegalStateException before the connection is made
     */
    public final Reactor reactor() {
        return transport().reactor();
    }

    /**
     * Closes the connection because of this; the end of many chains: {@code ….otherwise(this::fail)}. When another
     * protocol has taken over the connection, this is only logged.
     */
    protected final void fail(Throwable cause) {
        if (hasConnection()) {
            transport().fail(cause);
        } else {
            connection().failedAfterHandOver(cause);
        }
    }

    /**
     * For protocols which keep bytes to deliver them in pieces, on the reactor: whether the next piece may be
     * delivered now. Not while {@link Transport#pauseReading()} holds, and not after this side has closed.
     */
    protected final boolean delivers() {
        return hasConnection() && connection().intake().delivers();
    }

    /** For protocols which keep bytes: no more for now. Independent of {@link Transport#pauseReading()}. */
    protected final void holdReading() {
        if (hasConnection()) {
            connection().intake().hold();
        }
    }

    /** For protocols which keep bytes: ends {@link #holdReading()}, and asks for {@link #readingResumed()}. */
    protected final void releaseReading() {
        if (hasConnection()) {
            connection().intake().release();
        }
    }

    /**
     * For protocols that keep bytes: whether some of what arrived is not delivered yet. {@link Transport#startTls} refuses
     * to begin then, and closes: these bytes came in the clear, and must not be taken for what comes encrypted. A protocol
     * that keeps what {@code dataReceived} gave it must override this.
     */
    protected boolean keepsBytes() {
        return false;
    }

    /**
     * For protocols which keep bytes: after a pause or a {@link #releaseReading()}, before anything that arrived
     * meanwhile, and never inside another event. Deliver what you kept.
     */
    protected void readingResumed() throws Exception {}

    /**
     * For protocols which keep bytes, on the reactor: whether one of the kept pieces is whole, and will be delivered
     * when a pause, or whatever else holds it back, has ended. Until then the peer's end and the loss of the connection
     * wait, so that the protocol is told of everything in the order in which it arrived. A protocol for which this was
     * true calls {@link #releaseReading()} when it can go on.
     */
    protected boolean delaysEnd() {
        return false;
    }

    /**
     * For protocols which answer later, on the reactor: whether an answer is still to be written. When the peer has
     * ended, the connection is closed after that answer; {@link #answered()} says that it is there.
     */
    protected boolean owesAnswer() {
        return false;
    }

    /** For protocols which answer later, on the reactor: {@link #owesAnswer()} may have changed. */
    protected final void answered() {
        if (hasConnection() && connection().state() == ConnectionState.CLOSING) {
            connection().needTurn(); // it is there, or is about to be written in this turn
        }
    }

    /**
     * For protocols which keep bytes and are {@link HalfCloseable}: the peer has ended, and all that arrived whole has
     * been delivered. {@link HalfCloseable#readConnectionLost()} follows.
     */
    protected void arrivalsEnded() {}

    /** For protocols which keep bytes: no more will come. {@link #connectionLost} follows. */
    protected void readingEnded(CloseReason reason) {}

    /** For protocols which keep bytes, on the reactor: whether bytes may still arrive, or be delivered. */
    protected final boolean mayReceive() {
        return hasConnection() && connection().intake().mayReceive();
    }

    /**
     * For protocols which keep bytes: another protocol has taken over the connection ({@link Transport#become}), and this
     * one hears nothing more. What waits for more bytes should fail.
     */
    protected void handedOver() {}

    /** This connection is lost. A protocol which was used twice hears nothing of the second one. */
    final void tellLoss(Connection lost, CloseReason reason) throws Exception {
        if (lost == transport) {
            readingEnded(reason);
            connectionLost(reason);
        }
    }

    /** Whether it has a connection, and has not handed it over. */
    private boolean hasConnection() {
        return connection().protocol() == this;
    }

    private Connection connection() {
        if (transport == null) {
            throw new IllegalStateException("not connected yet: the transport is there from connectionMade() on");
        }
        return transport;
    }

    /**
     * For makers of transports: ties this protocol to its transport, once, and tells it.
     *
     * @throws IllegalStateException if it has been connected before: each connection needs a protocol of its own
     */
    public final void makeConnection(Connection connected) throws Exception {
        checkUnused();
        transport = connected;
        connectionMade();
    }

    /** Throws if the other one cannot take over this one's connection. */
    final void checkHandOver(Protocol next) {
        next.checkUnused();
        if (keepsBytes()) {
            throw new IllegalStateException(getClass().getName() + " keeps bytes that arrived: hand them over to "
                    + next.getClass().getName() + " as leftOver");
        }
    }

    /** Throws if it has been connected before. */
    private void checkUnused() {
        if (transport != null) {
            throw new IllegalStateException("a protocol is one connection, and this "
                    + getClass().getName() + " has had its own: make a new one each time");
        }
    }
}
