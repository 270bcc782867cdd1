package io.jtwisted.text;

import io.jtwisted.bytes.Bytes;
import java.util.Arrays;

/**
 * Makes a text fit to be sent as a {@link DotBlock}, piece by piece.
 *
 * <pre>{@code
 * DotStuffing stuffing = new DotStuffing();
 * assertThat(stuffing.add(Bytes.utf8("a\r\n.")).utf8()).isEqualTo("a\r\n..");
 * assertThat(stuffing.add(Bytes.utf8("b")).utf8()).isEqualTo("b");
 * assertThat(stuffing.end().utf8()).isEqualTo("\r\n.\r\n");
 * }</pre>
 *
 * <p>For one thread, and for one text.
 */
public final class DotStuffing {
    private static final Bytes END_OF_LINES = Bytes.utf8(".\r\n");
    private static final Bytes END_WITHIN_LINE = Bytes.utf8("\r\n.\r\n");

    private enum State {
        LINE_START,
        TEXT,
        RETURN,
        ENDED
    }

    private State state = State.LINE_START;

    /**
     * The next piece of the text, as it is to be sent; the same object where no dot is to be added.
     *
     * @throws IllegalArgumentException if the text has a bare CR or LF in it
     * @throws IllegalStateException if its end was asked for
     */
    public Bytes add(Bytes piece) {
        byte[] stuffed = null;
        int length = 0;
        int from = 0;
        for (int at = 0; at < piece.length(); ) {
            if (state == State.LINE_START && piece.at(at) == '.') {
                if (stuffed == null) {
                    stuffed = new byte[piece.length() + dotsIn(piece.length() - at)];
                }
                piece.copyTo(stuffed, length, from, at);
                length += at - from;
                stuffed[length++] = '.';
                from = at;
            }
            at = next(piece, at);
        }
        if (stuffed == null) {
            return piece;
        }
        piece.copyTo(stuffed, length, from, piece.length());
        return Bytes.wrap(Arrays.copyOf(stuffed, length + piece.length() - from));
    }

    /**
     * What is to be sent at the end of the text.
     *
     * @throws IllegalArgumentException if the text ends with a bare CR
     * @throws IllegalStateException if it was asked for before
     */
    public Bytes end() {
        if (state == State.ENDED) {
            throw over();
        }
        if (state == State.RETURN) {
            throw bare();
        }
        Bytes end = state == State.LINE_START ? END_OF_LINES : END_WITHIN_LINE;
        state = State.ENDED;
        return end;
    }

    /** How many dots so many bytes may need: a line with one has three bytes. */
    private static int dotsIn(int length) {
        return length / 3 + 1;
    }

    /** Looks at the bytes from this one on, and says where to go on. */
    private int next(Bytes piece, int at) {
        switch (state) {
            case RETURN -> {
                if (piece.at(at) != '\n') {
                    throw bare();
                }
                state = State.LINE_START;
                return at + 1;
            }
            case ENDED -> throw over();
            default -> {
                state = State.TEXT;
                return inText(piece, at);
            }
        }
    }

    private int inText(Bytes piece, int at) {
        int found = piece.indexOfBreak(at, piece.length());
        if (found < 0) {
            return piece.length();
        }
        if (piece.at(found) == '\n') {
            throw bare();
        }
        if (piece.at(found) == '\r') {
            state = State.RETURN;
        }
        return found + 1;
    }

    private static IllegalArgumentException bare() {
        return new IllegalArgumentException("expected lines that end with CRLF, not a bare CR or LF");
    }

    private static IllegalStateException over() {
        return new IllegalStateException("this text has ended: make a new one for the next");
    }
}
