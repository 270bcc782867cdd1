package io.jtwisted.netty;

import io.jtwisted.bytes.Bytes;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a connection has written and the network has not taken, in order: short writes together, long ones as they are.
 * What one turn writes is gathered in an array of the loop. What is still here when the turn has ended is moved into
 * memory of its own size ({@link #settle}), so that a peer which does not read costs what is unsent and a small header. A
 * {@link Bytes} which was written to many connections is shared by them until it is sent. Belongs to the loop's thread.
 */
final class Outgoing {
    /** Longer writes are not copied together with others. */
    static final int GATHERED = 4_096;

    private static final int SMALLEST = 64;
    private static final int OWN_LIMIT = 65_536;

    private final LoopBuffers buffers;
    private @Nullable Piece first;
    private @Nullable Piece last;

    /** The first of the pieces which were added since the last {@link #settle}. */
    private @Nullable Piece unsettled;

    /** Behind all pieces: what this turn gathers, between two indexes. */
    private byte @Nullable [] gathered;

    private int from;
    private int to;
    private long length;

    Outgoing(LoopBuffers buffers) {
        this.buffers = buffers;
    }

    long length() {
        return length;
    }

    boolean isEmpty() {
        return length == 0;
    }

    void add(Bytes data) {
        if (data.length() > GATHERED) {
            seal();
            append(new Piece(data));
            length += data.length();
        } else {
            gather(data, Bytes.empty());
        }
    }

    /** As many as this buffer has, which is retained for as long as it takes, but copied if it has few. */
    void add(ByteBuf buffer) {
        int more = buffer.readableBytes();
        if (more > GATHERED) {
            seal();
            append(new Piece(buffer.retain()));
        } else {
            buffer.getBytes(buffer.readerIndex(), room(more), to, more);
            to += more;
        }
        length += more;
    }

    /** The first bytes, as they are in memory from which the network takes them; null if they have to be copied there. */
    @Nullable
    ByteBuffer direct() {
        Piece piece = first;
        if (piece == null || piece.buffer == null || !piece.buffer.isDirect() || piece.buffer.nioBufferCount() != 1) {
            return null;
        }
        return piece.buffer.internalNioBuffer(piece.start, piece.length());
    }

    /** Copies these two, with nothing in between: at most {@link #GATHERED} bytes together. */
    void gather(Bytes data, Bytes end) {
        int more = data.length() + end.length();
        byte[] target = room(more);
        data.copyTo(target, to);
        end.copyTo(target, to + data.length());
        to += more;
        length += more;
    }

    /** Copies from the front as much as the target takes. The bytes stay here until they are dropped. */
    void copyTo(ByteBuffer target) {
        for (Piece piece = first; piece != null && target.hasRemaining(); piece = piece.next) {
            piece.copyTo(target);
        }
        if (gathered != null) {
            target.put(gathered, from, Math.min(to - from, target.remaining()));
        }
    }

    /** This many bytes have left. */
    void drop(long count) {
        length -= count;
        long left = count;
        while (first != null && left >= first.length()) {
            left -= first.length();
            removeFirst(first);
        }
        if (first != null) {
            first.start += (int) left;
        } else if (gathered != null) {
            from += (int) left;
            if (from == to) {
                giveBack(gathered);
            }
        }
    }

    /** The turn has ended: moves what is left into memory of its own size, and has it counted. */
    void settle() {
        for (Piece piece = unsettled; piece != null; piece = piece.next) {
            settle(piece);
            unsettled = piece.next; // one by one: there may be no memory for the next
        }
        byte[] turn = gathered;
        if (turn != null) {
            keep(turn, from, to - from);
            giveBack(turn);
        }
    }

    /** Forgets all. */
    void clear() {
        while (first != null) {
            removeFirst(first);
        }
        if (gathered != null) {
            giveBack(gathered);
        }
        length = 0;
    }

    /** What was gathered becomes a piece, so that another can follow. */
    private void seal() {
        if (gathered != null) {
            append(new Piece(Memory.TURN, gathered, from, to));
            gathered = null;
        }
    }

    @SuppressWarnings("ReferenceEquality") // copy() gives the same object where it shares no other memory
    private void settle(Piece piece) {
        switch (piece.memory) {
            case TURN -> {
                byte[] turn = piece.array;
                piece.own(Arrays.copyOfRange(turn, piece.start, piece.end));
                buffers.giveArray(turn);
                buffers.unsent().add(piece.array.length);
            }
            case SHARED -> {
                Bytes all = piece.shared;
                Bytes own = all.copy(); // a slice would keep the whole that it is a slice of
                if (own == all) {
                    buffers.unsent().hold(all);
                    piece.memory = Memory.HELD;
                } else {
                    piece.own(own.slice(piece.start).toArray());
                    buffers.unsent().add(piece.array.length);
                }
            }
            case BUFFER -> {
                ByteBuf buffer = piece.buffer();
                if (2 * piece.length() < buffer.capacity()) { // a byte must not cost a whole buffer
                    byte[] bytes = new byte[piece.length()];
                    buffer.getBytes(piece.start, bytes);
                    piece.own(bytes);
                    buffer.release();
                    buffers.unsent().add(bytes.length);
                } else {
                    buffers.unsent().add(buffer.capacity());
                    piece.memory = Memory.HELD_BUFFER;
                }
            }
            default -> {}
        }
    }

    /** Copies these behind the pieces. */
    private void keep(byte[] source, int start, int count) {
        Piece tail = last;
        if (tail == null || tail.memory != Memory.OWN || tail.length() + count > OWN_LIMIT) {
            tail = new Piece(Memory.OWN, new byte[Math.max(SMALLEST, count)], 0, 0);
            buffers.unsent().add(tail.array.length);
            append(tail);
            unsettled = null;
        } else {
            grow(tail, count);
        }
        System.arraycopy(source, start, tail.array, tail.end, count);
        tail.end += count;
    }

    /** Memory grows by half, so that many short writes take linear time in all. */
    private void grow(Piece tail, int more) {
        if (tail.array.length - tail.end >= more) {
            return;
        }
        int length = tail.length();
        int needed = length + more;
        byte[] target = needed <= tail.array.length / 2 ? tail.array : new byte[needed + needed / 2];
        System.arraycopy(tail.array, tail.start, target, 0, length);
        buffers.unsent().add(target.length - tail.array.length);
        tail.array = target;
        tail.start = 0;
        tail.end = length;
    }

    private void append(Piece piece) {
        if (last == null) {
            first = piece;
        } else {
            last.next = piece;
        }
        last = piece;
        if (unsettled == null) {
            unsettled = piece;
        }
    }

    private void removeFirst(Piece piece) {
        first = piece.next;
        if (first == null) {
            last = null;
        }
        if (unsettled == piece) {
            unsettled = piece.next;
        }
        switch (piece.memory) {
            case TURN -> buffers.giveArray(piece.array);
            case OWN -> buffers.unsent().add(-piece.array.length);
            case HELD -> buffers.unsent().release(piece.shared);
            case BUFFER -> piece.buffer().release();
            case HELD_BUFFER -> {
                buffers.unsent().add(-piece.buffer().capacity());
                piece.buffer().release();
            }
            case SHARED -> {}
        }
    }

    /** An array with room for this many bytes more, at {@code to}. */
    private byte[] room(int more) {
        byte[] turn = gathered;
        if (turn != null && to + more > LoopBuffers.GATHER_SIZE) {
            seal();
            turn = null;
        }
        if (turn == null) {
            turn = buffers.takeArray(more);
            from = 0;
            to = 0;
        } else if (to + more > turn.length) {
            turn = Arrays.copyOf(turn, Math.min(LoopBuffers.GATHER_SIZE, 2 * (to + more)));
        }
        gathered = turn;
        return turn;
    }

    private void giveBack(byte[] turn) {
        gathered = null;
        buffers.giveArray(turn);
    }

    /** Whose memory a piece is in. */
    private enum Memory {
        /** The loop's, for this turn. */
        TURN,
        /** This connection's, and counted. */
        OWN,
        /** That of the {@link Bytes} as they were written. */
        SHARED,
        /** The same, and counted. */
        HELD,
        /** That of a buffer of Netty's, which is retained. */
        BUFFER,
        /** The same, and counted. */
        HELD_BUFFER
    }

    private static final class Piece {
        private static final byte[] NONE = new byte[0];

        private Memory memory;
        private Bytes shared = Bytes.empty();
        private byte[] array = NONE;
        private @Nullable ByteBuf buffer;
        private int start;
        private int end;
        private @Nullable Piece next;

        Piece(Bytes shared) {
            this.memory = Memory.SHARED;
            this.shared = shared;
            this.end = shared.length();
        }

        Piece(ByteBuf buffer) {
            this.memory = Memory.BUFFER;
            this.buffer = buffer;
            this.start = buffer.readerIndex();
            this.end = buffer.writerIndex();
        }

        Piece(Memory memory, byte[] array, int start, int end) {
            this.memory = memory;
            this.array = array;
            this.start = start;
            this.end = end;
        }

        int length() {
            return end - start;
        }

        ByteBuf buffer() {
            return Objects.requireNonNull(buffer, "this piece is in no buffer");
        }

        void own(byte[] bytes) {
            memory = Memory.OWN;
            shared = Bytes.empty();
            buffer = null;
            array = bytes;
            start = 0;
            end = bytes.length;
        }

        void copyTo(ByteBuffer target) {
            int count = Math.min(length(), target.remaining());
            if (buffer != null) {
                ByteBuffer part = target.duplicate().limit(target.position() + count);
                buffer.getBytes(start, part);
                target.position(part.position());
            } else if (array == NONE) {
                shared.copyTo(target, start, start + count);
            } else {
                target.put(array, start, count);
            }
        }
    }
}
