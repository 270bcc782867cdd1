package io.jtwisted.defer;

import io.jtwisted.loop.Loop;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A piece of work in a {@link Cooperator}. Belongs to the thread of its clock. Twisted:
 * {@code twisted.internet.task.CooperativeTask}.
 */
public final class CooperativeTask<I extends Iterator<?>> {
    private enum State {
        READY,
        /** For the Deferred which its last step gave. */
        WAITING,
        DONE,
        FAILED,
        STOPPED
    }

    private final Cooperator cooperator;
    private final I iterator;
    private final Set<Deferred<I>> told = new LinkedHashSet<>();
    private State state = State.READY;
    private int pauses;
    private @Nullable Throwable failure;

    /** The failure that no caller has asked for yet: if none ever does, it is logged. */
    private @Nullable Deferred<I> unheard;

    CooperativeTask(Cooperator cooperator, I iterator) {
        this.cooperator = cooperator;
        this.iterator = iterator;
    }

    /**
     * A Deferred of its own each time.
     *
     * @return fires with the iterator when that has no more elements; fails with what the iterator threw, or the Deferred
     *     which it gave; and with a {@link CancellationException} if the task or its cooperator was stopped
     */
    public Deferred<I> whenDone() {
        cooperator.checkThread();
        Deferred<I> first = unheard;
        if (first != null) {
            unheard = null;
            return first;
        }
        Deferred<I> done = Later.on(cooperator.clock(), told::remove);
        tell(done);
        return done;
    }

    /**
     * Makes no step until {@link #resume()} was called as often as this.
     *
     * @throws IllegalStateException if it is finished, with how it ended
     */
    public void pause() {
        checkUnfinished();
        pauses++;
        cooperator.remove(this);
    }

    /**
     * Takes one {@link #pause()} back. Does nothing more if it was stopped meanwhile.
     *
     * @throws IllegalStateException if it does not pause
     */
    public void resume() {
        cooperator.checkThread();
        if (pauses == 0) {
            throw new IllegalStateException("this task does not pause: call pause() before resume()");
        }
        pauses--;
        goOn();
    }

    /**
     * Makes no further step. What its last step gave and it waits for is left alone.
     *
     * @throws IllegalStateException if it is finished, with how it ended
     */
    public void stop() {
        checkUnfinished();
        stopQuietly();
    }

    void stopQuietly() {
        stop("this task was stopped");
    }

    void cooperatorStopped() {
        stop("the cooperator of this task was stopped");
    }

    private void stop(String why) {
        if (!finished()) {
            finish(State.STOPPED, new CancellationException(why));
        }
    }

    /** Has this one fired when the task is finished, or at once if it is. */
    void tell(Deferred<I> done) {
        if (finished()) {
            fire(done);
        } else {
            told.add(done);
        }
    }

    /** Asks for one element. */
    @SuppressWarnings("CatchingUnchecked") // the border: what a task throws must not stop the others
    void step() {
        try {
            if (!iterator.hasNext()) {
                finish(State.DONE, null);
            } else if (iterator.next() instanceof Deferred<?> result && !finished()) {
                state = State.WAITING;
                cooperator.remove(this);
                waitFor(result);
            }
        } catch (Exception | Error e) {
            failed(e);
        }
    }

    private <T extends @Nullable Object> void waitFor(Deferred<T> result) {
        result.tap(arrived -> {
                    if (state == State.WAITING) {
                        state = State.READY;
                        goOn();
                    }
                })
                .otherwise(this::failed);
    }

    private void goOn() {
        if (state == State.READY && pauses == 0) {
            cooperator.add(this);
        }
    }

    private void failed(Throwable cause) {
        if (finished()) {
            Forgotten.report(cause, Loop.current()); // no caller waits for it any more
        } else {
            finish(State.FAILED, cause);
        }
    }

    /** Code that is told may do anything with this task and all others: it has left the cooperator. */
    private void finish(State how, @Nullable Throwable cause) {
        state = how;
        failure = cause;
        cooperator.remove(this);
        if (how == State.FAILED && told.isEmpty()) {
            unheard = whenDone();
        }
        List<Deferred<I>> waiting = List.copyOf(told);
        told.clear();
        waiting.forEach(this::fire);
    }

    private void fire(Deferred<I> done) {
        if (failure == null) {
            done.callback(iterator);
        } else {
            done.errback(failure);
        }
    }

    private boolean finished() {
        return state != State.READY && state != State.WAITING;
    }

    private void checkUnfinished() {
        cooperator.checkThread();
        if (finished()) {
            throw new IllegalStateException(
                    switch (state) {
                        case DONE -> "this task is done";
                        case FAILED -> "this task has failed";
                        default -> "this task was stopped";
                    },
                    failure);
        }
    }
}
