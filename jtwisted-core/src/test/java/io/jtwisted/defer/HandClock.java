package io.jtwisted.defer;

import io.jtwisted.loop.Clock;
import io.jtwisted.loop.DelayedCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A clock which a test moves by hand. */
final class HandClock implements Clock {
    private final List<Call> calls = new ArrayList<>();
    private Duration now = Duration.ZERO;

    void advance(Duration time) {
        now = now.plus(time);
        List<Call> due = calls.stream()
                .filter(call -> call.time.compareTo(now) <= 0)
                .sorted(Comparator.comparing(Call::time))
                .toList();
        for (Call call : due) {
            if (calls.remove(call)) {
                call.work.run();
            }
        }
    }

    /** Lets time pass in which nothing can be called, because something runs. */
    void pass(Duration time) {
        now = now.plus(time);
    }

    /** How many calls are still going to be made. */
    int waiting() {
        return calls.size();
    }

    @Override
    public Duration now() {
        return now;
    }

    @Override
    public DelayedCall callLater(Duration delay, Runnable call) {
        Call made = new Call(now.plus(delay), call);
        calls.add(made);
        return made;
    }

    private final class Call implements DelayedCall {
        private final Runnable work;
        private Duration time;

        Call(Duration time, Runnable work) {
            this.time = time;
            this.work = work;
        }

        @Override
        public boolean active() {
            return calls.contains(this);
        }

        @Override
        public Duration time() {
            return time;
        }

        @Override
        public void cancel() {
            if (!calls.remove(this)) {
                throw new IllegalStateException("made or cancelled before");
            }
        }

        @Override
        public void reset(Duration delay) {
            time = now.plus(delay);
        }

        @Override
        public void delay(Duration more) {
            time = time.plus(more);
        }
    }
}
