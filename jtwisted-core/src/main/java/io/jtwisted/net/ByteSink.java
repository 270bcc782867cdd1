package io.jtwisted.net;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import org.jspecify.annotations.Nullable;

/**
 * A stream of bytes with an end, seen from the side that takes them: the body of a message, a file. The source calls
 * {@link #take} for each piece, and waits for the Deferred before it takes the next piece from the network: this is the
 * back-pressure. Then it calls {@link #end()} once, or {@link #broken} once, and nothing afterwards.
 *
 * <p>A method that throws counts as one whose Deferred fails. All methods are called on the reactor of the source, and
 * never two at a time.
 *
 * @param <R> what comes of it, such as the name under which a message was stored
 */
public interface ByteSink<R extends @Nullable Object> {

    /**
     * The next piece: never empty, and cut wherever the network cut it. It may share its memory with bytes that are none of
     * the stream: to keep a small part of it for long, copy that.
     *
     * @return fires, with anything, when the next piece may come. If it fails, {@link #broken} follows
     */
    Deferred<?> take(Bytes piece) throws Exception;

    /**
     * There is no more, and every piece has been taken.
     *
     * @return what comes of it
     */
    Deferred<R> end() throws Exception;

    /**
     * There will be no {@link #end()}: let go of what was taken. Because the connection was lost, the stream is not what it
     * should be, {@link #take} has failed, or the code that wanted the stream has cancelled that. A Deferred of
     * {@link #take} may still be waiting; its outcome does not matter any more.
     */
    void broken(Throwable cause);

    /**
     * Keeps the bytes in memory, at most this many; one more makes {@code take} fail with a {@link ProtocolException}.
     *
     * @throws IllegalArgumentException if the limit is negative
     */
    static ByteSink<Bytes> inMemory(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("expected a limit in bytes, not " + limit);
        }
        return new MemorySink(limit);
    }
}
