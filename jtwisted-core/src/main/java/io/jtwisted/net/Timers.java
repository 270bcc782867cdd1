package io.jtwisted.net;

import io.jtwisted.loop.DelayedCall;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Watches how long a connection is silent, cannot get rid of what it has to send, and lives at all. A byte costs a
 * field; the clock is looked at only when something is due.
 */
final class Timers {
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private final Connection connection;
    private final long writeTimeout;
    private long silence;
    private long lastByte;
    private long lastSent;
    private @Nullable DelayedCall silent;
    private @Nullable DelayedCall stuck;
    private @Nullable DelayedCall old;
    private boolean over;

    /** Watches the silence when it is told to; the rest from the first byte, and from {@link #start}. */
    Timers(Connection connection, Limits limits) {
        this.connection = connection;
        this.writeTimeout = nanos(limits.writeTimeout());
    }

    void start(Duration age) {
        if (!age.isZero()) {
            old = connection.reactor().callLater(age, () -> connection.timeOut(true));
        }
    }

    /** Zero for any. */
    void silence(Duration longest) {
        if (over) {
            return;
        }
        cancel(silent);
        silent = null;
        silence = nanos(longest);
        lastByte = connection.nanos();
        if (silence > 0) {
            silent = connection.reactor().callLater(longest, this::lookForSilence);
        }
    }

    /** Has silence end it after this time, if it would not end it at all. */
    void ensureSilence(Duration longest) {
        if (silent == null) {
            silence(longest);
        }
    }

    void heard() {
        if (silence > 0) {
            lastByte = connection.nanos();
        }
    }

    /** Bytes wait from now on, where none did. */
    void waiting() {
        if (writeTimeout > 0) {
            lastSent = connection.nanos();
            if (stuck == null) {
                lookAgain(writeTimeout);
            }
        }
    }

    void sent() {
        heard();
        if (writeTimeout > 0) {
            lastSent = connection.nanos();
        }
    }

    void stop() {
        over = true;
        cancel(silent);
        cancel(stuck);
        cancel(old);
    }

    private void lookForSilence() {
        long left = silence - (connection.nanos() - lastByte);
        if (left > 0) {
            silent = connection.reactor().callLater(Duration.ofNanos(left), this::lookForSilence);
        } else {
            silent = null;
            connection.timeOut(false);
        }
    }

    private void lookForStuck() {
        stuck = null;
        long left = writeTimeout - (connection.nanos() - lastSent);
        if (connection.unsent() > 0 && left > 0) {
            lookAgain(left);
        } else if (connection.unsent() > 0) {
            connection.stuck();
        }
    }

    private void lookAgain(long nanos) {
        stuck = connection.reactor().callLater(Duration.ofNanos(nanos), this::lookForStuck);
    }

    private static long nanos(Duration time) {
        return time.compareTo(LONGEST) > 0 ? Long.MAX_VALUE : time.toNanos();
    }

    private static void cancel(@Nullable DelayedCall call) {
        if (call != null && call.active()) {
            call.cancel();
        }
    }
}
