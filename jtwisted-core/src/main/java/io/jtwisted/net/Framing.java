package io.jtwisted.net;

import io.jtwisted.bytes.Bytes;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of a protocol into those of the transport below it, and back: the part of a {@link Layer} that differs
 * from one layer to another, such as the frames of WebSocket or the records of TLS. One for each connection; everything is
 * called on the reactor. What a method throws closes the connection with that reason.
 *
 * <pre>{@code
 * final class Lengths extends Framing { // two bytes of length before each piece
 *     private final ByteQueue arrived = new ByteQueue();
 *
 *     protected void received(Bytes data) {
 *         arrived.add(data);
 *         while (arrived.length() >= 2 && arrived.length() >= 2 + length()) {
 *             int length = length();
 *             arrived.skip(2);
 *             deliver(arrived.take(length));
 *         }
 *     }
 *
 *     protected void write(Bytes data) { // never more than 65,535 at a time
 *         send(Bytes.of((byte) (data.length() >> 8), (byte) data.length()).plus(data));
 *     }
 * }
 * }</pre>
 */
public abstract class Framing {
    /** At most so many bytes are given to {@link #write} at a time. */
    public static final int PIECE = 65_535;

    private @Nullable Layer layer;

    /**
     * The transport below is there. Opens at once, as it stands; a framing that has to shake hands first overrides this,
     * and calls {@link #open()} when that is done.
     */
    protected void begin() throws Exception {
        open();
    }

    /** Bytes have arrived from below, cut wherever the network cut them. */
    protected abstract void received(Bytes data) throws Exception;

    /** The protocol above has written these: at most {@link #PIECE} bytes, never none. To be passed to {@link #send}. */
    protected abstract void write(Bytes data) throws Exception;

    /** The peer has ended its half of the transport below. As it stands, the protocol above is told the same. */
    protected void ended() throws Exception {
        end();
    }

    /** The protocol above has ended its half. As it stands, that half of the transport below ends. */
    protected void writeEnded() throws Exception {
        below().loseWriteConnection();
    }

    /** The protocol above has closed, and the transport below closes next. Last words may be sent. */
    protected void closing() throws Exception {}

    /** The transport below is lost: a framing that waits for something gives up. */
    protected void lost(CloseReason reason) {}

    /** A fact about this layer: see {@link Transport#detail}. */
    protected <T> Optional<T> detail(Class<T> type) {
        return Optional.empty();
    }

    /** What a handshake found, if this framing encrypts; null if it does not. */
    protected @Nullable TlsSession tls() {
        return null;
    }

    /** The protocol above is connected now. */
    protected final void open() throws Exception {
        layer().open();
    }

    /** Gives these bytes to the protocol above. */
    protected final void deliver(Bytes data) {
        if (!data.isEmpty()) {
            layer().deliver(data);
        }
    }

    /** Gives these bytes to the transport below. */
    protected final void send(Bytes data) {
        below().write(data);
    }

    /** The peer of the protocol above has ended its half. */
    protected final void end() {
        layer().end();
    }

    /** Closes the connection because of this, as {@link Transport#fail} does: what was not sent is lost. */
    protected final void fail(Throwable cause) {
        below().fail(cause);
    }

    /**
     * Closes the connection because the peer or the network is at fault, after what was sent so far: an alert, for one.
     * It is not logged as a failure of this program.
     */
    protected final void giveUp(Throwable cause) {
        layer().giveUp(cause);
    }

    /** Has what the protocol above has written in this turn given to {@link #write} now, as far as there is room. */
    protected final void flush() {
        layer().flush();
    }

    /** Where this layer counts, and tells listeners of handshakes. */
    protected final Ledger ledger() {
        return layer().ledger();
    }

    /** Whether the other side has begun this connection, and this one has accepted it. */
    protected final boolean isServer() {
        return layer().isServer();
    }

    /**
     * What this layer lies on.
     *
     * @throws IllegalStateException before {@link #begin()}
     */
    protected final Transport below() {
        return layer().transport();
    }

    final void bind(Layer of) {
        if (layer != null) {
            throw new IllegalStateException(
                    "a framing is one connection, and this " + getClass().getName() + " has had its own");
        }
        layer = of;
    }

    private Layer layer() {
        return Objects.requireNonNull(layer, "this framing belongs to no layer yet");
    }
}
