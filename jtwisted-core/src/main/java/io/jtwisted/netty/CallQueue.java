package io.jtwisted.netty;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Calls from other threads, in the order in which they came: many add, the loop takes. Not Netty's queue, because the
 * loop takes what was there when its pass began and no more, so that a call which adds itself again starves nobody.
 */
final class CallQueue {
    /** Who asks for the size does not want to wait for it. */
    private static final int MOST = 1_000_000;

    private final AtomicReference<Node> newest;
    private final AtomicReference<Node> taken;

    CallQueue() {
        Node none = new Node(null);
        newest = new AtomicReference<>(none);
        taken = new AtomicReference<>(none);
    }

    void add(Runnable call) {
        Node node = new Node(call);
        newest.getAndSet(node).set(node);
    }

    /** Whether all that was added is taken. For the loop's thread. */
    boolean isEmpty() {
        return newest.get() == taken.getPlain();
    }

    /** How many calls wait, counted up to a million. For any thread: it walks, so that nobody has to keep count. */
    int size() {
        Node last = newest.get();
        Node now = taken.getAcquire();
        int size = 0;
        while (now != null && now != last && size < MOST) {
            now = now.get();
            size += now == null ? 0 : 1;
        }
        return size;
    }

    /** The newest call now, the last to take in this pass. */
    Object mark() {
        return Objects.requireNonNull(newest.get());
    }

    /** The next call up to the mark; null if the mark is reached. For the loop's thread. */
    @Nullable
    Runnable take(Object mark) {
        Node last = taken.getPlain();
        if (last == mark) {
            return null;
        }
        Node next = last.get();
        while (next == null) { // its adder is between its two steps
            Thread.onSpinWait();
            next = last.get();
        }
        taken.setRelease(next);
        Runnable call = next.call;
        next.call = null;
        return call;
    }

    /** The reference is the next node. */
    private static final class Node extends AtomicReference<@Nullable Node> {
        private @Nullable Runnable call;

        Node(@Nullable Runnable call) {
            this.call = call;
        }
    }
}
