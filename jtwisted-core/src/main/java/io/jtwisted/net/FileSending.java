package io.jtwisted.net;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A file on its way to the peer, and what was written behind it. It begins when all that was written before has left. The
 * transport takes it in slices, without a copy, if it can; otherwise it is read in pieces on threads that may block, the
 * next one while the last one is sent. Belongs to the reactor's thread.
 */
final class FileSending implements FileTransfer {
    /** What is read at a time; so much and as much again is in memory at most. */
    static final int PIECE = 65_536;

    /** What the transport is given at a time: after each one, others have their turn. */
    static final int SLICE = 1 << 20;

    /** When to try again if the reactor's pool has no place for the reading. */
    private static final Duration AGAIN = Duration.ofMillis(10);

    private enum State {
        OPENING,
        /** Waits until what was written before has left. */
        WAITING,
        SENDING,
        /** All of it has left. */
        SENT,
        /** It was cancelled, or has failed. */
        OVER
    }

    private final Connection connection;
    private final Backlog backlog;
    private final Border border;
    private final FileRange range;
    private final FileSource source;
    private final LongConsumer progress;
    private final Deferred<Long> result;
    private final List<Bytes> behind = new ArrayList<>();
    private State state = State.OPENING;
    private @Nullable Deferred<Long> opening;
    private @Nullable Throwable failure;

    /** Whether the transport may be able to take it by itself. */
    private boolean direct = true;

    /** A piece is being read. */
    private boolean reading;

    private long length;
    private long handed;
    private long left;

    FileSending(Connection connection, Backlog backlog, Border border, FileRange range, LongConsumer progress) {
        this.connection = connection;
        this.backlog = backlog;
        this.border = border;
        this.range = range;
        this.source = new FileSource(range);
        this.progress = progress;
        this.result = Deferred.on(connection.reactor(), cancelled -> cancel());
    }

    /** Has it opened. */
    Deferred<Long> begin() {
        Deferred<Long> opened = connection.reactor().deferToThread(source::open);
        opening = opened;
        opened.tap(this::opened).otherwise(this::notOpened);
        return result;
    }

    List<Bytes> behind() {
        return behind;
    }

    /**
     * At the end of a turn: goes on if it can.
     *
     * @param ahead how many bytes have to leave before the file does
     * @return whether all of it has left
     */
    boolean goOn(long ahead) {
        if (state == State.WAITING && ahead == 0) {
            state = State.SENDING;
        }
        if (state == State.SENDING && left == length) {
            state = State.SENT;
            source.close();
        } else if (state == State.SENDING) {
            hand();
        }
        return state == State.SENT;
    }

    /** This many bytes have left; they are of this file if it is being sent. */
    void sent(long bytes) {
        if (state == State.SENDING) {
            left += bytes;
            border.tell(progress, listener -> listener.accept(left));
        }
    }

    /** Nothing waits for it any more: says so. */
    void finish() {
        if (state == State.SENT) {
            result.callback(left);
        }
    }

    @Override
    public void left(long bytes) {
        connection.outlet().passed(bytes);
    }

    @Override
    public boolean broke() {
        if (state != State.SENDING) {
            return false;
        }
        try {
            source.requireLength(range.position() + handed);
            return false;
        } catch (IOException e) {
            fail(e);
            return true;
        }
    }

    /** The connection has ended. */
    void end() {
        if (state == State.OVER) {
            return;
        }
        over();
        result.errback(
                failure != null
                        ? failure
                        : new TransportException("the connection ended before the file was sent: " + range.file()));
    }

    private void opened(long bytes) {
        opening = null;
        if (state == State.OPENING) {
            length = bytes;
            state = State.WAITING;
            connection.needTurn();
        }
    }

    private void notOpened(Throwable cause) {
        opening = null;
        if (state == State.OPENING) {
            over();
            backlog.leave(this);
            result.errback(cause);
        }
    }

    private void cancel() {
        boolean begun = state == State.SENDING && left < length;
        Deferred<Long> pending = opening;
        over();
        if (pending != null) {
            pending.cancel();
        }
        if (begun) { // the peer waits for the rest, and would take what follows for it
            connection.abortConnection();
        } else {
            backlog.leave(this);
        }
    }

    private void over() {
        state = State.OVER;
        source.close();
    }

    private void hand() {
        try {
            if (direct) {
                direct = left < handed || handSlice();
            }
            if (!direct && !reading && handed < length && handed - left <= PIECE) {
                read();
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    /** False if the transport does not take files. */
    private boolean handSlice() throws IOException {
        int count = (int) Math.min(SLICE, length - handed);
        long from = range.position() + handed;
        source.requireLength(from + count);
        handed += count; // first: it may leave at once
        boolean taken = connection.transfer(source.channel(), from, count, this);
        if (!taken) {
            handed -= count;
        }
        return taken;
    }

    private void read() {
        int count = (int) Math.min(PIECE, length - handed);
        long from = range.position() + handed;
        reading = true;
        connection
                .reactor()
                .deferToThread(() -> source.read(from, count))
                .tap(this::arrived)
                .otherwise(this::notRead);
    }

    private void arrived(Bytes piece) {
        reading = false;
        if (state == State.SENDING && !connection.state().over()) {
            handed += piece.length();
            backlog.enqueue(piece, true);
        }
    }

    private void notRead(Throwable cause) {
        reading = false;
        if (state == State.SENDING && cause instanceof RejectedExecutionException) {
            connection.reactor().callLater(AGAIN, connection::needTurn);
        } else if (state == State.SENDING) {
            fail(cause);
        }
    }

    private void fail(Throwable cause) {
        failure = cause;
        connection.fail(cause);
    }
}
