package io.jtwisted.netty;

import io.jtwisted.defer.Deferred;
import io.jtwisted.loop.Loop;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The bounded threads behind deferToThread. They are made when needed, and leave when they have had no work for long. */
final class WorkerPool {
    private final ThreadPoolExecutor threads;
    private final String full;

    WorkerPool(ThreadFactory factory, int size, int queue, Duration keepAlive) {
        threads = new ThreadPoolExecutor(size, size, keepAlive.toMillis(), TimeUnit.MILLISECONDS, room(queue), factory);
        threads.allowCoreThreadTimeOut(true);
        full = "no thread for this: " + size + " are busy and " + queue + " calls wait";
    }

    @SuppressWarnings("CatchingUnchecked") // the border: whatever the work throws is its result
    <T extends @Nullable Object> Deferred<T> run(Loop home, Callable<T> work) {
        Deferred<T> result = Deferred.on(home);
        try {
            threads.execute(() -> {
                T value;
                try {
                    value = work.call();
                } catch (Exception | Error e) {
                    result.errback(e);
                    return;
                }
                if (value instanceof Deferred) {
                    result.errback(new IllegalArgumentException("blocking work returns its value, not a Deferred"));
                } else {
                    result.callback(value);
                }
            });
        } catch (RejectedExecutionException e) {
            result.errback(new RejectedExecutionException(threads.isShutdown() ? "the reactor has stopped" : full, e));
        }
        return result;
    }

    private static BlockingQueue<Runnable> room(int queue) {
        return queue == 0 ? new SynchronousQueue<>() : new LinkedBlockingQueue<>(queue);
    }

    /** Takes no more work; what it has, it finishes. */
    void shutdown() {
        threads.shutdown();
    }
}
