package io.jtwisted.netty;

import io.jtwisted.defer.BlockingWork;
import io.jtwisted.defer.ContextCarrier;
import io.jtwisted.defer.Deferred;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a reactor has done elsewhere: the work which blocks. It has new threads in each life of the reactor. */
final class Work {
    private static final Logger LOG = LoggerFactory.getLogger(NettyReactor.class);

    private final NettyReactor home;
    private final ContextCarrier context;
    private final Supplier<WorkerPool> pools;
    private volatile WorkerPool pool;

    Work(NettyReactor home, ContextCarrier context, Supplier<WorkerPool> pools) {
        this.home = home;
        this.context = context;
        this.pools = pools;
        this.pool = pools.get();
    }

    /** Another life begins. */
    void renew() {
        pool = pools.get();
    }

    <T extends @Nullable Object> Deferred<T> run(Callable<T> work) {
        return run(pool, work);
    }

    <T extends @Nullable Object> Deferred<T> run(Executor elsewhere, Callable<T> work) {
        return BlockingWork.run(home, elsewhere, context, work);
    }

    /** Fires when what was begun is done, or has taken too long. */
    Deferred<Boolean> finish(Duration longest) {
        return pool.idle(home).addTimeout(longest).addErrback(TimeoutException.class, e -> {
            LOG.warn("{} stops, and {} calls of deferToThread are not done", home, pool.unfinished());
            return false;
        });
    }

    /** Takes no more. What has begun goes on, but its results do not come home any more. */
    void end() {
        pool.shutdown();
    }
}
