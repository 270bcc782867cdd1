package io.jtwisted.text;

import io.jtwisted.bytes.ByteQueue;
import io.jtwisted.bytes.Bytes;

/**
 * Bytes which arrived and are not understood yet: an older part in a queue, and the chunk which came last, read in place
 * with a cursor. While nothing is left over from older chunks, which is nearly always, no byte is copied.
 */
final class Arrived {
    private final ByteQueue queue = new ByteQueue();
    private Bytes chunk = Bytes.empty();
    private int cursor;

    int length() {
        return queue.length() + chunk.length() - cursor;
    }

    void add(Bytes bytes) {
        gather();
        use(bytes, 0);
    }

    /** Puts these in front of all others. */
    void putBack(Bytes bytes) {
        use(length() == 0 ? bytes : bytes.plus(takeAll()), 0);
    }

    /** How many bytes are before the delimiter; -1 if it has not arrived. Looks at each byte a few times at most. */
    int indexOf(Bytes delimiter) {
        if (queue.isEmpty()) {
            int found = chunk.indexOf(delimiter, cursor);
            if (found < 0) {
                gather();
                return -1;
            }
            return found - cursor;
        }
        int found = queue.indexOf(delimiter);
        if (found >= 0 || cursor == chunk.length()) {
            return found;
        }
        // The older part ends in a line which was cut: only the rest of that line is moved behind it.
        int end = chunk.indexOf(delimiter, cursor);
        move(end < 0 ? chunk.length() - cursor : end + delimiter.length() - cursor);
        return queue.indexOf(delimiter);
    }

    /**
     * How long the next line is, if it is in the chunk as a whole, ends with CRLF, and has no other CR, LF or NUL in it;
     * else -1, which says nothing. One search for both questions: nearly all lines are like this.
     */
    int cleanLine() {
        if (queue.isEmpty()) {
            int length = chunk.length();
            int end = chunk.indexOfBreak(cursor, length);
            if (end >= 0 && end + 1 < length && chunk.at(end) == '\r' && chunk.at(end + 1) == '\n') {
                return end - cursor;
            }
        }
        return -1;
    }

    /** Whether all bytes are in {@link #chunk()}, from {@link #cursor()} on. */
    boolean inPlace() {
        return queue.isEmpty();
    }

    Bytes chunk() {
        return chunk;
    }

    int cursor() {
        return cursor;
    }

    /** Takes this many bytes from the front, in memory of their own. */
    Bytes take(int count) {
        if (queue.isEmpty()) {
            Bytes taken = chunk.slice(cursor, cursor + count).copy();
            use(chunk, cursor + count);
            return taken;
        }
        if (count > queue.length()) {
            move(count - queue.length());
        }
        return queue.take(count);
    }

    Bytes takeAll() {
        if (queue.isEmpty()) {
            Bytes taken = chunk.slice(cursor);
            use(Bytes.empty(), 0);
            return taken;
        }
        gather();
        return queue.takeAll();
    }

    void skip(int count) {
        int older = Math.min(count, queue.length());
        queue.skip(older);
        use(chunk, cursor + count - older);
    }

    /** Lets go of a large chunk of which little is left. */
    void settle() {
        if (chunk.length() - cursor < cursor) {
            gather();
        }
    }

    private void gather() {
        if (cursor < chunk.length()) {
            move(chunk.length() - cursor);
        }
    }

    private void move(int count) {
        queue.add(chunk.slice(cursor, cursor + count));
        use(chunk, cursor + count);
    }

    private void use(Bytes bytes, int from) {
        boolean empty = from == bytes.length();
        chunk = empty ? Bytes.empty() : bytes;
        cursor = empty ? 0 : from;
    }
}
