package io.jtwisted.netty;

import java.util.AbstractQueue;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Work which waits for a thread, in the order in which it came, and threads which wait for work: who has waited the
 * shortest gets the next piece. It is still warm, and the others may leave. The JDK's queues wake the one which has slept
 * longest, and let it fight for a lock before it gets anything; here it is handed over.
 */
final class WorkQueue extends AbstractQueue<Runnable> implements BlockingQueue<Runnable> {
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();

    // Under the lock. One of the two is always empty.
    private final Queue<Runnable> work = new ArrayDeque<>();
    private final Deque<Sleeper> sleepers = new ArrayDeque<>();

    /** With room for so much work; with none, only a thread which waits can take some. */
    WorkQueue(int capacity) {
        this.capacity = capacity;
    }

    @Override
    public boolean offer(Runnable piece) {
        Sleeper sleeper;
        lock.lock();
        try {
            sleeper = sleepers.poll();
            if (sleeper == null) {
                return work.size() < capacity && work.add(piece);
            }
            sleeper.got = piece;
        } finally {
            lock.unlock();
        }
        LockSupport.unpark(sleeper.thread);
        return true;
    }

    @Override
    public @Nullable Runnable poll() {
        lock.lock();
        try {
            return work.poll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable Runnable poll(long timeout, TimeUnit unit) throws InterruptedException {
        Sleeper sleeper = new Sleeper(Thread.currentThread());
        lock.lock();
        try {
            Runnable piece = work.poll();
            if (piece != null) {
                return piece;
            }
            sleepers.push(sleeper);
        } finally {
            lock.unlock();
        }
        return sleep(sleeper, LoopClock.nanos() + unit.toNanos(timeout));
    }

    private @Nullable Runnable sleep(Sleeper sleeper, long until) throws InterruptedException {
        boolean interrupted = false;
        while (sleeper.got == null) {
            long left = until - LoopClock.nanos();
            interrupted |= Thread.interrupted();
            if (interrupted || left <= 0) {
                if (!leaves(sleeper)) {
                    break; // too late: it has work
                }
                if (interrupted) {
                    throw new InterruptedException();
                }
                return null;
            }
            LockSupport.parkNanos(this, left);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return sleeper.got;
    }

    private boolean leaves(Sleeper sleeper) {
        lock.lock();
        try {
            return sleepers.remove(sleeper);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Runnable take() throws InterruptedException {
        Runnable piece;
        do {
            piece = poll(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } while (piece == null);
        return piece;
    }

    @Override
    public @Nullable Runnable peek() {
        lock.lock();
        try {
            return work.peek();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean remove(Object piece) {
        lock.lock();
        try {
            return work.remove(piece);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int size() {
        lock.lock();
        try {
            return work.size();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int remainingCapacity() {
        return capacity - size();
    }

    /** Over what waits now. */
    @Override
    public Iterator<Runnable> iterator() {
        lock.lock();
        try {
            return List.copyOf(work).iterator();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int drainTo(Collection<? super Runnable> target) {
        return drainTo(target, Integer.MAX_VALUE);
    }

    @Override
    public int drainTo(Collection<? super Runnable> target, int most) {
        lock.lock();
        try {
            int moved = 0;
            while (moved < most && !work.isEmpty()) {
                target.add(work.remove());
                moved++;
            }
            return moved;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody waits for room: a full queue is an error which says so. */
    @Override
    public void put(Runnable piece) {
        throw new UnsupportedOperationException("use offer");
    }

    @Override
    public boolean offer(Runnable piece, long timeout, TimeUnit unit) {
        throw new UnsupportedOperationException("use offer without a timeout");
    }

    /** A thread which waits. */
    private static final class Sleeper {
        private final Thread thread;
        private volatile @Nullable Runnable got;

        Sleeper(Thread thread) {
            this.thread = thread;
        }
    }
}
