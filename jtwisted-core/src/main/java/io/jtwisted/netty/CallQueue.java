package io.jtwisted.netty;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Calls from other threads, in the order in which they came: many add, the loop takes. Not Netty's queue, because the
 * loop takes what was there when its pass began and no more, so that a call which adds itself again starves nobody.
 */
final class CallQueue {
    private final AtomicReference<Node> newest;
    private Node taken = new Node(null);

    CallQueue() {
        newest = new AtomicReference<>(taken);
    }

    void add(Runnable call) {
        Node node = new Node(call);
        newest.getAndSet(node).set(node);
    }

    /** Whether all that was added is taken. For the loop's thread. */
    boolean isEmpty() {
        return newest.get() == taken;
    }

    /** The newest call now, the last to take in this pass. */
    Object mark() {
        return Objects.requireNonNull(newest.get());
    }

    /** The next call up to the mark; null if the mark is reached. For the loop's thread. */
    @Nullable
    Runnable take(Object mark) {
        if (taken == mark) {
            return null;
        }
        Node next = taken.get();
        while (next == null) { // its adder is between its two steps
            Thread.onSpinWait();
            next = taken.get();
        }
        taken = next;
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
