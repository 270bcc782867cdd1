package io.jtwisted.frames;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.bytes.Inbox;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ProtocolException;
import java.nio.charset.StandardCharsets;

/**
 * A protocol made of netstrings: {@code 5:hello,}. Strict: the length has no sign, no space and no leading zero, and the
 * comma is there; a peer that sends anything else is disconnected. Twisted:
 * {@code twisted.protocols.basic.NetstringReceiver}; the format is by D. J. Bernstein, 1997.
 *
 * <p>{@code transport().pauseReading()} in {@link #frameReceived} holds the next netstring back; after
 * {@code loseConnection} and {@code abortConnection} none is delivered. Only {@link #sendFrame} may be called on any
 * thread.
 */
public abstract class NetstringReceiver extends Protocol {
    /** The longest netstring that may arrive, in bytes, unless {@link #setFrameLimit} says otherwise. */
    public static final int FRAME_LIMIT = 99_999;

    private static final Bytes COLON = Bytes.utf8(":");
    private static final int UNKNOWN = -1;

    private final Inbox arrived = new Inbox();
    private int limit = FRAME_LIMIT;
    private int digits;
    private long announced;
    private int length = UNKNOWN;

    /** A netstring arrived; it may be empty. */
    public void frameReceived(Bytes frame) throws Exception {
        throw new UnsupportedOperationException(getClass().getName() + " must override frameReceived");
    }

    /**
     * A netstring arrived: the bytes between two indexes. Takes them out and calls {@link #frameReceived(Bytes)}; to be
     * overridden where they can be read in place, which costs no copy. {@code data.slice(from, to)} shares its memory
     * with whatever arrived together.
     */
    protected void frameReceived(Bytes data, int from, int to) throws Exception {
        frameReceived(data.part(from, to));
    }

    /**
     * The peer announces a netstring that is too long; its digits show this before its bytes arrive. None of its bytes
     * are kept, and the connection is closed when this method returns. Override it to send a last message.
     *
     * @throws ProtocolException always, unless overridden
     */
    protected void frameLimitExceeded() throws Exception {
        throw new ProtocolException("expected a netstring of at most " + limit + " bytes");
    }

    /** Sends a netstring, of any length. Any thread. */
    public final void sendFrame(Bytes frame) {
        byte[] head = (frame.length() + ":").getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[head.length + frame.length() + 1];
        System.arraycopy(head, 0, whole, 0, head.length);
        frame.copyTo(whole, head.length);
        whole[whole.length - 1] = ',';
        transport().write(Bytes.wrap(whole)); // one write, so that no other thread writes in between
    }

    /**
     * The longest netstring that may arrive, in bytes.
     *
     * @throws IllegalArgumentException if it is negative
     */
    protected final void setFrameLimit(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("expected a limit in bytes, not " + bytes);
        }
        limit = bytes;
    }

    @Override
    public final void dataReceived(Bytes data) throws Exception {
        arrived.add(data);
        deliver();
    }

    @Override
    protected final void readingResumed() throws Exception {
        deliver();
    }

    @Override
    protected final boolean delaysEnd() {
        if (length != UNKNOWN) {
            return arrived.length() > length;
        }
        return arrived.indexOf(COLON) >= 0; // only behind a pause: else its length would be known
    }

    /** Whether a netstring, or a part of one, has arrived and is not delivered. */
    @Override
    protected boolean keepsBytes() {
        return !arrived.isEmpty() || length != UNKNOWN;
    }

    private void deliver() throws Exception {
        while (delivers() && (length != UNKNOWN || readLength()) && arrived.length() > length) {
            deliverNext(length);
        }
        arrived.settle();
    }

    private void deliverNext(int known) throws Exception {
        byte end = arrived.at(known);
        if (end != ',') {
            throw malformed("a comma after " + known + " bytes", end);
        }
        length = UNKNOWN;
        if (arrived.inPlace()) {
            Bytes chunk = arrived.chunk();
            int from = arrived.cursor();
            arrived.skip(known + 1); // first: the event may want what follows
            frameReceived(chunk, from, from + known);
        } else {
            Bytes frame = arrived.take(known);
            arrived.skip(1);
            frameReceived(frame, 0, known);
        }
    }

    /** Reads the length, as far as it has arrived; true if it is known. */
    private boolean readLength() throws Exception {
        while (digits < arrived.length()) {
            byte digit = arrived.at(digits);
            if (digit == ':') {
                return readColon();
            }
            announced = withDigit(digit);
            digits++;
            if (announced > limit) {
                arrived.skip(arrived.length());
                frameLimitExceeded();
                transport().loseConnection();
                return false;
            }
        }
        return false;
    }

    private boolean readColon() throws ProtocolException {
        if (digits == 0) {
            throw malformed("a length", (byte) ':');
        }
        length = (int) announced;
        arrived.skip(digits + 1);
        digits = 0;
        announced = 0;
        return true;
    }

    /** The number that the digits so far and this one make; there is at most one digit more than the limit has. */
    private long withDigit(byte digit) throws ProtocolException {
        if (digit < '0' || digit > '9') {
            throw malformed("a digit", digit);
        }
        if (digits == 1 && announced == 0) {
            throw malformed("a colon after a leading zero", digit);
        }
        return 10 * announced + digit - '0';
    }

    private static ProtocolException malformed(String expected, byte found) {
        return new ProtocolException("expected " + expected + ", not " + Bytes.of(found));
    }
}
