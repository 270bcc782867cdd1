package io.jtwisted.testing;

import io.jtwisted.loop.LoopThread;
import io.jtwisted.loop.TimedCalls;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The passes of a loop on the thread of a test: in each the calls which were queued when it began, then the timed calls
 * which are due, then what the network has to tell. Time stands still but for {@link #advance}.
 */
final class Turns {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryReactor.class);

    /** More passes than this without a byte moved are a call which asks for itself again and again. */
    private static final int IDLE_PASSES = 10_000;

    /** More passes than this are two protocols which answer each other for ever. */
    private static final int PASSES = 1_000_000;

    private enum Mode {
        /** The test runs, between turns. */
        TEST,
        /** The reactor calls. */
        TURN,
        /** Work which a real reactor would give to another thread runs. */
        WORK
    }

    private final MemoryReactor loop;
    private final Made made = Made.here();
    private final Thread owner = Thread.currentThread();
    private final Queue<Runnable> calls = new ConcurrentLinkedQueue<>();
    private final Queue<Runnable> work = new ArrayDeque<>();
    private final Queue<Runnable> network = new ArrayDeque<>();
    private final Queue<Runnable> touched = new ArrayDeque<>();
    private final List<Throwable> failures = new ArrayList<>();

    private TimedCalls timed = newTimedCalls();
    private long nanos;
    private Mode mode = Mode.TEST;

    Turns(MemoryReactor loop) {
        this.loop = loop;
    }

    /** Whether the caller may touch what belongs to the reactor: in its turns, or the test between all turns. */
    boolean mine() {
        return onLoop() && mode != Mode.WORK && (made.active() == null || made.active() == this);
    }

    /** Whether the reactor calls the caller. */
    boolean calls() {
        return onLoop() && mode == Mode.TURN && made.active() == this;
    }

    /** On the thread of the test, or on that of an inline block which has the loop while the test's waits. */
    private boolean onLoop() {
        Thread current = Thread.currentThread();
        return current == owner || (current instanceof LoopThread other && other.loop() == loop);
    }

    long nanos() {
        return nanos;
    }

    /** How many calls wait for the next pass. For any thread. */
    int pendingCalls() {
        return calls.size();
    }

    TimedCalls timed() {
        return timed;
    }

    /** What went wrong and was logged, since this was asked last. */
    List<Throwable> takeFailures() {
        List<Throwable> taken = List.copyOf(failures);
        failures.clear();
        return taken;
    }

    /** This went wrong and was logged. */
    void failed(Throwable cause) {
        failures.add(cause);
        made.trouble(loop);
    }

    /** For the next pass, from any thread. */
    void call(Runnable call) {
        calls.add(call);
        if (onLoop() && made.active() != null && made.active() != this) {
            made.address(this);
        }
    }

    /** For the next pass, in place of another thread. */
    void work(Runnable call) {
        work.add(call);
    }

    /** The network has something to tell, in the next pass. */
    void tell(Runnable event) {
        network.add(event);
    }

    /** When what runs now is done. */
    void atEnd(Runnable flush) {
        touched.add(flush);
    }

    /** Does this in a turn, and then all that follows from it. Inside a turn, what follows comes later. */
    <T> T run(Supplier<T> action) {
        checkOwner();
        if (mode == Mode.TURN) {
            return action.get();
        }
        made.use(loop);
        carry(); // what the test left to the next turn came before
        List<T> result = new ArrayList<>();
        as(Mode.TURN, () -> result.add(action.get()));
        carry();
        return result.get(0);
    }

    /** Moves the clock, and makes all calls which come due on the way, each at its time. */
    void advance(Duration by) {
        checkOwner();
        if (by.isNegative()) {
            throw new IllegalArgumentException("time does not run backwards: " + by);
        }
        if (mode != Mode.TEST) {
            throw new IllegalStateException("the test moves the clock, not what the reactor calls");
        }
        made.use(loop);
        long end = Math.addExact(nanos, by.toNanos());
        carry();
        for (long wait; (wait = timed.untilNext()) >= 0 && nanos + wait <= end; ) {
            nanos += wait;
            carry();
        }
        nanos = end;
        carry();
    }

    /** Makes the calls which were queued, and no other: the loop is about to end. */
    void drain() {
        List<Runnable> left = new ArrayList<>(calls);
        calls.removeAll(left);
        left.forEach(this::guarded);
    }

    /** The loop has ended: nothing is due any more. */
    void forget() {
        timed.end();
        timed = newTimedCalls();
        network.clear();
        touched.clear();
        work.clear();
    }

    /** Calls; what it throws is logged and kept. */
    @SuppressWarnings("CatchingUnchecked") // the border: what a call throws must not stop the loop
    void guarded(Runnable call) {
        try {
            call.run();
        } catch (Exception | Error e) {
            thrown(e);
        }
    }

    private void checkOwner() {
        if (!onLoop()) {
            throw new IllegalStateException("this MemoryReactor belongs to the thread " + owner.getName()
                    + ", which made" + " it: others may use callFromThread");
        }
    }

    /** Until this reactor has nothing to do, and no other one to which it has said something. */
    private void carry() {
        untilQuiet();
        for (int times = 0; made.active() == null; times++) {
            Turns other = made.nextAddressed();
            if (other == null) {
                return;
            }
            if (times > PASSES) {
                throw new IllegalStateException(
                        "two reactors talk to each other for ever: " + loop + " and " + other.loop);
            }
            other.untilQuiet();
        }
    }

    private void untilQuiet() {
        int idle = 0;
        for (int pass = 0; !quiet(); pass++) {
            idle = network.isEmpty() ? idle + 1 : 0;
            if (idle > IDLE_PASSES || pass > PASSES) {
                throw new IllegalStateException(
                        "after " + pass + " passes the reactor is still not quiet: something asks"
                                + " for itself again and again, by callFromThread, by callLater without a delay, or in a talk"
                                + " which has no end");
            }
            as(Mode.TURN, this::pass);
            Queue<Runnable> now = new ArrayDeque<>(work);
            work.clear();
            LoopThread.runAs(null, () -> mode(Mode.WORK, () -> now.forEach(this::guarded)));
        }
    }

    private boolean quiet() {
        return loop.ended()
                || (calls.isEmpty()
                        && work.isEmpty()
                        && network.isEmpty()
                        && touched.isEmpty()
                        && timed.untilNext() != 0);
    }

    private void pass() {
        flush();
        some(calls);
        timed.runDue();
        flush();
        some(network);
    }

    /** As many as there are now. */
    private void some(Queue<Runnable> queue) {
        for (int left = queue.size(); left > 0; left--) {
            Runnable next = queue.poll();
            if (next != null) {
                guarded(next);
                flush();
            }
        }
    }

    private void flush() {
        for (Runnable next; (next = touched.poll()) != null; ) {
            guarded(next);
        }
    }

    private void as(Mode during, Runnable action) {
        LoopThread.runAs(loop, () -> mode(during, action));
    }

    private void mode(Mode during, Runnable action) {
        Mode before = mode;
        Turns activeBefore = made.active();
        mode = during;
        made.activate(this);
        try {
            action.run();
        } finally {
            mode = before;
            made.activate(activeBefore);
        }
    }

    private void thrown(Throwable cause) {
        LOG.error("an exception out of a call on {}", loop, cause);
        failed(cause);
    }

    private TimedCalls newTimedCalls() {
        return new TimedCalls(this::nanos, this::thrown);
    }
}
