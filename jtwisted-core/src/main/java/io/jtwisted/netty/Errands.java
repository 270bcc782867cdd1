package io.jtwisted.netty;

import io.jtwisted.defer.BlockingWork;
import io.jtwisted.defer.ContextCarrier;
import io.jtwisted.defer.Deferred;
import java.time.Duration;
import java.util.concurrent.Callable;

/**
 * The blocking work of a reactor itself, such as the reading of keys and the care of socket files. On threads of its own:
 * in the pool of deferToThread it would wait behind the application's work, and that behind it.
 */
final class Errands {
    private static final int THREADS = 16;
    private static final int WAITING = 1_000;
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    private final NettyReactor home;
    private volatile WorkerPool pool;

    Errands(NettyReactor home) {
        this.home = home;
        this.pool = pool();
    }

    private WorkerPool pool() {
        return new WorkerPool(new WorkerThreads(home.name() + "-library-", Thread::new), THREADS, WAITING, KEEP_ALIVE);
    }

    /** The reactor starts again. */
    void renew() {
        pool = pool();
    }

    /** The reactor stops: takes no more work, and no thread waits for any. What has begun is finished. */
    void end() {
        pool.shutdown();
    }

    /** What it returns or throws comes home. To cancel it keeps it from being begun. */
    <T> Deferred<T> run(Callable<T> errand) {
        return BlockingWork.run(home, pool, ContextCarrier.none(), errand);
    }
}
