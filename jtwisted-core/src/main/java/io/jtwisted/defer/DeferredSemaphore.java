package io.jtwisted.defer;

import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * Lets a number of users in at a time; the others wait in line, without blocking. With a limit of one it is a lock.
 * Twisted: {@code DeferredSemaphore}, {@code DeferredLock}.
 *
 * <pre>{@code
 * DeferredSemaphore downloads = new DeferredSemaphore(4);
 * downloads.run(() -> agent.get(url)).tap(this::save).otherwise(this::fail);
 * }</pre>
 *
 * <p><b>Threads.</b> Any thread may acquire and release. A caller is let in on the loop where it asked: the steps
 * behind an {@link #acquire} run there, whichever thread releases. First come, first served.
 *
 * <p><b>Cancelling</b> an acquire which waits leaves the line. When it was let in already it does nothing, and what was
 * acquired is to be released.
 */
public final class DeferredSemaphore {
    private final int limit;
    private final Set<Deferred<DeferredSemaphore>> waiting = new LinkedHashSet<>(); // also the lock of what follows
    private final Set<Thread> letsIn = new HashSet<>();
    private int free;

    /**
     * One which lets {@code limit} users in at a time.
     *
     * @throws IllegalArgumentException if the limit is less than 1
     */
    public DeferredSemaphore(int limit) {
        if (limit < 1) {
            throw new IllegalArgumentException("a semaphore lets in at least 1, not " + limit);
        }
        this.limit = limit;
        this.free = limit;
    }

    /** How many it lets in at a time. */
    public int limit() {
        return limit;
    }

    /** How many it would let in now. Twisted: {@code tokens}. */
    public int free() {
        synchronized (waiting) {
            return free;
        }
    }

    /** How many wait in line. */
    public int waiting() {
        synchronized (waiting) {
            return waiting.size();
        }
    }

    /** Waits in line; fires with this semaphore when it is the caller's turn. The caller must then {@link #release}. */
    public Deferred<DeferredSemaphore> acquire() {
        Deferred<DeferredSemaphore> asking = new Deferred<>(this::leave);
        synchronized (waiting) {
            if (free == 0 || !waiting.isEmpty()) {
                waiting.add(asking);
                return asking;
            }
            free--;
        }
        asking.callback(this);
        return asking;
    }

    /**
     * Leaves, and lets the next one in: at once, unless this is called from a step which was just let in here; then when
     * that step has returned.
     *
     * @throws IllegalStateException if it is not held
     */
    public void release() {
        Thread here = Thread.currentThread();
        synchronized (waiting) {
            if (free == limit) {
                throw new IllegalStateException("released more often than acquired");
            }
            free++;
            if (!letsIn.add(here)) {
                return; // further down on this stack callers are let in; a long line must not make a deep stack
            }
        }
        try {
            letIn();
        } finally {
            synchronized (waiting) {
                letsIn.remove(here);
            }
        }
    }

    /**
     * Acquires, calls, and releases when it is over, however it ends. Cancelled, it leaves the line, or cancels what was
     * called.
     */
    public <T extends @Nullable Object> Deferred<T> run(DeferredCallable<T> call) {
        Objects.requireNonNull(call, "a call is missing");
        return acquire().chainCallback(semaphore -> Deferred.maybeDeferred(call).always(semaphore::release));
    }

    /** The same with a call whose result is there at once. */
    public <T extends @Nullable Object> Deferred<T> run(Callable<T> call) {
        Objects.requireNonNull(call, "a call is missing");
        return run(() -> Deferred.maybeDeferred(call));
    }

    /** The same with a call which has no result. Fires with null when it has been made. */
    public Deferred<@Nullable Void> run(Runnable call) {
        return run(Deferred.valueless(call));
    }

    private void letIn() {
        for (Deferred<DeferredSemaphore> next; (next = next()) != null; ) {
            if (!next.tryFire(this)) { // cancelled just now
                synchronized (waiting) {
                    free++;
                }
            }
        }
    }

    private @Nullable Deferred<DeferredSemaphore> next() {
        synchronized (waiting) {
            Iterator<Deferred<DeferredSemaphore>> line = waiting.iterator();
            if (free == 0 || !line.hasNext()) {
                return null;
            }
            Deferred<DeferredSemaphore> next = line.next();
            line.remove();
            free--;
            return next;
        }
    }

    private void leave(Deferred<DeferredSemaphore> cancelled) {
        synchronized (waiting) {
            waiting.remove(cancelled);
        }
    }
}
