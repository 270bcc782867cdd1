package io.jtwisted.netty;

import io.jtwisted.defer.Deferred;
import io.jtwisted.loop.Loop;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The bounded threads behind deferToThread. They are made when needed, and leave after a minute without work. */
final class WorkerPool {
    private static final long KEEP_ALIVE_SECONDS = 60;

    private final ThreadPoolExecutor threads;
    private final String full;

    WorkerPool(String reactor, int size, int queue) {
        AtomicInteger number = new AtomicInteger();
        threads = new ThreadPoolExecutor(size, size, KEEP_ALIVE_SECONDS, TimeUnit.SECONDS, room(queue), work -> {
            Thread thread = new Thread(work, reactor + "-worker-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
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
