package io.jtwisted.frames;

import io.jtwisted.bytes.ByteQueue;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ProtocolException;

/**
 * A protocol made of messages, each behind its length: an unsigned number of one, two or four bytes, the most significant
 * first. Twisted: {@code Int8StringReceiver}, {@code Int16StringReceiver}, {@code Int32StringReceiver}.
 *
 * <p>{@code transport().pauseReading()} in {@link #frameReceived} stops before the next frame; after
 * {@code loseConnection} and {@code abortConnection} no more is delivered. All but {@link #sendFrame} belongs to the
 * reactor.
 */
public abstract class FrameReceiver extends Protocol {
    /** The longest frame which may arrive, in bytes, unless {@link #setFrameLimit} says otherwise. */
    public static final int FRAME_LIMIT = 99_999;

    private final ByteQueue arrived = new ByteQueue();
    private final int prefix;
    private int limit = FRAME_LIMIT;

    /**
     * With a prefix of this many bytes.
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
    public abstract void frameReceived(Bytes frame) throws Exception;

    /**
     * A frame is announced which is too long. None of it is kept, and the connection is closed when this returns: a
     * place for last words.
     *
     * @param length what the prefix says
     * @throws ProtocolException always, here
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
        transport().write(Bytes.wrap(whole)); // as one, so that no other thread gets between
    }

    /**
     * The longest frame which may arrive, in bytes.
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
        return arrived.length() >= prefix && arrived.length() - prefix >= announced();
    }

    private void deliver() throws Exception {
        while (delivers() && arrived.length() >= prefix) {
            long length = announced();
            if (length > limit) {
                arrived.clear();
                frameLimitExceeded(length);
                transport().loseConnection();
                return;
            }
            if (arrived.length() - prefix < length) {
                return;
            }
            arrived.skip(prefix);
            frameReceived(arrived.take((int) length));
        }
    }

    private long announced() {
        long length = 0;
        for (int i = 0; i < prefix; i++) {
            length = (length << 8) | (arrived.at(i) & 0xff);
        }
        return length;
    }
}
