package io.jtwisted.bytes;

/**
 * Bytes that arrived and are not parsed yet, read in place: an older part in a {@link ByteQueue}, and the chunk that came
 * last. While nothing is left over from older chunks, which is nearly always, no byte is copied. Lines, frames and every
 * parser that works on a stream stand on it.
 *
 * <pre>{@code
 * Inbox inbox = new Inbox();
 * inbox.add(Bytes.utf8("5:hel"));
 * inbox.add(Bytes.utf8("lo,3:ab"));
 * assertThat(inbox.length()).isEqualTo(12);
 * assertThat(inbox.indexOf(Bytes.utf8(":"))).isEqualTo(1);
 * assertThat(inbox.at(0)).isEqualTo((byte) '5');
 * inbox.skip(2);
 * assertThat(inbox.take(5)).isEqualTo(Bytes.utf8("hello"));
 * inbox.putBack(Bytes.utf8("?"));
 * assertThat(inbox.takeAll()).isEqualTo(Bytes.utf8("?,3:ab"));
 * }</pre>
 *
 * <p><b>In place.</b> Where {@link #inPlace()} is true, a parser may read {@link #chunk()} from {@link #cursor()} on, and
 * then {@link #skip} what it has used: that costs neither a copy nor an object.
 *
 * <p>For one thread. It has no limit of its own: the caller that fills it must have one.
 */
public final class Inbox {
    private final ByteQueue queue = new ByteQueue();
    private Bytes chunk = Bytes.empty();
    private int cursor;

    public int length() {
        return queue.length() + chunk.length() - cursor;
    }

    public boolean isEmpty() {
        return length() == 0;
    }

    /**
     * The byte at this index, counted from the front.
     *
     * @throws IndexOutOfBoundsException if there is no such byte
     */
    public byte at(int index) {
        int older = queue.length();
        return index < older ? queue.at(index) : chunk.at(cursor + index - older);
    }

    /**
     * The unsigned number that the first so many bytes make, the most significant first.
     *
     * @throws IndexOutOfBoundsException if there are not so many
     */
    public long number(int count) {
        if (queue.isEmpty()) {
            return chunk.number(cursor, count);
        }
        long number = 0;
        for (int i = 0; i < count; i++) {
            number = number << Byte.SIZE | at(i) & 0xff;
        }
        return number;
    }

    /** Adds these at the end. They are read where they are: what was left of the chunk before is copied. */
    public void add(Bytes bytes) {
        gather();
        use(bytes, 0);
    }

    /** Puts these in front of all others. */
    public void putBack(Bytes bytes) {
        use(length() == 0 ? bytes : bytes.plus(takeAll()), 0);
    }

    /**
     * How many bytes are before the first of these; -1 if they have not arrived. The same question, asked again after
     * more bytes were added, looks at the new bytes only: each byte is looked at a few times at most.
     */
    public int indexOf(Bytes sought) {
        if (queue.isEmpty()) {
            int found = chunk.indexOf(sought, cursor);
            if (found < 0) {
                gather();
                return -1;
            }
            return found - cursor;
        }
        int found = queue.indexOf(sought);
        if (found >= 0 || cursor == chunk.length()) {
            return found;
        }
        // The older part ends in a piece which was cut: only the rest of that piece is moved behind it.
        int end = chunk.indexOf(sought, cursor);
        move(end < 0 ? chunk.length() - cursor : end + sought.length() - cursor);
        return queue.indexOf(sought);
    }

    /**
     * How long the next line is, if it is in the chunk as a whole, ends with CRLF, and has no other CR, LF or NUL in it;
     * else -1, which says nothing: ask {@link #indexOf} then. One search for both questions, for nearly all lines are
     * like this.
     */
    public int cleanLine() {
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
    public boolean inPlace() {
        return queue.isEmpty();
    }

    /** The chunk that came last; what is before {@link #cursor()} is used. */
    public Bytes chunk() {
        return chunk;
    }

    /** Where the unused bytes begin in {@link #chunk()}. */
    public int cursor() {
        return cursor;
    }

    /**
     * Takes this many bytes from the front. They share no memory with other bytes, unless they are the larger part of it:
     * so a small message that is kept does not keep a large chunk alive.
     *
     * @throws IndexOutOfBoundsException if there are fewer
     */
    public Bytes take(int count) {
        if (queue.isEmpty()) {
            Bytes taken = chunk.part(cursor, cursor + count);
            use(chunk, cursor + count);
            return taken;
        }
        if (count > queue.length()) {
            move(count - queue.length());
        }
        return queue.take(count);
    }

    /** Takes all bytes, in place where that can be: they may share their memory with bytes which were used before. */
    public Bytes takeAll() {
        if (queue.isEmpty()) {
            Bytes taken = chunk.slice(cursor);
            use(Bytes.empty(), 0);
            return taken;
        }
        gather();
        return queue.takeAll();
    }

    /**
     * Removes this many bytes from the front.
     *
     * @throws IndexOutOfBoundsException if there are fewer
     */
    public void skip(int count) {
        if (queue.isEmpty()) {
            use(chunk, cursor + count);
            return;
        }
        int older = Math.min(count, queue.length());
        queue.skip(older);
        use(chunk, cursor + count - older);
    }

    /** Lets go of a large chunk of which little is left; to be called when nothing more can be parsed for now. */
    public void settle() {
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
        int length = bytes.length();
        if (from < 0 || from > length) {
            throw new IndexOutOfBoundsException("expected at most " + length() + " bytes");
        }
        chunk = from == length ? Bytes.empty() : bytes;
        cursor = from == length ? 0 : from;
    }
}
