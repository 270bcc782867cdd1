package io.jtwisted.text;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.bytes.Inbox;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ByteSink;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.net.Reactor;
import org.jspecify.annotations.Nullable;

/** What a {@link LineReceiver} was asked for, one at a time: a block, a line, or a stream. */
final class Requests {
    private final LineReceiver receiver;
    private @Nullable Request<?> current;

    Requests(LineReceiver receiver) {
        this.receiver = receiver;
    }

    Deferred<Bytes> block(int length) {
        check();
        if (length == 0) {
            return Deferred.succeed(Bytes.empty());
        }
        return receiver.hears()
                ? begin(new BlockRequest(this, length))
                : Deferred.fail(new ProtocolException("no more bytes can arrive: expected " + length));
    }

    Deferred<String> line() {
        check();
        return receiver.hears()
                ? begin(new LineRequest(this))
                : Deferred.fail(new ProtocolException("no more lines can arrive: expected one"));
    }

    <R extends @Nullable Object> Deferred<R> stream(Cut cut, ByteSink<R> sink) {
        check();
        StreamRequest<R> stream = new StreamRequest<>(this, cut, sink);
        Deferred<R> result = begin(stream);
        if (!cut.complete() && !receiver.hears()) {
            stream.ended("no more bytes can arrive", 0);
        }
        stream.finishIfComplete();
        return result;
    }

    boolean isEmpty() {
        return current == null;
    }

    /** The line that was asked for; null if none was. */
    @Nullable
    LineRequest asLine() {
        return current instanceof LineRequest line ? line : null;
    }

    /** Whether bytes were asked for, which come before any line. */
    boolean wantBytes() {
        return current != null && !(current instanceof LineRequest);
    }

    /** Takes what has arrived of these bytes; false if it can take nothing now. */
    boolean take(Inbox inbox) {
        return current != null && current.take(inbox);
    }

    /** Whether something has arrived that they will take. */
    boolean haveNext(Inbox inbox) {
        return current != null && current.hasNext(inbox);
    }

    /** Whether something has still to arrive. */
    boolean needMore() {
        return current != null && !current.isComplete();
    }

    /** Whether a stream is not over. */
    boolean areStreaming() {
        return current instanceof StreamRequest && !current.isComplete();
    }

    /** Whether all has arrived, and the sink of a stream is not done with it. */
    boolean areWorking() {
        return current != null && current.isComplete();
    }

    int bearable(int behindCommand) {
        return current == null ? behindCommand : current.bearable(behindCommand);
    }

    /** Nothing more will arrive, because of this. */
    void ended(String why, int waiting) {
        if (current != null) {
            current.ended(why, waiting);
        }
    }

    void done(Request<?> request) {
        if (current == request) {
            current = null;
        }
    }

    void goOn() {
        receiver.goOn();
    }

    void failed(Throwable cause) {
        receiver.transport().fail(cause);
    }

    Reactor reactor() {
        return receiver.reactor();
    }

    private void check() {
        if (current != null) {
            throw new IllegalStateException(
                    "a block, a line or a stream was asked for already: ask for the next one when it is there");
        }
    }

    private <R extends @Nullable Object> Deferred<R> begin(Request<R> request) {
        current = request;
        receiver.deliverSoon();
        return request.result();
    }
}
