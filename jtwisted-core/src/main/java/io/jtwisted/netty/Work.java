package io.jtwisted.netty;

import io.jtwisted.defer.BlockingWork;
import io.jtwisted.defer.Deferred;
import io.jtwisted.defer.Inline;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a reactor does not do as it comes: the work which blocks, on other threads, and the blocks of sequential code. All
 * is new in each life of the reactor.
 */
final class Work {
    private static final Logger LOG = LoggerFactory.getLogger(NettyReactor.class);

    private final NettyReactor home;
    private final WorkSettings settings;
    private volatile WorkerPool pool;
    private volatile Inline inline;

    Work(NettyReactor home, WorkSettings settings) {
        this.home = home;
        this.settings = settings;
        this.pool = settings.pool(home.name());
        this.inline = newInline();
    }

    /** Another life begins. */
    void renew() {
        pool = settings.pool(home.name());
        inline = newInline();
    }

    <T extends @Nullable Object> Deferred<T> inline(Callable<T> block) {
        return home.inLoop() ? inline.run(block) : home.call(() -> inline.run(block));
    }

    /** The thread of a block which has the loop now; null if the loop's own thread has it. */
    @Nullable
    Thread runningInline() {
        return inline.running();
    }

    /** How many blocks have begun and not ended. */
    int openBlocks() {
        return inline.open();
    }

    <T extends @Nullable Object> Deferred<T> run(Callable<T> work) {
        return run(pool, work);
    }

    <T extends @Nullable Object> Deferred<T> run(Executor elsewhere, Callable<T> work) {
        return BlockingWork.run(home, elsewhere, settings.context(), work);
    }

    /** Fires when what was begun is done, or has taken too long. */
    Deferred<Boolean> finish(Duration longest) {
        return pool.idle(home).addTimeout(longest).addErrback(TimeoutException.class, e -> {
            LOG.warn("{} stops before {} calls of deferToThread are done", home, pool.unfinished());
            return false;
        });
    }

    /** Takes no more. Blocks wait in vain; work that has begun goes on, but its results do not come home any more. */
    void end() {
        inline.end();
        pool.shutdown();
    }

    private Inline newInline() {
        return new Inline(home, settings.blocks(), settings.context(), Runnable::run);
    }
}
