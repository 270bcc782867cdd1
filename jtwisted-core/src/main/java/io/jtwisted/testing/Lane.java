package io.jtwisted.testing;

import io.jtwisted.bytes.ByteQueue;
import io.jtwisted.bytes.Bytes;
import java.io.IOException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One direction of a connection in memory: a buffer as a kernel has one, and how it ends. */
final class Lane {
    /** How many bytes it holds for a reader that does not read. */
    static final int ROOM = 65_536;

    private enum State {
        OPEN,
        /** The writer has ended; the reader has not come that far. */
        ENDING,
        /** The reader knows that it has ended. */
        ENDED,
        /** Reset. */
        BROKEN,
        /** The reading side is closed. */
        DESERTED
    }

    /** A signal, behind so many bytes of all that were ever held. */
    private record Said(long at, Signal signal) {}

    private final Turns turns;
    private final ByteQueue held = new ByteQueue();
    private final ArrayDeque<Said> signals = new ArrayDeque<>();
    private long read;
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

    /** A signal follows what is held; it needs no room. */
    void say(Signal signal) {
        if (state == State.OPEN) {
            signals.add(new Said(read + held.length(), signal));
            tellReader();
        }
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
            clear();
            tellReader();
        }
    }

    /** The reading side is closed. */
    void desert() {
        state = State.DESERTED;
        clear();
        turns.tell(writable);
    }

    /** Some of what is there before the next signal; empty if nothing is. */
    Bytes take(int most) {
        Bytes taken = held.take(Math.min(most, bytesBeforeSignal()));
        read += taken.length();
        if (!taken.isEmpty()) {
            turns.tell(writable);
        }
        return taken;
    }

    /** The signal that comes next, once; null if none does. */
    @Nullable
    Signal hear() {
        Signal next = sees();
        if (next != null) {
            signals.remove();
        }
        return next;
    }

    /** The signal that comes next; null if none does. */
    @Nullable
    Signal sees() {
        Said next = signals.peek();
        return next != null && next.at == read ? next.signal : null;
    }

    /** True once, when the reader has read all and the writer has ended. */
    boolean takeEnd() {
        boolean now = state == State.ENDING && isEmpty();
        if (now) {
            state = State.ENDED;
        }
        return now;
    }

    int length() {
        return held.length();
    }

    /** Whether the reader has read all, signals too. */
    boolean isEmpty() {
        return held.isEmpty() && signals.isEmpty();
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

    private int bytesBeforeSignal() {
        Said next = signals.peek();
        return next == null ? held.length() : (int) (next.at - read);
    }

    private void clear() {
        read += held.length();
        held.clear();
        signals.clear();
    }

    void tellReader() {
        turns.tell(() -> readable.run());
    }
}
