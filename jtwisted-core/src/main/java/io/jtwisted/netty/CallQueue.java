package io.jtwisted.netty;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Calls from other threads, in the order in which they came: many add, the loop takes. Not Netty's queue, because the
 * loop takes what was there when its pass began and no more, so that a call that adds itself again does not starve
 * others.
 *
 * <p>An endless row of places, in chunks: a thread that adds reserves the next place and then fills it. So a call costs
 * no object, and sixteen of them cross from core to core on one cache line.
 */
final class CallQueue {
    private static final int CHUNK = 256;
    private static final AtomicReferenceFieldUpdater<CallQueue, Chunk> NEWEST =
            AtomicReferenceFieldUpdater.newUpdater(CallQueue.class, Chunk.class, "newest");

    /** Where the next place is reserved. */
    private volatile Chunk newest;

    /** How many were taken; written by the loop alone. */
    private final AtomicLong taken = new AtomicLong();

    /** Where the loop takes the next one. */
    private Chunk oldest;

    CallQueue() {
        oldest = new Chunk(0);
        newest = oldest;
    }

    void add(Runnable call) {
        Chunk chunk = newest;
        int place;
        while ((place = chunk.reserved.getAndIncrement()) >= CHUNK) {
            NEWEST.compareAndSet(this, chunk, chunk.next());
            chunk = newest;
        }
        chunk.calls.setRelease(place, call);
    }

    /** Whether all that was added is taken. For the loop's thread. */
    boolean isEmpty() {
        return taken.getPlain() == mark();
    }

    /** How many calls wait. For any thread. */
    long size() {
        long already = taken.getOpaque(); // first: it only grows
        return mark() - already;
    }

    /** How many were added so far: the end of this pass. */
    long mark() {
        Chunk chunk = newest;
        return chunk.before + Math.min(chunk.reserved.get(), CHUNK);
    }

    /** The next call up to the mark; null if the mark is reached. For the loop's thread. */
    @Nullable
    Runnable take(long mark) {
        long number = taken.getPlain();
        if (number == mark) {
            return null;
        }
        int place = (int) (number - oldest.before);
        if (place == CHUNK) {
            oldest = oldest.next();
            place = 0;
        }
        Runnable call = oldest.calls.getAcquire(place);
        while (call == null) { // its adder is between its two steps
            Thread.onSpinWait();
            call = oldest.calls.getAcquire(place);
        }
        oldest.calls.setPlain(place, null);
        taken.setOpaque(number + 1);
        return call;
    }

    private static final class Chunk {
        /** How many places are in the chunks before this one. */
        private final long before;

        private final AtomicInteger reserved = new Counter();
        private final AtomicReferenceArray<@Nullable Runnable> calls = new AtomicReferenceArray<>(CHUNK);
        private final AtomicReference<@Nullable Chunk> next = new AtomicReference<>();

        Chunk(long before) {
            this.before = before;
        }

        /** The next chunk, made by the thread that needs it first. */
        Chunk next() {
            Chunk there = next.get();
            if (there != null) {
                return there;
            }
            Chunk made = new Chunk(before + CHUNK);
            Chunk first = next.compareAndExchange(null, made);
            return first == null ? made : first;
        }
    }

    /** On a cache line of its own: all threads that add write it, and the loop reads what is beside it. */
    @SuppressWarnings({"unused", "UnusedVariable"}) // to take up room
    private static final class Counter extends AtomicInteger {
        private long a0, a1, a2, a3, a4, a5, a6, a7, b0, b1, b2, b3, b4, b5, b6, b7;
    }
}
