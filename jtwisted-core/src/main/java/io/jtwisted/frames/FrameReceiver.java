package io.jtwisted.frames;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.bytes.Inbox;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ProtocolException;

/**
 * A protocol made of messages, each after its length: an unsigned number of one, two or four bytes, the most significant
 * first. Twisted: {@code Int8StringReceiver}, {@code Int16StringReceiver}, {@code Int32StringReceiver}.
 *
 * <p>{@code transport().pauseReading()} in {@link #frameReceived} holds the next frame back; after
 * {@code loseConnection} and {@code abortConnection} no frame is delivered. Only {@link #sendFrame} may be called on any
 * thread.
 */
public abstract class FrameReceiver extends Protocol {
    /** The longest frame that may arrive, in bytes, unless {@link #setFrameLimit} says otherwise. */
    public static final int FRAME_LIMIT = 99_999;

    private final Inbox arrived = new Inbox();
    private final int prefix;
    private int limit = FRAME_LIMIT;

    /**
     * With lengths of this many bytes.
     *
     * @throws IllegalArgumentException if it is not 1, 2 or 4
     */
    protected FrameReceiver(int prefix) {
        if (prefix != 1 && prefix != 2 && prefix != 4) {
            throw new IllegalArgumentException("expected a prefix of 1, 2 or 4 bytes, not " + prefix);
        }
        this.prefix = prefix;
    }

    /** A frame arrived; it may be empty. */
    public void frameReceived(Bytes frame) throws Exception {
        throw new UnsupportedOperationException(getClass().getName() + " must override frameReceived");
    }

    /**
     * A frame arrived: the bytes between two indexes. Takes them out and calls {@link #frameReceived(Bytes)}; to be
     * overridden where they can be read in place, which costs no copy. {@code data.slice(from, to)} shares its memory
     * with whatever arrived together.
     */
    protected void frameReceived(Bytes data, int from, int to) throws Exception {
        frameReceived(data.part(from, to));
    }

    /**
     * The peer announces a frame that is too long. None of its bytes are kept, and the connection is closed when this
     * method returns. Override it to send a last message.
     *
     * @param length the announced length
     * @throws ProtocolException always, unless overridden
     */
    protected void frameLimitExceeded(long length) throws Exception {
        throw new ProtocolException("expected a frame of at most " + limit + " bytes, not " + length);
    }

    /**
     * Sends a frame. Any thread.
     *
     * @throws IllegalArgumentException if it is too long for the prefix
     */
    public final void sendFrame(Bytes frame) {
        long longest = (1L << (8 * prefix)) - 1;
        if (frame.length() > longest) {
            throw new IllegalArgumentException(
                    "expected a frame of at most " + longest + " bytes, not " + frame.length());
        }
        byte[] whole = new byte[prefix + frame.length()];
        for (int i = 0; i < prefix; i++) {
            whole[i] = (byte) (frame.length() >>> (8 * (prefix - 1 - i)));
        }
        frame.copyTo(whole, prefix);
        transport().write(Bytes.wrap(whole)); // one write, so that no other thread writes in between
    }

    /**
     * The longest frame that may arrive, in bytes.
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
        return arrived.length() >= prefix && arrived.length() - prefix >= arrived.number(prefix);
    }

    /** Whether a frame, or a part of one, has arrived and is not delivered. */
    @Override
    protected boolean keepsBytes() {
        return !arrived.isEmpty();
    }

    private void deliver() throws Exception {
        while (delivers() && arrived.length() >= prefix && deliverNext()) {}
        arrived.settle();
    }

    /** Delivers one frame; false if it has not arrived as a whole. */
    private boolean deliverNext() throws Exception {
        long length = arrived.number(prefix);
        if (length > limit) {
            arrived.skip(arrived.length());
            frameLimitExceeded(length);
            transport().loseConnection();
            return false;
        }
        if (arrived.length() - prefix < length) {
            return false;
        }
        if (arrived.inPlace()) {
            Bytes chunk = arrived.chunk();
            int from = arrived.cursor() + prefix;
            int to = from + (int) length;
            arrived.skip(to - from + prefix); // first: the event may want what follows
            frameReceived(chunk, from, to);
        } else {
            arrived.skip(prefix);
            Bytes frame = arrived.take((int) length);
            frameReceived(frame, 0, frame.length());
        }
        return true;
    }
}
