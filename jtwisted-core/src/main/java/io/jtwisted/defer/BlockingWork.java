package io.jtwisted.defer;

import io.jtwisted.loop.Loop;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * For makers of reactors: work which may block, on a thread of a pool. Its result comes home. Work that is cancelled
 * before a thread has begun with it is never done; later, it is done to its end and nobody hears of it.
 */
public final class BlockingWork<T extends @Nullable Object> implements Runnable {
    private final Loop home;
    private final Callable<T> work;
    private final ContextCarrier carrier;
    private final ContextCarrier.Snapshot context;
    private final Deferred<T> result;
    private volatile boolean cancelled;

    private BlockingWork(Loop home, ContextCarrier carrier, Callable<T> work) {
        this.home = home;
        this.work = work;
        this.carrier = carrier;
        this.context = carrier.capture();
        this.result = Deferred.on(home, unfired -> cancelled = true);
    }

    /**
     * Has the pool do this work, with the context of the caller; the steps at home which wait for the result have it,
     * too.
     *
     * @return what the work returns or throws; fails with the pool's {@link RejectedExecutionException} if it is full
     */
    public static <T extends @Nullable Object> Deferred<T> run(
            Loop home, Executor pool, ContextCarrier carrier, Callable<T> work) {
        BlockingWork<T> job = new BlockingWork<>(home, carrier, work);
        try {
            pool.execute(job);
        } catch (RejectedExecutionException e) {
            job.result.errback(e);
        }
        return job.result;
    }

    /** For the pool. */
    @Override
    public void run() {
        if (cancelled) {
            return;
        }
        Object outcome = outcome();
        if (carrier == ContextCarrier.none()) {
            result.tryFire(outcome); // in vain if it was cancelled meanwhile
        } else {
            Deferred<Boolean> arrival = Deferred.on(home);
            arrival.tap(arrived -> arrive(outcome)).otherwise(cause -> Forgotten.report(cause, home));
            arrival.callback(true);
        }
    }

    /** At home: the steps run inside. */
    private void arrive(Object outcome) {
        ContextCarrier.Scope scope = context.restore();
        try {
            result.tryFire(outcome);
        } finally {
            scope.close();
        }
    }

    @SuppressWarnings("CatchingUnchecked") // the border: whatever the work throws is its result
    private Object outcome() {
        ContextCarrier.Scope scope = context.restore();
        try {
            T value = work.call();
            return value instanceof Deferred
                    ? new Failed(new IllegalArgumentException("blocking work returns its value, not a Deferred"))
                    : Node.encode(value);
        } catch (Exception | Error e) {
            return new Failed(e);
        } finally {
            scope.close();
        }
    }
}
