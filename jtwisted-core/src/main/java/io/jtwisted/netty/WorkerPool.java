package io.jtwisted.netty;

import io.jtwisted.defer.BlockingWork;
import io.jtwisted.defer.Deferred;
import io.jtwisted.loop.Loop;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The bounded threads behind deferToThread. They are made when needed, and leave when they have had no work for long. */
final class WorkerPool implements BlockingWork.Pool {
    /** Work that was taken back is swept out of the queue when there is more of it than this, and than of other work. */
    private static final int TOLERATED = 50;

    private final ThreadPoolExecutor threads;
    private final String full;
    private final AtomicInteger unfinished = new AtomicInteger();

    /** How many in the queue were taken back, about. */
    private final AtomicInteger stale = new AtomicInteger();

    private final AtomicReference<@Nullable Deferred<Boolean>> waiting = new AtomicReference<>();

    WorkerPool(ThreadFactory factory, int size, int queue, Duration keepAlive) {
        threads = new ThreadPoolExecutor(size, size, keepAlive.toMillis(), TimeUnit.MILLISECONDS, room(queue), factory);
        threads.allowCoreThreadTimeOut(true);
        full = "no thread for this: " + size + " are busy and " + queue + " calls wait";
    }

    @Override
    public void execute(Runnable work) {
        enqueue(work);
    }

    @Override
    public Runnable enqueue(Runnable work) {
        Task task = new Task(work);
        unfinished.incrementAndGet();
        try {
            enqueue(task);
        } catch (RejectedExecutionException e) {
            finished();
            throw new RejectedExecutionException(threads.isShutdown() ? "the reactor has stopped" : full, e);
        } catch (RuntimeException | Error e) { // no thread to be had
            finished();
            throw e;
        }
        return task::takeBack;
    }

    private void enqueue(Task task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            if (stale.get() == 0) {
                throw e;
            }
            sweep(); // what was taken back is in the way of others
            threads.execute(task);
        }
    }

    /** How much work was given and is not done. */
    int unfinished() {
        return unfinished.get();
    }

    /** Fires at home when no work is left, after all results. For one caller. */
    Deferred<Boolean> idle(Loop home) {
        Deferred<Boolean> idle = Deferred.on(home);
        waiting.set(idle);
        fireIfIdle();
        return idle;
    }

    /** Takes no more work; what it has, it finishes. */
    void shutdown() {
        threads.shutdown();
    }

    private void finished() {
        unfinished.decrementAndGet();
        fireIfIdle();
    }

    private void takenBack() {
        int now = stale.incrementAndGet();
        if (now > TOLERATED && now > threads.getQueue().size() / 2) {
            sweep();
        }
    }

    private void sweep() {
        stale.set(0);
        threads.getQueue().removeIf(queued -> queued instanceof Task task && task.get());
    }

    private void fireIfIdle() {
        if (unfinished.get() == 0 && waiting.get() != null) {
            Deferred<Boolean> idle = waiting.getAndSet(null);
            if (idle != null) {
                idle.callback(true);
            }
        }
    }

    /** True when a thread has begun with it, or it was taken back. */
    private final class Task extends AtomicBoolean implements Runnable {
        private @Nullable Runnable work;

        Task(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            Runnable begun = work;
            if (begun == null || !compareAndSet(false, true)) {
                stale.updateAndGet(number -> Math.max(0, number - 1));
                return;
            }
            work = null;
            try {
                begun.run();
            } finally {
                finished();
            }
        }

        void takeBack() {
            if (compareAndSet(false, true)) {
                work = null;
                finished();
                takenBack();
            }
        }
    }

    private static BlockingQueue<Runnable> room(int queue) {
        return queue == 0 ? new SynchronousQueue<>() : new LinkedBlockingQueue<>(queue);
    }
}
