package io.jtwisted.loop;

import java.time.Duration;
import java.util.PriorityQueue;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * For makers of clocks: calls which wait for their time, in order. Of calls which are due at the same time, the one
 * asked for first comes first. Belongs to one thread.
 */
public final class TimedCalls {
    /** A call that wants to know when its clock ends before it is due. */
    public interface Forgettable extends Runnable {

        /** The clock has ended, and will not make this call. On the clock's thread. */
        void forgotten();
    }

    /** Calls which were cancelled or moved are swept out when there are more of them than this, and than of others. */
    private static final int TOLERATED = 50;

    /** A century and more: longer delays are cut to this, so that times can be compared. */
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE / 2);

    private final LongSupplier nanos;
    private final Consumer<Throwable> thrown;
    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long asked;
    private int stale;

    /**
     * With no calls yet.
     *
     * @param nanos tells the time, in nanoseconds since some moment
     * @param thrown gets what a call throws
     */
    public TimedCalls(LongSupplier nanos, Consumer<Throwable> thrown) {
        this.nanos = nanos;
        this.thrown = thrown;
    }

    /** Adds a call. As {@link Clock#callLater}, whatever the thread. */
    public DelayedCall add(Duration delay, Runnable call) {
        return new Waiting(call, dueIn(delay));
    }

    /** How many calls are going to be made. */
    public int size() {
        return entries.size() - stale;
    }

    /** How many nanoseconds there are until the next call, 0 if it is due; -1 if there is none. */
    public long untilNext() {
        sweepFront();
        Entry first = entries.peek();
        return first == null ? -1 : Math.max(0, first.due - nanos.getAsLong());
    }

    /** Makes the calls which are due, but those not which are asked for meanwhile. */
    public void runDue() {
        long last = asked;
        long now = entries.isEmpty() ? 0 : nanos.getAsLong();
        for (Entry first; (first = dueBy(now, last)) != null; ) {
            entries.poll();
            first.run();
        }
    }

    /** The clock ends, and makes none of these calls. Each that is {@link Forgettable} is told, in their order. */
    public void end() {
        for (Entry next; (next = entries.poll()) != null; ) {
            if (!next.isStale()) {
                next.waiting.forget();
            }
        }
        stale = 0;
    }

    private @Nullable Entry dueBy(long now, long last) {
        sweepFront();
        Entry first = entries.peek();
        return first != null && first.due - now <= 0 && first.number <= last ? first : null;
    }

    private void sweepFront() {
        for (Entry first; (first = entries.peek()) != null && first.isStale(); ) {
            entries.poll();
            stale--;
        }
    }

    private void left() {
        stale++;
        if (stale > TOLERATED && stale > entries.size() / 2) {
            entries.removeIf(Entry::isStale);
            stale = 0;
        }
    }

    private long dueIn(Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("expected a delay of zero or more, not " + delay);
        }
        return nanos.getAsLong() + nanosOf(delay);
    }

    private static long nanosOf(Duration delay) {
        Duration cut = delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
        return (cut.compareTo(LONGEST.negated()) < 0 ? LONGEST.negated() : cut).toNanos();
    }

    /** A place in the queue. A call which is moved takes a new one, and leaves a stale one behind. */
    private static final class Entry implements Comparable<Entry> {
        private final Waiting waiting;
        private final long due;
        private final long number;

        Entry(Waiting waiting, long due, long number) {
            this.waiting = waiting;
            this.due = due;
            this.number = number;
        }

        boolean isStale() {
            return waiting.entry != this;
        }

        void run() {
            waiting.run();
        }

        @Override
        public int compareTo(Entry other) {
            int order = Long.compare(due - other.due, 0);
            return order != 0 ? order : Long.compare(number, other.number);
        }
    }

    private final class Waiting implements DelayedCall {
        private final Runnable call;
        private @Nullable Entry entry;
        private long due;
        private boolean made;
        private boolean forgotten;

        Waiting(Runnable call, long due) {
            this.call = call;
            this.due = due;
            enter(due);
        }

        void run() {
            entry = null;
            made = true;
            guarded(call);
        }

        void forget() {
            entry = null;
            forgotten = true;
            if (call instanceof Forgettable told) {
                guarded(told::forgotten);
            }
        }

        @SuppressWarnings("CatchingUnchecked") // the border: what a call throws must not stop the clock
        private void guarded(Runnable action) {
            try {
                action.run();
            } catch (Exception | Error e) {
                thrown.accept(e);
            }
        }

        @Override
        public boolean active() {
            return entry != null;
        }

        @Override
        public Duration time() {
            return Duration.ofNanos(due);
        }

        @Override
        public void cancel() {
            leave();
        }

        @Override
        public void reset(Duration delay) {
            long later = dueIn(delay);
            leave();
            enter(later);
        }

        @Override
        public void delay(Duration more) {
            long now = nanos.getAsLong();
            Duration left = Duration.ofNanos(due - now).plusNanos(nanosOf(more));
            leave();
            enter(now + (left.isNegative() ? 0 : nanosOf(left)));
        }

        private void enter(long when) {
            due = when;
            entry = new Entry(this, when, ++asked);
            entries.add(entry);
        }

        private void leave() {
            if (forgotten) {
                return; // it has been cancelled by the end of its clock
            }
            if (entry == null) {
                throw new IllegalStateException(
                        made ? "this call was made already: ask active() first" : "this call was cancelled already");
            }
            entry = null;
            left();
        }
    }
}
