package io.jtwisted.net;

import io.jtwisted.bytes.Bytes;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** What arrived behind a pause, in order: bytes, then perhaps the peer's end, then perhaps the end of it all. */
final class Kept {

    private enum Tail {
        NOTHING,
        END,
        LOSS,
        END_AND_LOSS
    }

    private final ArrayDeque<Bytes> bytes = new ArrayDeque<>();
    private Tail tail = Tail.NOTHING;

    /** So many of the first were put back, and have been counted as received. */
    private int counted;

    void add(Bytes data) {
        bytes.add(data);
    }

    /** Another protocol has received these before. */
    void putBack(Bytes data) {
        bytes.addFirst(data);
        counted++;
    }

    /** Whether the first bytes have been counted before. */
    boolean startsWithCounted() {
        return counted > 0;
    }

    void end() {
        tail = Tail.END;
    }

    void loss() {
        tail = tail == Tail.END ? Tail.END_AND_LOSS : Tail.LOSS;
    }

    @Nullable
    Bytes poll() {
        counted = Math.max(0, counted - 1);
        return bytes.poll();
    }

    boolean isEmpty() {
        return bytes.isEmpty();
    }

    /** Whether nothing follows these bytes but an end. */
    boolean isLast() {
        return tail != Tail.NOTHING;
    }

    boolean ended() {
        return tail == Tail.END || tail == Tail.END_AND_LOSS;
    }

    boolean lost() {
        return tail == Tail.LOSS || tail == Tail.END_AND_LOSS;
    }
}
