package io.jtwisted.text;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.bytes.Inbox;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.text.LineReceiver.BareControls;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a text out of what arrives, up to its last line, and removes the dots that were added. It uses up all that is
 * there, and remembers how far the end has come; one piece comes of it, in place where no dot is in its middle.
 */
final class Unstuffing implements Cut {
    private static final Bytes RETURN = Bytes.utf8("\r");

    private enum State {
        LINE_START,
        /** Behind a dot at the beginning of a line, which is no part of the text in any case. */
        DOT,
        /** Behind that and a CR, which is a part of the text if no LF follows. */
        DOT_RETURN,
        TEXT,
        RETURN,
        END
    }

    private final DotBlock allowed;
    private State state = State.LINE_START;
    private long length;
    private @Nullable ProtocolException complaint;

    // What of the bytes at hand belongs to the text: a first run of them, and a copy of it and of others if there are
    // any.
    private Bytes first = Bytes.empty();
    private byte @Nullable [] copy;
    private int copied;
    private int run;

    Unstuffing(DotBlock allowed) {
        this.allowed = allowed;
    }

    @Override
    public Bytes from(Inbox inbox) {
        Bytes data = inbox.takeAll();
        run = 0;
        int at = 0;
        while (at < data.length() && state != State.END) {
            at = next(data, at);
        }
        if (state != State.END) {
            endRun(data, data.length());
        }
        inbox.putBack(data.slice(at));
        Bytes piece = copy == null ? first : Bytes.wrap(Arrays.copyOf(copy, copied));
        first = Bytes.empty();
        copy = null;
        copied = 0;
        length += piece.length();
        if (length > allowed.limit()) {
            complain("expected a text of at most " + allowed.limit() + " bytes");
        }
        return piece;
    }

    @Override
    public boolean complete() {
        return state == State.END;
    }

    @Override
    public @Nullable ProtocolException complaint() {
        return complaint;
    }

    @Override
    public String progress() {
        return "after " + length + " bytes of a text, before its last line";
    }

    /** Looks at the bytes from this one on, and says where to go on. */
    private int next(Bytes data, int at) {
        byte next = data.at(at);
        switch (state) {
            case LINE_START -> {
                return atLineStart(data, at, next);
            }
            case DOT -> {
                if (next != '\r') {
                    state = State.TEXT;
                    return at;
                }
                state = State.DOT_RETURN;
                run = at + 1;
                return run;
            }
            case DOT_RETURN -> {
                return behindDotAndReturn(data, at, next);
            }
            case RETURN -> {
                return behindReturn(at, next);
            }
            default -> {
                return inText(data, at);
            }
        }
    }

    private int atLineStart(Bytes data, int at, byte next) {
        if (next != '.') {
            state = State.TEXT;
            return at;
        }
        endRun(data, at);
        run = at + 1;
        state = State.DOT;
        return run;
    }

    private int behindDotAndReturn(Bytes data, int at, byte next) {
        if (next == '\n') {
            state = State.END;
            return at + 1;
        }
        bare();
        if (at > 0) {
            run = at - 1; // the CR is a part of the text
        } else {
            add(RETURN, data.length());
        }
        state = State.TEXT;
        return at;
    }

    private int behindReturn(int at, byte next) {
        if (next == '\n') {
            state = State.LINE_START;
            return at + 1;
        }
        bare();
        state = State.TEXT;
        return at;
    }

    private int inText(Bytes data, int at) {
        int found = data.indexOfBreak(at, data.length());
        if (found < 0) {
            return data.length();
        }
        if (data.at(found) == '\r') {
            state = State.RETURN;
        } else if (data.at(found) == '\n') {
            bare();
        }
        return found + 1;
    }

    private void bare() {
        if (allowed.bareControls() == BareControls.REFUSE) {
            complain("expected lines that end with CRLF, not a bare CR or LF");
        }
    }

    private void complain(String what) {
        if (complaint == null) {
            complaint = new ProtocolException(what);
        }
    }

    private void endRun(Bytes data, int end) {
        if (run < end) {
            add(data.slice(run, end), data.length());
        }
    }

    /** @param most how many bytes there are to add in all, but one */
    private void add(Bytes bytes, int most) {
        if (first.isEmpty()) {
            first = bytes;
            return;
        }
        byte[] all = copy;
        if (all == null) {
            all = new byte[most + 1];
            first.copyTo(all, 0);
            copied = first.length();
            copy = all;
        }
        bytes.copyTo(all, copied);
        copied += bytes.length();
    }
}
