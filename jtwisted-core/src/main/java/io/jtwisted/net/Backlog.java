package io.jtwisted.net;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files which a connection is to send, in order, and what was written behind them. Belongs to the reactor's thread. */
final class Backlog {
    private final Connection connection;
    private final ArrayDeque<FileSending> files = new ArrayDeque<>();
    private long held;

    Backlog(Connection connection) {
        this.connection = connection;
    }

    Deferred<Long> add(FileSending file) {
        files.add(file);
        return file.begin();
    }

    boolean isEmpty() {
        return files.isEmpty();
    }

    /** These were written behind the files. */
    void hold(Bytes data) {
        FileSending last = files.peekLast();
        if (last == null) {
            connection.enqueue(data);
        } else {
            last.behind().add(data);
            hold(data.length());
        }
    }

    /** This many bytes have left: of the first file, or of what was written before it. */
    void sent(long bytes) {
        FileSending first = files.peek();
        if (first != null) {
            first.sent(bytes);
            connection.needTurn();
        }
    }

    /** At the end of a turn: sends what can be sent now. */
    void goOn() {
        for (FileSending first; (first = next()) != null && first.goOn(connection.unsent() - held); ) {
            files.remove();
            release(first);
            first.finish();
        }
    }

    /** This file is not to be sent, and has not begun: what was written behind it moves up. */
    void leave(FileSending gone) {
        FileSending before = null;
        for (FileSending file : files) {
            if (file == gone) {
                break;
            }
            before = file;
        }
        files.remove(gone);
        if (before == null) {
            release(gone);
        } else {
            before.behind().addAll(gone.behind());
        }
        connection.needTurn();
    }

    /** The connection has ended. */
    void end() {
        hold(-held);
        List<FileSending> all = List.copyOf(files);
        files.clear();
        all.forEach(FileSending::end);
    }

    /** Has the transport take these: a piece of a file, or what has waited and was counted then. */
    @SuppressWarnings("CatchingUnchecked") // no memory, as a rule
    void enqueue(Bytes data, boolean isNew) {
        try {
            connection.enqueue(data);
            if (isNew) {
                connection.wrote(data.length());
            } else {
                connection.needTurn();
            }
        } catch (Exception | Error e) {
            connection.fail(e);
        }
    }

    private void release(FileSending file) {
        for (Bytes data : file.behind()) {
            hold(-data.length());
            enqueue(data, false);
        }
    }

    private @Nullable FileSending next() {
        return connection.state().over() ? null : files.peek();
    }

    private void hold(long more) {
        held += more;
        connection.held(more);
    }
}
