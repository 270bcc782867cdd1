package io.jtwisted.netty;

import io.jtwisted.defer.Deferred;
import io.jtwisted.loop.Loop;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The bounded threads behind deferToThread. They are made when needed, and leave when they have had no work for long. */
final class WorkerPool implements Executor {
    private final ThreadPoolExecutor threads;
    private final String full;
    private final AtomicInteger unfinished = new AtomicInteger();
    private final AtomicReference<@Nullable Deferred<Boolean>> waiting = new AtomicReference<>();

    WorkerPool(ThreadFactory factory, int size, int queue, Duration keepAlive) {
        threads = new ThreadPoolExecutor(size, size, keepAlive.toMillis(), TimeUnit.MILLISECONDS, room(queue), factory);
        threads.allowCoreThreadTimeOut(true);
        full = "no thread for this: " + size + " are busy and " + queue + " calls wait";
    }

    @Override
    public void execute(Runnable work) {
        unfinished.incrementAndGet();
        try {
            threads.execute(() -> {
                try {
                    work.run();
                } finally {
                    finished();
                }
            });
        } catch (RejectedExecutionException e) {
            finished();
            throw new RejectedExecutionException(threads.isShutdown() ? "the reactor has stopped" : full, e);
        }
    }

    /** How much work was given and is not done. */
    int unfinished() {
        return unfinished.get();
    }

    /** Fires at home when no work is left, after all results. For one who asks. */
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

    private void fireIfIdle() {
        if (unfinished.get() == 0 && waiting.get() != null) {
            Deferred<Boolean> idle = waiting.getAndSet(null);
            if (idle != null) {
                idle.callback(true);
            }
        }
    }

    private static BlockingQueue<Runnable> room(int queue) {
        return queue == 0 ? new SynchronousQueue<>() : new LinkedBlockingQueue<>(queue);
    }
}
