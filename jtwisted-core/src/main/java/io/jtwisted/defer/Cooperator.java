package io.jtwisted.defer;

import io.jtwisted.loop.Clock;
import io.jtwisted.loop.DelayedCall;
import io.jtwisted.loop.Loop;
import io.jtwisted.loop.TimedCalls;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Shares the time of a loop between long pieces of work, without a thread: each is an iterator which does a little
 * whenever it is asked for its next element. In every pass of the loop the tasks are stepped in turn, for 10
 * milliseconds at most; then other calls run. Twisted: {@code twisted.internet.task.Cooperator}.
 *
 * <pre>{@code
 * Cooperator.of(reactor).coiterate(reports.iterator()).otherwise(this::fail);
 * }</pre>
 *
 * <p>An element which is a {@link Deferred} is waited for before the next is asked for; its failure, and what the
 * iterator throws, ends the task. What else the elements are does not matter.
 *
 * <p><b>Restarts.</b> When its reactor stops, the tasks rest between two of their steps. When the reactor starts again,
 * they go on.
 *
 * <p>Belongs to the thread of its clock; from another one its methods throw {@link IllegalStateException}.
 */
public final class Cooperator {
    private static final Duration SLICE = Duration.ofMillis(10);

    /** A slice ends after so many steps, too: the clock of a test stands still. */
    private static final int STEPS = 10_000;

    private enum State {
        /** Tasks wait until it starts. */
        NEW,
        RUNNING,
        STOPPED
    }

    private final Clock clock;

    /** Those which can be stepped; the first one is next. */
    private final Set<CooperativeTask<?>> ready = new LinkedHashSet<>();

    private State state;
    private @Nullable DelayedCall slice;

    private Cooperator(Clock clock, State state) {
        this.clock = clock;
        this.state = state;
    }

    /** One which works. */
    public static Cooperator of(Clock clock) {
        return new Cooperator(clock, State.RUNNING);
    }

    /** One which takes tasks, and begins with them when it is started. */
    public static Cooperator notStarted(Clock clock) {
        return new Cooperator(clock, State.NEW);
    }

    /** Whether it was started, and not stopped. */
    public boolean running() {
        return state == State.RUNNING;
    }

    /** Begins, or begins again. */
    public void start() {
        checkThread();
        state = State.RUNNING;
        schedule();
    }

    /**
     * Stops: all tasks but those which pause or wait fail with a {@link CancellationException}, those when they would go
     * on, and new ones at once.
     */
    public void stop() {
        checkThread();
        state = State.STOPPED;
        List<CooperativeTask<?>> left = List.copyOf(ready);
        ready.clear();
        schedule();
        left.forEach(CooperativeTask::cooperatorStopped);
    }

    /** Steps this iterator until it has no more elements. The first step is not made before this method returns. */
    public <I extends Iterator<?>> CooperativeTask<I> cooperate(I iterator) {
        checkThread();
        Objects.requireNonNull(iterator, "an iterator is missing");
        CooperativeTask<I> task = new CooperativeTask<>(this, iterator);
        add(task);
        return task;
    }

    /**
     * The same; fires when the iterator is done.
     *
     * @return fires with the iterator when it has no more elements; cancelling it stops the task
     */
    public <I extends Iterator<?>> Deferred<I> coiterate(I iterator) {
        CooperativeTask<I> task = cooperate(iterator);
        Deferred<I> done = Later.on(clock, cancelled -> task.stopQuietly());
        task.tell(done);
        return done;
    }

    Clock clock() {
        return clock;
    }

    /** The task can be stepped. */
    void add(CooperativeTask<?> task) {
        if (state == State.STOPPED) {
            task.cooperatorStopped();
        } else {
            ready.add(task);
            schedule();
        }
    }

    /** The task cannot be stepped any more, or not now. */
    void remove(CooperativeTask<?> task) {
        ready.remove(task);
        schedule();
    }

    void checkThread() {
        Later.checkThread(clock, "a cooperator");
    }

    /** Has a slice coming exactly if there is something to do in it. */
    private void schedule() {
        boolean wanted = running() && !ready.isEmpty();
        if (wanted && slice == null) {
            if (clock instanceof Loop loop && (loop.ended() || !loop.inLoop())) { // a task awaited something meanwhile
                loop.callFromThread(this::schedule);
            } else {
                slice = clock.callLater(Duration.ZERO, new Slice());
            }
        } else if (!wanted && slice != null) {
            slice.cancel();
            slice = null;
        }
    }

    private void work() {
        slice = null;
        Duration begin = clock.now();
        for (int steps = 0; running() && !ready.isEmpty() && steps < STEPS; steps++) {
            if (steps > 0 && clock.now().minus(begin).compareTo(SLICE) >= 0) {
                break;
            }
            CooperativeTask<?> task = ready.iterator().next();
            ready.remove(task);
            ready.add(task); // at the end of the queue, unless its step takes it out
            task.step();
        }
        schedule();
    }

    private final class Slice implements TimedCalls.Forgettable {

        @Override
        public void run() {
            work();
        }

        /** The loop stops: another slice comes when it starts again. */
        @Override
        public void forgotten() {
            slice = null;
            schedule();
        }
    }
}
