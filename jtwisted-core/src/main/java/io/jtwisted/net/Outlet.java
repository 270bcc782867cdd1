package io.jtwisted.net;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import java.nio.charset.Charset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a connection: how much is unsent, which producer that pauses, when it is too much, and which files
 * are to be sent. Belongs to the reactor's thread.
 */
final class Outlet {
    private final Connection connection;
    private final Border border;
    private final Limits limits;
    private final Timers timers;
    private final Account account;
    private final Producing producing;
    private long unsent;

    /** The longest message beyond the limit which waits, or waited since there was more than may wait. */
    private long oversize;

    /** There only while a file is to be sent. */
    private @Nullable Backlog backlog;

    private @Nullable Set<Deferred<Transport>> waiting;
    private boolean ended;

    Outlet(Connection connection, Limits limits, Timers timers, Account account, Border border) {
        this.connection = connection;
        this.border = border;
        this.limits = limits;
        this.timers = timers;
        this.account = account;
        this.producing = new Producing(border);
    }

    long unsent() {
        return unsent;
    }

    /** Whether something that was written has not left: bytes in memory, or a file. */
    boolean hasUnsent() {
        return unsent > 0 || backlog != null;
    }

    /** Whether what is written now waits for a file. */
    boolean holds() {
        return backlog != null;
    }

    /** False if these need not wait for a file. */
    boolean hold(Bytes data) {
        if (backlog == null) {
            return false;
        }
        backlog.hold(data);
        return true;
    }

    /** Has this text wait for a file, and says how many bytes it has. */
    int hold(String text, Charset charset, Bytes end) {
        Bytes both = Bytes.of(text, charset).plus(end);
        hold(both);
        return both.length();
    }

    Producing producing() {
        return producing;
    }

    void register(ByteProducer producer) {
        producing.register(producer);
        if (unsent > limits.highWater()) {
            producing.pause();
        }
    }

    /**
     * This many bytes more wait to be sent: aborts the connection if that is more than may wait. One message which is
     * longer than the limit does not count: when nothing waits before it, its length is no proof that the peer does not
     * read.
     */
    void wrote(int bytes) {
        if (unsent == 0) {
            timers.waiting();
        }
        unsent += bytes;
        account.wrote(unsent);
        if (limits.unsent() > 0) {
            oversize = bytes > limits.unsent() ? Math.max(oversize, bytes) : oversize;
            if (unsent - oversize > limits.unsent()) {
                connection.tooMuchUnsent(unsent + " bytes are unsent, more than unsent=" + limits.unsent()
                        + " allows: the peer does not read");
                return;
            }
        }
        if (unsent > limits.highWater()) {
            producing.pause();
        }
    }

    /** This many bytes have left. */
    void sent(long bytes) {
        unsent -= bytes;
        if (unsent <= limits.unsent()) {
            oversize = 0;
        }
        passed(bytes);
        if (unsent <= limits.lowWater()) {
            producing.resume();
            if (waiting != null) {
                fire(waiting);
            }
        }
    }

    /** This many bytes of a file have left, which never were in memory. */
    void passed(long bytes) {
        timers.sent();
        account.sent(bytes, unsent);
        if (backlog != null) {
            backlog.sent(bytes);
        }
    }

    /** Has this sent behind all that was written. */
    Deferred<Long> send(FileRange range, LongConsumer progress) {
        if (ended || !connection.state().writes()) {
            return Deferred.fail(new TransportException("the connection takes no more to be sent: " + range.file()));
        }
        if (!hasUnsent()) {
            timers.waiting();
        }
        Backlog waits = backlog == null ? new Backlog(connection) : backlog;
        backlog = waits;
        return waits.add(new FileSending(connection, waits, border, range, progress));
    }

    /** A turn has ended. */
    void goOn() {
        if (backlog != null) {
            backlog.goOn();
            if (backlog != null && backlog.isEmpty()) {
                backlog = null;
            }
        }
    }

    /** Fires when there is room for more. */
    Deferred<Transport> drained() {
        if (ended || connection.state().over()) {
            return Deferred.fail(tooLate());
        }
        if (unsent <= limits.lowWater()) {
            return Deferred.succeed(connection);
        }
        if (waiting == null) {
            waiting = new LinkedHashSet<>(2);
        }
        Deferred<Transport> drained = Deferred.on(connection.reactor(), this::leave);
        waiting.add(drained);
        return drained;
    }

    /** The connection is lost: nothing more will leave. */
    void end() {
        ended = true;
        producing.stop();
        Backlog rest = backlog;
        backlog = null;
        if (rest != null) {
            rest.end();
        }
        Set<Deferred<Transport>> late = waiting;
        waiting = null;
        if (late != null) {
            List.copyOf(late).forEach(drained -> drained.errback(tooLate()));
        }
    }

    private void leave(Deferred<Transport> cancelled) {
        if (waiting != null) {
            waiting.remove(cancelled);
        }
    }

    /** What these do may fill it again: the ones after that are for the next time. */
    private void fire(Set<Deferred<Transport>> drained) {
        waiting = null;
        List.copyOf(drained).forEach(one -> one.callback(connection));
    }

    private static TransportException tooLate() {
        return new TransportException("the connection ended before what was written had left");
    }
}
