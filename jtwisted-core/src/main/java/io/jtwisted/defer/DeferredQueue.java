package io.jtwisted.defer;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Hands things from producers to consumers that wait for them, without blocking. Twisted: {@code DeferredQueue}.
 *
 * <p><b>Threads.</b> Any thread may put and get. A consumer gets its thing on the loop where it asked; things keep the
 * order in which they were put, and consumers the order in which they asked.
 *
 * <p><b>Cancelling</b> a get which waits gives up the place in the line; no thing is lost by it.
 */
public final class DeferredQueue<T extends @Nullable Object> {
    /** No limit, for {@link #DeferredQueue(int, int)}. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    private final int size;
    private final int backlog;
    private final Queue<Object> things = new ArrayDeque<>();
    private final Set<Deferred<T>> waiting = new LinkedHashSet<>(); // also the lock of both

    /** One without limits. */
    public DeferredQueue() {
        this(UNLIMITED, UNLIMITED);
    }

    /**
     * One with limits. With a size of 0 a thing is only taken if a consumer waits for it; with a backlog of 0 one can
     * only get what is there.
     *
     * @param size how many things may lie here
     * @param backlog how many may wait for one
     * @throws IllegalArgumentException if one of them is negative
     */
    public DeferredQueue(int size, int backlog) {
        if (size < 0 || backlog < 0) {
            throw new IllegalArgumentException(
                    "expected limits of 0 or more, not a size of " + size + " and a backlog of " + backlog);
        }
        this.size = size;
        this.backlog = backlog;
    }

    /** How many things lie here. */
    public int size() {
        synchronized (waiting) {
            return things.size();
        }
    }

    /** How many wait for one. */
    public int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /**
     * Gives this to the consumer that has waited longest, or keeps it until one asks.
     *
     * @throws QueueOverflowException if no consumer waits and the queue is full
     * @throws IllegalArgumentException if the thing is a Deferred
     */
    public void put(T thing) {
        if (thing instanceof Deferred) {
            throw new IllegalArgumentException("a Deferred cannot be the value of another: put what it fires with");
        }
        Object encoded = Node.encode(thing);
        for (Deferred<T> next; (next = nextOrKeep(encoded)) != null; ) {
            if (next.tryFire(encoded)) { // else it was cancelled just now
                return;
            }
        }
    }

    /**
     * The next thing: there already, or when it comes.
     *
     * @throws QueueUnderflowException if nothing is here and as many wait as may
     */
    public Deferred<T> get() {
        Deferred<T> asking = new Deferred<>(this::leave);
        Object thing;
        synchronized (waiting) {
            thing = things.poll();
            if (thing == null) {
                if (waiting.size() >= backlog) {
                    throw new QueueUnderflowException("the queue is empty, and " + backlog + " wait already");
                }
                waiting.add(asking);
                return asking;
            }
        }
        asking.tryFire(thing);
        return asking;
    }

    /** The consumer that is to get it; null if it is kept. */
    private @Nullable Deferred<T> nextOrKeep(Object thing) {
        synchronized (waiting) {
            Iterator<Deferred<T>> line = waiting.iterator();
            if (line.hasNext()) {
                Deferred<T> next = line.next();
                line.remove();
                return next;
            }
            if (things.size() >= size) {
                throw new QueueOverflowException("the queue is full: " + size + " things lie in it");
            }
            things.add(thing);
            return null;
        }
    }

    private void leave(Deferred<T> cancelled) {
        synchronized (waiting) {
            waiting.remove(cancelled);
        }
    }
}
