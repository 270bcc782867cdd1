package io.jtwisted.text;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.bytes.Inbox;
import io.jtwisted.defer.Deferred;
import io.jtwisted.defer.Outcome;
import io.jtwisted.net.ByteSink;
import io.jtwisted.net.ProtocolException;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A stream into a sink, piece by piece: no piece is cut before the sink has taken the one before. When the sink is broken,
 * the rest is dropped up to the end of the stream, so that lines go on where they should.
 *
 * @param <R> what the sink makes of it
 */
final class StreamRequest<R extends @Nullable Object> extends Request<R> {
    private final Cut cut;
    private final ByteSink<R> sink;
    private @Nullable Throwable broken;
    private @Nullable Deferred<R> ending;
    private boolean busy;
    private boolean giving;

    StreamRequest(Requests requests, Cut cut, ByteSink<R> sink) {
        super(requests);
        this.cut = cut;
        this.sink = sink;
    }

    @Override
    boolean take(Inbox inbox) {
        if (busy || !hasNext(inbox)) {
            return false;
        }
        Bytes piece = cut.from(inbox);
        ProtocolException complaint = cut.complaint();
        if (complaint != null) {
            breaks(complaint);
        }
        if (broken == null && !piece.isEmpty()) {
            give(piece);
        }
        finishIfComplete();
        return true;
    }

    @Override
    boolean hasNext(Inbox inbox) {
        return !cut.complete() && !inbox.isEmpty();
    }

    @Override
    boolean isComplete() {
        return cut.complete();
    }

    @Override
    int bearable(int behindCommand) {
        return cut.complete() ? behindCommand : busy ? 0 : Integer.MAX_VALUE;
    }

    @Override
    void ended(String why, int waiting) {
        if (!cut.complete()) { // else the sink has all that it needs
            breaks(new ProtocolException(why + " " + cut.progress()));
            finish();
        }
    }

    @Override
    void cancelled() {
        if (ending != null) {
            ending.cancel();
            return;
        }
        breaks(new CancellationException("the stream is not wanted any more"));
        finishIfComplete();
        requests().goOn(); // what is left of the stream has to be dropped
    }

    /** A stream may be over before it has begun. */
    void finishIfComplete() {
        if (!busy && ending == null && cut.complete()) {
            finish();
        }
    }

    private void give(Bytes piece) {
        busy = true;
        giving = true;
        try {
            Deferred<?> taken = sink.take(piece);
            taken.tap(any -> taken(null)).otherwise(this::taken);
        } catch (Exception e) {
            taken(e);
        } finally {
            giving = false;
        }
    }

    private void taken(@Nullable Throwable failure) {
        if (!busy) {
            return; // the sink was broken meanwhile
        }
        busy = false;
        if (failure != null) {
            breaks(failure);
        }
        if (!giving) {
            finishIfComplete();
            requests().goOn();
        }
    }

    /** No more for the sink. */
    private void breaks(Throwable cause) {
        if (broken == null) {
            broken = cause;
            busy = false; // it need not take what it was given
            try {
                sink.broken(cause);
            } catch (RuntimeException e) {
                requests().failed(e);
            }
        }
    }

    private void finish() {
        if (broken != null) {
            requests().done(this);
            result().errback(broken);
            requests().goOn();
            return;
        }
        try {
            ending = sink.end();
        } catch (Exception e) {
            ending = Deferred.fail(e);
        }
        ending.addBoth(this::ended).otherwise(requests()::failed);
    }

    private boolean ended(Outcome<R> outcome) {
        requests().done(this);
        if (outcome instanceof Outcome.Success<R> success) {
            result().callback(success.value());
        } else {
            result().errback(((Outcome.Failure<R>) outcome).cause());
        }
        requests().goOn();
        return true;
    }
}
