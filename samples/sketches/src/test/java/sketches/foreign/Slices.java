package sketches.foreign;

import io.jtwisted.loop.DelayedCall;
import io.jtwisted.loop.Loop;
import io.jtwisted.loop.LoopThread;
import io.jtwisted.loop.TimedCalls;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A loop in slices of a few milliseconds, each posted to the foreign thread. A slice is a turn. */
final class Slices {
    private static final Logger LOG = LoggerFactory.getLogger(Slices.class);
    private static final long LONGEST = Duration.ofMillis(4).toNanos();

    private final Loop loop;
    private final Consumer<Runnable> post;
    private final LongConsumer alarm;
    private final Queue<Runnable> calls = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean posted = new AtomicBoolean();
    private final TimedCalls timed = new TimedCalls(System::nanoTime, Slices::thrown);
    private final Queue<Runnable> turnEnds = new ArrayDeque<>();
    private volatile @Nullable Thread thread;
    private boolean inSlice;
    private long alarmAt = Long.MAX_VALUE;

    /**
     * None yet.
     *
     * @param post has something run on the foreign thread, such as {@code SwingUtilities::invokeLater}
     * @param alarm calls {@link #wake} after so many nanoseconds, on any thread
     */
    Slices(Loop loop, Consumer<Runnable> post, LongConsumer alarm) {
        this.loop = loop;
        this.post = post;
        this.alarm = alarm;
    }

    boolean onThread() {
        return Thread.currentThread() == thread;
    }

    boolean inSlice() {
        return onThread() && inSlice;
    }

    int size() {
        return calls.size();
    }

    TimedCalls timed() {
        return timed;
    }

    void call(Runnable call) {
        calls.add(call);
        wake();
    }

    DelayedCall callLater(Duration delay, Runnable call) {
        DelayedCall later = timed.add(delay, call);
        wake(); // looks how long it is until then
        return later;
    }

    void atEnd(Runnable call) {
        turnEnds.add(call);
    }

    void wake() {
        if (posted.compareAndSet(false, true)) {
            post.accept(this::slice);
        }
    }

    private void slice() {
        posted.set(false);
        if (thread == null) {
            thread = Thread.currentThread();
            LoopThread.liveWith(loop); // for what the owner of the thread does between two slices
        }
        LoopThread.runAs(loop, this::turn);
        long next = timed.untilNext();
        if (!calls.isEmpty() || next == 0) {
            wake();
        } else if (next > 0) {
            wakeAfter(next);
        }
    }

    private void turn() {
        inSlice = true;
        long end = System.nanoTime() + LONGEST;
        for (int left = calls.size(); left > 0 && System.nanoTime() < end; left--) {
            guarded(calls.remove());
        }
        timed.runDue();
        for (Runnable last; (last = turnEnds.poll()) != null; ) {
            guarded(last);
        }
        inSlice = false;
    }

    private void wakeAfter(long nanos) {
        long now = System.nanoTime();
        if (alarmAt <= now || now + nanos < alarmAt) {
            alarmAt = now + nanos;
            alarm.accept(nanos);
        }
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (Exception | Error e) {
            thrown(e);
        }
    }

    private static void thrown(Throwable e) {
        LOG.error("a call threw an exception", e);
    }
}
