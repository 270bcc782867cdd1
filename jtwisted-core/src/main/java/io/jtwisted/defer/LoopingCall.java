package io.jtwisted.defer;

import io.jtwisted.loop.Clock;
import io.jtwisted.loop.DelayedCall;
import io.jtwisted.loop.Loop;
import io.jtwisted.loop.TimedCalls;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Calls again and again, on a clock, and never twice at once. The calls sit on a fixed grid which begins with
 * {@link #start}: a call that comes late does not move the next one, and what was missed is skipped, not made up for.
 * A call which gives a Deferred is over when that has fired. Twisted: {@code twisted.internet.task.LoopingCall}.
 *
 * <pre>{@code
 * LoopingCall ping = LoopingCall.of(reactor, () -> sendLine("PING"));
 * ping.start(Duration.ofSeconds(30)).otherwise(this::fail);
 * }</pre>
 *
 * <p><b>Restarts.</b> When its reactor stops, it rests: it makes no calls, and is still {@link #running()}. When the
 * reactor starts again, it goes on, on a new grid which begins there; the calls for which the reactor was not there are
 * not counted as missed. {@code TimerService} stops with its reactor.
 *
 * <p>Belongs to the thread of its clock; from another one its methods throw {@link IllegalStateException}.
 */
public final class LoopingCall {
    private enum State {
        STOPPED,
        /** For the time of the next call. */
        WAITING,
        CALLING,
        /** It was stopped during a call, which is not over. */
        ENDING
    }

    private static final String CALL = "a call is missing";

    /** Longer intervals are cut to this, a century and more, so that times can be added. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 4);

    private final Clock clock;
    private final Callback<Long, Deferred<?>> call;
    private final Runnable due;
    private State state = State.STOPPED;
    private long interval;
    private long began;

    /** When it was called last; one interval before the beginning if the first call is made at once. */
    private long last;

    /** None has been made since the start. */
    private boolean fresh;

    /** Null while it rests. */
    private @Nullable DelayedCall next;

    private @Nullable Deferred<?> current;
    private @Nullable Deferred<LoopingCall> end;

    private LoopingCall(Clock clock, Callback<Long, Deferred<?>> call) {
        this.clock = clock;
        this.call = call;
        this.due = clock instanceof Loop loop ? new Due(loop) : this::call;
    }

    /** One which has not started. What the call throws ends it. */
    public static LoopingCall of(Clock clock, Runnable call) {
        Objects.requireNonNull(call, CALL);
        return withCount(clock, count -> call.run());
    }

    /** The same with a call whose end is waited for; its failure is the failure of the loop. */
    public static LoopingCall of(Clock clock, DeferredCallable<?> call) {
        Objects.requireNonNull(call, CALL);
        return new LoopingCall(clock, count -> call.call());
    }

    /**
     * One which is told how many intervals have passed since the last call, or before the first call since the grid
     * began: 1, and more if some were missed. With an interval of zero it is always 1. The end of the call is not waited
     * for: a call that returns a Deferred belongs into {@link #chainWithCount}.
     */
    public static LoopingCall withCount(Clock clock, Action<Long> call) {
        Objects.requireNonNull(call, CALL);
        return new LoopingCall(clock, count -> {
            call.run(count);
            return Deferred.succeed(count);
        });
    }

    /** The same with a call whose end is waited for. */
    public static LoopingCall chainWithCount(Clock clock, Callback<Long, ? extends Deferred<?>> call) {
        Objects.requireNonNull(call, CALL);
        return new LoopingCall(clock, call::call);
    }

    /** Whether it goes on calling. */
    public boolean running() {
        return state == State.WAITING || state == State.CALLING;
    }

    /** Starts with a call now, before this method returns. */
    public Deferred<LoopingCall> start(Duration every) {
        return start(every, true);
    }

    /**
     * Starts.
     *
     * @param every the width of the grid; with zero it calls once in every pass of the loop
     * @param now whether the first call is made at once, or when the first interval has passed
     * @return fires with this one when it has stopped and no call is under way; fails with what a call throws, which
     *     stops it. Cancelling it stops it, and cancels what the call that is under way waits for
     * @throws IllegalArgumentException if the interval is negative
     * @throws IllegalStateException if it runs already, or its last call is not over
     */
    public Deferred<LoopingCall> start(Duration every, boolean now) {
        checkThread();
        if (every.isNegative()) {
            throw new IllegalArgumentException("expected an interval of zero or more, not " + every);
        }
        if (state != State.STOPPED) {
            throw new IllegalStateException(
                    running()
                            ? "this call loops already"
                            : "its last call is not over: wait for what start() returned");
        }
        interval = nanos(every);
        began = clock.now().toNanos();
        last = now ? began - interval : began;
        fresh = true;
        Deferred<LoopingCall> ending = Later.on(clock, cancelled -> giveUp());
        end = ending;
        if (now) {
            call();
        } else {
            waitForNext();
        }
        return ending;
    }

    /**
     * Stops. A call which is under way is the last one; it may say so itself.
     *
     * @throws IllegalStateException if it does not run
     */
    public void stop() {
        checkRunning();
        if (state == State.CALLING) {
            state = State.ENDING;
        } else {
            leave();
            ended();
        }
    }

    /**
     * Begins a new grid now: the next call is made when an interval has passed. During a call this does nothing.
     *
     * @throws IllegalStateException if it does not run
     */
    public void reset() {
        checkRunning();
        if (state == State.WAITING) {
            leave();
            began = clock.now().toNanos();
            last = fresh ? began : last;
            waitForNext();
        }
    }

    /** For a loop that starts again. */
    private void rest(Loop loop) {
        next = null;
        loop.callFromThread(this::goOn);
    }

    private void goOn() {
        if (state == State.WAITING && next == null) {
            began = clock.now().toNanos();
            last = began;
            waitForNext();
        }
    }

    private void waitForNext() {
        state = State.WAITING;
        if (clock instanceof Loop loop && (loop.ended() || !loop.inLoop())) { // a call under way ended after the loop
            rest(loop);
            return;
        }
        long passed = clock.now().toNanos() - began;
        long left = interval == 0 ? 0 : interval - passed % interval;
        next = clock.callLater(Duration.ofNanos(left), due);
    }

    private void call() {
        state = State.CALLING;
        next = null;
        long now = clock.now().toNanos();
        long count = interval == 0 ? 1 : (now - began) / interval - (last - began) / interval;
        last = now;
        fresh = false;
        Deferred<?> under = Deferred.maybeDeferred(() -> call.call(count));
        current = under;
        if (end == null) {
            under.cancel(); // it has given itself up
        }
        under.addCallback(result -> called()).otherwise(this::failed);
    }

    private boolean called() {
        current = null;
        if (state == State.CALLING) {
            waitForNext();
        } else {
            ended();
        }
        return true;
    }

    private void ended() {
        Deferred<LoopingCall> told = stopped();
        if (told != null) {
            told.callback(this);
        }
    }

    private void failed(Throwable cause) {
        Deferred<LoopingCall> told = stopped();
        if (told != null) {
            told.errback(cause);
        } else if (!(cause instanceof CancellationException)) {
            Forgotten.report(cause, Loop.current()); // the caller that could handle it has cancelled
        }
    }

    /** Nothing is under way any more. The Deferred to fire; null if it was cancelled. */
    private @Nullable Deferred<LoopingCall> stopped() {
        state = State.STOPPED;
        current = null;
        Deferred<LoopingCall> told = end;
        end = null;
        return told;
    }

    private void giveUp() {
        end = null; // it fails by itself
        if (state == State.WAITING) {
            leave();
            state = State.STOPPED;
        } else if (state != State.STOPPED) {
            state = State.ENDING;
            if (current != null) {
                current.cancel();
            }
        }
    }

    private void leave() {
        if (next != null) {
            next.cancel();
            next = null;
        }
    }

    private void checkRunning() {
        checkThread();
        if (!running()) {
            throw new IllegalStateException("this call does not loop: start it first");
        }
    }

    private void checkThread() {
        Later.checkThread(clock, "a looping call");
    }

    /** The time of the next call. */
    private final class Due implements TimedCalls.Forgettable {
        private final Loop loop;

        Due(Loop loop) {
            this.loop = loop;
        }

        @Override
        public void run() {
            call();
        }

        @Override
        public void forgotten() {
            rest(loop);
        }
    }

    private static long nanos(Duration every) {
        return (every.compareTo(LONGEST) > 0 ? LONGEST : every).toNanos();
    }
}
