package io.jtwisted.defer;

import io.jtwisted.loop.Clock;
import io.jtwisted.loop.DelayedCall;
import io.jtwisted.loop.Loop;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A Deferred which fires when it is time, with its clock. */
final class Later {
    private final Clock clock;
    private final Deferred<Clock> due;
    private @Nullable DelayedCall call;

    /** A loop that has stopped lets any thread cancel. */
    private volatile boolean cancelled;

    private Later(Clock clock) {
        this.clock = clock;
        this.due = on(clock, cancelled -> stop());
    }

    static Deferred<Clock> after(Clock clock, Duration delay) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("expected a delay of zero or more, not " + delay);
        }
        Later later = new Later(clock);
        if (clock instanceof Loop loop && !loop.inLoop()) {
            loop.callFromThread(() -> later.start(delay)); // and if it is cancelled, that hops as well, and after this
        } else {
            later.start(delay);
        }
        return later.due;
    }

    /** One which is at home on this clock, if that is a loop. */
    static <T extends @Nullable Object> Deferred<T> on(Clock clock, Consumer<? super Deferred<T>> canceller) {
        return clock instanceof Loop loop ? Deferred.on(loop, canceller) : new Deferred<>(canceller);
    }

    /** Complains if this clock belongs to another thread. */
    static void checkThread(Clock clock, String what) {
        if (!isHere(clock)) {
            throw new IllegalStateException(what + " belongs to the thread of " + clock
                    + ": use it there, by call(...) or callFromThread(...) from others");
        }
    }

    private void start(Duration delay) {
        if (!cancelled) { // while the loop was stopped, and this waited to be called
            call = clock.callLater(delay, () -> due.callback(clock));
        }
    }

    private void stop() {
        cancelled = true;
        if (isHere(clock) && call != null && call.active()) { // a loop that has stopped makes it no more
            call.cancel();
        }
    }

    private static boolean isHere(Clock clock) {
        return !(clock instanceof Loop loop) || loop.inLoop();
    }
}
