package io.jtwisted.defer;

import io.jtwisted.loop.Loop;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * For makers of reactors: work which may block, on a thread of a pool. Its result comes home. Work that is cancelled
 * before a thread has begun with it is never done, and gives its place in a {@link Pool} back; later, it is done to its
 * end, and its result is dropped.
 */
public final class BlockingWork<T extends @Nullable Object> {
    private final Loop home;
    private final Callable<T> work;
    private final ContextCarrier carrier;
    private final ContextCarrier.Snapshot context;
    private final Deferred<T> result;
    private final Queued queued = new Queued(this);
    private Runnable takeBack = () -> {};

    /** For makers of pools: one that lets go of work which is not wanted any more. */
    public interface Pool extends Executor {

        /**
         * As {@link Executor#execute}.
         *
         * @return takes the work back if no thread has begun with it. For any thread
         */
        Runnable enqueue(Runnable work);
    }

    /** What a pool has of it: nothing any more when it was cancelled. */
    private static final class Queued extends AtomicReference<@Nullable BlockingWork<?>> implements Runnable {

        Queued(BlockingWork<?> work) {
            super(work);
        }

        @Override
        public void run() {
            BlockingWork<?> wanted = get();
            if (wanted != null) {
                wanted.run();
            }
        }
    }

    private BlockingWork(Loop home, ContextCarrier carrier, Callable<T> work) {
        this.home = home;
        this.work = work;
        this.carrier = carrier;
        this.context = carrier.capture();
        this.result = Deferred.on(home, unfired -> cancel());
    }

    /**
     * Has the pool do this work, with the context of the caller; the steps at home which wait for the result have it,
     * too.
     *
     * @return what the work returns or throws; fails with what the pool throws, which is a
     *     {@link java.util.concurrent.RejectedExecutionException} if it is full
     */
    public static <T extends @Nullable Object> Deferred<T> run(
            Loop home, Executor pool, ContextCarrier carrier, Callable<T> work) {
        Objects.requireNonNull(work, "the work is missing");
        BlockingWork<T> wanted = new BlockingWork<>(home, carrier, work);
        wanted.enter(pool);
        return wanted.result;
    }

    @SuppressWarnings("CatchingUnchecked") // the border: whatever the pool throws is the result
    private void enter(Executor pool) {
        try {
            if (pool instanceof Pool ours) {
                takeBack = ours.enqueue(queued);
            } else {
                pool.execute(queued);
            }
        } catch (Exception | Error e) {
            if (!result.tryFire(new Failed(e))) { // a pool that did the work at once, and threw then
                Forgotten.report(e, home);
            }
        }
    }

    private void cancel() {
        queued.set(null);
        takeBack.run();
    }

    /** On a thread of the pool. */
    private void run() {
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
