package io.jtwisted.text;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Action;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ByteSink;
import io.jtwisted.net.CloseReason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes down what it hears, and does what a test tells it to do with a line or with raw bytes. */
final class Secretary extends LineReceiver {
    final List<String> notes = new ArrayList<>();
    Action<String> onLine = line -> {};
    Action<Bytes> onRaw = data -> {};

    @Nullable
    Action<Secretary> onTooLong;

    @Nullable
    Action<Secretary> onBareControl;

    @Nullable
    CloseReason reason;

    @Override
    public void lineReceived(String line) throws Exception {
        notes.add(line);
        onLine.run(line);
    }

    @Override
    public void rawDataReceived(Bytes data) throws Exception {
        notes.add("raw " + data.utf8());
        onRaw.run(data);
    }

    @Override
    protected void lineLengthExceeded() throws Exception {
        notes.add("too long");
        if (onTooLong == null) {
            super.lineLengthExceeded();
        } else {
            onTooLong.run(this);
        }
    }

    @Override
    public void connectionLost(CloseReason why) {
        reason = why;
    }

    /** Notes the block of this length which comes next. */
    Deferred<Bytes> notesBlock(int length) {
        return receiveBytes(length).tap(block -> notes.add("block " + block.utf8()));
    }

    /** Notes what the sink makes of so many bytes, or why it failed. */
    Deferred<String> notesStream(long length, ByteSink<String> sink) {
        return notes(receiveInto(length, sink));
    }

    /** The same with a text up to its dot. */
    Deferred<String> notesText(DotBlock block, ByteSink<String> sink) {
        return notes(receiveInto(block, sink));
    }

    /** Notes the next line. */
    Deferred<String> notesLine() {
        return receiveLine().tap(line -> notes.add("asked " + line));
    }

    private Deferred<String> notes(Deferred<String> stream) {
        return stream.tap(result -> notes.add("stream " + result)).addErrback(failure -> {
            notes.add("failed: " + failure.getMessage());
            return "failed";
        });
    }

    @Override
    protected void bareControlReceived() throws Exception {
        notes.add("bare control");
        if (onBareControl == null) {
            super.bareControlReceived();
        } else {
            onBareControl.run(this);
        }
    }

    void bareControls(BareControls policy) {
        setBareControls(policy);
    }

    void limit(int bytes) {
        setLineLimit(bytes);
    }

    void delimiter(String end) {
        setDelimiter(Bytes.utf8(end));
    }

    void raw() {
        setRawMode();
    }

    void lines(Bytes extra) {
        setLineMode(extra);
    }

    Bytes clear() {
        return clearLineBuffer();
    }

    <R> Deferred<R> one(Deferred<R> command) {
        return oneAtATime(command);
    }
}
