package io.jtwisted.net;

import io.jtwisted.loop.DelayedCall;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Watches how long a connection is silent, how long its peer is, how long it cannot get rid of what it has
 * to send, and lives at all. A byte costs two fields; the clock is looked at only when something is due.
 */
final class Timers {
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private final Connection connection;
    private final long writeTimeout;
    private long silence;
    private long readSilence;
    private long lastByte;
    private long lastReceived;
    private long lastSent;
    private @Nullable DelayedCall silenceCheck;
    private @Nullable DelayedCall readCheck;
    private @Nullable DelayedCall writeCheck;
    private @Nullable DelayedCall ageCheck;
    private boolean over;

    /** Watches the silence when it is told to; the rest from the first byte, and from {@link #start}. */
    Timers(Connection connection, Limits limits) {
        this.connection = connection;
        this.writeTimeout = nanos(limits.writeTimeout());
    }

    void start(Duration age) {
        if (!age.isZero()) {
            ageCheck = connection.reactor().callLater(age, () -> timeOut(true));
        }
    }

    /** Zero for any. */
    void silence(Duration longest) {
        if (over) {
            return;
        }
        cancel(silenceCheck);
        silenceCheck = null;
        silence = nanos(longest);
        lastByte = connection.nanos();
        if (silence > 0) {
            silenceCheck = connection.reactor().callLater(longest, this::lookForSilence);
        }
    }

    /** Zero for any. */
    void readSilence(Duration longest) {
        if (over) {
            return;
        }
        cancel(readCheck);
        readCheck = null;
        readSilence = nanos(longest);
        lastReceived = connection.nanos();
        if (readSilence > 0) {
            readCheck = connection.reactor().callLater(longest, this::lookForReadSilence);
        }
    }

    /** Has silence end it after this time, if it would not end it at all. */
    void ensureSilence(Duration longest) {
        if (silenceCheck == null) {
            silence(longest);
        }
    }

    /** The peer has sent something; or this side no longer makes it wait. */
    void heard() {
        if (silence > 0 || readSilence > 0) {
            lastByte = connection.nanos();
            lastReceived = lastByte;
        }
    }

    /** Bytes wait from now on, where none did. */
    void waiting() {
        if (writeTimeout > 0) {
            lastSent = connection.nanos();
            if (writeCheck == null) {
                lookAgain(writeTimeout);
            }
        }
    }

    void sent() {
        if (silence > 0) {
            lastByte = connection.nanos();
        }
        if (writeTimeout > 0) {
            lastSent = connection.nanos();
        }
    }

    void stop() {
        over = true;
        cancel(silenceCheck);
        cancel(readCheck);
        cancel(writeCheck);
        cancel(ageCheck);
    }

    private void lookForSilence() {
        if (connection.intake().makesPeerWait()) {
            lastByte = connection.nanos();
        }
        long left = silence - (connection.nanos() - lastByte);
        if (left > 0) {
            silenceCheck = connection.reactor().callLater(Duration.ofNanos(left), this::lookForSilence);
        } else {
            silenceCheck = null;
            timeOut(false);
        }
    }

    private void lookForReadSilence() {
        readCheck = null;
        if (!connection.intake().listens()) {
            return; // the peer has said that it has no more to say
        }
        if (connection.intake().makesPeerWait()) {
            lastReceived = connection.nanos();
        }
        long left = readSilence - (connection.nanos() - lastReceived);
        if (left > 0) {
            readCheck = connection.reactor().callLater(Duration.ofNanos(left), this::lookForReadSilence);
        } else {
            timeOut(false);
        }
    }

    private void lookForStuck() {
        writeCheck = null;
        long left = writeTimeout - (connection.nanos() - lastSent);
        if (connection.hasUnsent() && left > 0) {
            lookAgain(left);
        } else if (connection.hasUnsent()) {
            stuck();
        }
    }

    /** A time limit has passed: silence, or the connection's age; what was written is sent before the end. */
    private void timeOut(boolean politely) {
        ConnectionState state = connection.state();
        if (state == ConnectionState.CLOSED) {
            connection.tellLost(); // gone long ago, behind a pause that did not end
        } else if (politely || (!connection.hasUnsent() && state != ConnectionState.CLOSING)) {
            connection.closePolitely(CloseReason.timeout());
        } else {
            connection.closeNow(CloseReason.timeout(), true);
        }
    }

    /** The peer has taken nothing for too long. */
    private void stuck() {
        if (connection.state() != ConnectionState.CLOSED) {
            connection.closeNow(CloseReason.timeout(), true);
        }
    }

    private void lookAgain(long nanos) {
        writeCheck = connection.reactor().callLater(Duration.ofNanos(nanos), this::lookForStuck);
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
