package io.jtwisted.text;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jtwisted.bytes.ByteSet;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.ProtocolException;

/**
 * Walks over bytes from the front to the end, for every grammar: the argument of a command, a header, a token of IMAP. It
 * complains in words, and says where. What it takes are slices: no byte is copied.
 *
 * <pre>{@code
 * Cursor cursor = Cursor.over("FROM:<a@b> SIZE=512 (3) ...");
 * assertThat(cursor.skip("from:")).isTrue();
 * cursor.expect('<');
 * assertThat(cursor.takeUntil('>').utf8()).isEqualTo("a@b");
 * cursor.expect("> SIZE=");
 * assertThat(cursor.number(Long.MAX_VALUE)).isEqualTo(512);
 * assertThat(cursor.skipAll(' ')).isEqualTo(1);
 * assertThat(cursor.peek()).isEqualTo('(');
 * cursor.skip('(');
 * int length = cursor.number(100);
 * cursor.expect(") ");
 * assertThat(cursor.take(length).utf8()).isEqualTo("...");
 * assertThat(cursor.atEnd()).isTrue();
 * }</pre>
 *
 * <p>Letters are compared as ASCII, in capitals or not, where this says so; all else is compared byte by byte. For one
 * thread.
 */
public final class Cursor {
    private static final ByteSet DIGITS = ByteSet.range('0', '9');

    private final Bytes bytes;
    private int position;

    private Cursor(Bytes bytes) {
        this.bytes = bytes;
    }

    public static Cursor over(Bytes bytes) {
        return new Cursor(bytes);
    }

    /** Over the text in UTF-8. */
    public static Cursor over(String text) {
        return new Cursor(Bytes.utf8(text));
    }

    public boolean atEnd() {
        return position == bytes.length();
    }

    /** How many bytes are before the cursor. */
    public int position() {
        return position;
    }

    /**
     * Goes to where {@link #position()} was, to try another branch of a grammar.
     *
     * @throws IndexOutOfBoundsException if that is outside of the bytes
     */
    public void goTo(int target) {
        if (target < 0 || target > bytes.length()) {
            throw new IndexOutOfBoundsException("expected a position from 0 to " + bytes.length() + ", not " + target);
        }
        position = target;
    }

    /** How many bytes are left. */
    public int left() {
        return bytes.length() - position;
    }

    /** The next byte, from 0 to 255, which stays; -1 at the end. */
    public int peek() {
        return atEnd() ? -1 : bytes.at(position) & 0xff;
    }

    /** Whether the next byte is in this set. */
    public boolean sees(ByteSet set) {
        return !atEnd() && set.contains(bytes.at(position));
    }

    /** Skips this character of ASCII if it comes next, and says whether it did. */
    public boolean skip(char wanted) {
        boolean there = peek() == wanted;
        position += there ? 1 : 0;
        return there;
    }

    /** Skips this word of ASCII, in capitals or not, if it comes next, and says whether it did. What follows may be anything. */
    public boolean skip(String wanted) {
        if (wanted.length() > left()) {
            return false;
        }
        for (int i = 0; i < wanted.length(); i++) {
            if (!Ascii.same(bytes.at(position + i) & 0xff, wanted.charAt(i))) {
                return false;
            }
        }
        position += wanted.length();
        return true;
    }

    /** Skips this character as often as it comes next, and says how often. */
    public int skipAll(char wanted) {
        int from = position;
        while (skip(wanted)) {}
        return position - from;
    }

    /**
     * The same as {@link #skip(char)}, where it must come next.
     *
     * @throws ProtocolException if it does not
     */
    public void expect(char wanted) throws ProtocolException {
        if (!skip(wanted)) {
            throw expected("'" + Words.shown(String.valueOf(wanted)) + "'");
        }
    }

    /**
     * The same as {@link #skip(String)}, where it must come next.
     *
     * @throws ProtocolException if it does not
     */
    public void expect(String wanted) throws ProtocolException {
        if (!skip(wanted)) {
            throw expected("'" + Words.shown(wanted) + "'");
        }
    }

    /**
     * Nothing may be left.
     *
     * @throws ProtocolException if something is
     */
    public void expectEnd() throws ProtocolException {
        if (!atEnd()) {
            throw expected("the end");
        }
    }

    /**
     * Takes this many bytes.
     *
     * @throws ProtocolException if fewer are left
     */
    public Bytes take(int count) throws ProtocolException {
        if (count > left()) {
            throw expected(count + " bytes");
        }
        return takeTo(position + count);
    }

    /** Takes the bytes up to the first that is not in this set: perhaps none, perhaps all. */
    public Bytes takeWhile(ByteSet set) {
        return takeTo(set.end(bytes, position, bytes.length()));
    }

    /**
     * The same, where there must be one.
     *
     * @param what for the complaint, such as {@code "an atom"}
     * @throws ProtocolException if there is none
     */
    public Bytes expectSome(ByteSet set, String what) throws ProtocolException {
        if (!sees(set)) {
            throw expected(what);
        }
        return takeWhile(set);
    }

    /**
     * Takes the bytes before the next of this character, which stays.
     *
     * @throws ProtocolException if it does not come
     */
    public Bytes takeUntil(char end) throws ProtocolException {
        int found = bytes.indexOf((byte) end, position);
        if (found < 0 || end > 0x7f) {
            throw expected("'" + Words.shown(String.valueOf(end)) + "'");
        }
        return takeTo(found);
    }

    /** Takes all that is left. */
    public Bytes rest() {
        return takeTo(bytes.length());
    }

    /** Takes all that is left, as text in UTF-8. */
    public String restAsText() {
        return rest().utf8();
    }

    /**
     * Takes a number from 0 to {@code max}: ASCII digits, as many as follow each other.
     *
     * @throws ProtocolException if there is no digit, or the number is larger
     */
    public int number(int max) throws ProtocolException {
        return (int) number((long) max);
    }

    /**
     * The same of up to 63 bits.
     *
     * @throws ProtocolException if there is no digit, or the number is larger
     */
    public long number(long max) throws ProtocolException {
        int end = DIGITS.end(bytes, position, bytes.length());
        long number = end == position ? -1 : 0;
        for (int i = position; i < end && number >= 0; i++) {
            number = Ascii.withDigit(number, bytes.at(i), max);
        }
        if (number < 0 || number > max) {
            throw expected("a number from 0 to " + max);
        }
        position = end;
        return number;
    }

    /**
     * For complaints of the grammar's own: {@code expected an atom at byte 5, not '('}. One byte is shown and no more, for
     * it may be that of a password.
     */
    public ProtocolException expected(String what) {
        String next = atEnd() ? "the end" : "'" + Words.shown(bytes.text(position, position + 1, US_ASCII)) + "'";
        return new ProtocolException("expected " + what + " at byte " + position + ", not " + next);
    }

    /** How far it is, and what comes next. */
    @Override
    public String toString() {
        return "at byte " + position + " of " + bytes;
    }

    private Bytes takeTo(int end) {
        Bytes taken = bytes.slice(position, end);
        position = end;
        return taken;
    }
}
