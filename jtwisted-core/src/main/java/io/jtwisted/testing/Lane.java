package io.jtwisted.testing;

import io.jtwisted.bytes.ByteQueue;
import io.jtwisted.bytes.Bytes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One direction of a connection in memory: a buffer as a kernel has one, and how it ends. */
final class Lane {
    /** How many bytes it holds for a reader who does not read. */
    static final int ROOM = 65_536;

    private enum State {
        OPEN,
        /** The writer has ended; the reader has not come that far. */
        ENDING,
        /** The reader knows that it has ended. */
        ENDED,
        /** Reset. */
        BROKEN,
        /** Nobody reads any more. */
        DESERTED
    }

    private final Turns turns;
    private final ByteQueue held = new ByteQueue();
    private State state = State.OPEN;
    private @Nullable IOException cause;
    private Runnable readable = () -> {};
    private Runnable writable = () -> {};

    Lane(Turns turns) {
        this.turns = turns;
    }

    void onReadable(Runnable event) {
        readable = event;
    }

    void onWritable(Runnable event) {
        writable = event;
    }

    /** Takes as many from the front as there is room for, and says how many. */
    int fill(ByteQueue from) {
        if (state != State.OPEN) {
            int all = from.length();
            from.clear();
            return all;
        }
        int taken = Math.min(ROOM - held.length(), from.length());
        if (taken > 0) {
            held.add(from.take(taken));
            tellReader();
        }
        return taken;
    }

    /** No more bytes follow. */
    void end() {
        if (state == State.OPEN) {
            state = State.ENDING;
            tellReader();
        }
    }

    /** Resets: what the reader has not read is lost. */
    void breakOff(IOException reason) {
        if (state != State.DESERTED && state != State.BROKEN) {
            state = State.BROKEN;
            cause = reason;
            held.clear();
            tellReader();
        }
    }

    /** Nobody reads any more. */
    void desert() {
        state = State.DESERTED;
        held.clear();
        turns.tell(writable);
    }

    /** Some of what is there; empty if nothing is. */
    Bytes take(int most) {
        Bytes taken = held.take(Math.min(most, held.length()));
        if (!taken.isEmpty()) {
            turns.tell(writable);
        }
        return taken;
    }

    /** True once, when the reader has read all and the writer has ended. */
    boolean takeEnd() {
        boolean now = state == State.ENDING && held.isEmpty();
        if (now) {
            state = State.ENDED;
        }
        return now;
    }

    int length() {
        return held.length();
    }

    /** Whether the end is in sight, behind what is held. */
    boolean ending() {
        return state == State.ENDING;
    }

    boolean deserted() {
        return state == State.DESERTED;
    }

    /** Why it was reset; null if it was not. */
    @Nullable
    IOException broken() {
        return cause;
    }

    void tellReader() {
        turns.tell(() -> readable.run());
    }
}
