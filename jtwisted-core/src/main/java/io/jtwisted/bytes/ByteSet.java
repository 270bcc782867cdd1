package io.jtwisted.bytes;

import java.util.Objects;

/**
 * A set of byte values, made once for a grammar and asked for each byte. Immutable.
 *
 * <pre>{@code
 * ByteSet digits = ByteSet.range('0', '9');
 * ByteSet atom = ByteSet.range('!', '~').without(ByteSet.of("()%*]"));
 * assertThat(digits.contains((byte) '7')).isTrue();
 * assertThat(atom.contains((byte) '(')).isFalse();
 * assertThat(atom.with(ByteSet.of("]")).contains((byte) ']')).isTrue();
 * assertThat(digits.complement().contains((byte) 0xff)).isTrue();
 * }</pre>
 */
public final class ByteSet {
    private static final int HIGHEST = 0xff;

    private final long[] words;

    private ByteSet(long... words) {
        this.words = words;
    }

    /**
     * The values of these characters.
     *
     * @throws IllegalArgumentException if one of them is above 255
     */
    public static ByteSet of(String characters) {
        long[] words = new long[4];
        for (int i = 0; i < characters.length(); i++) {
            int value = valid(characters.charAt(i));
            words[value >> 6] |= 1L << value;
        }
        return new ByteSet(words);
    }

    /**
     * All values from the first to the last, both included.
     *
     * @throws IllegalArgumentException if one of them is above 255
     */
    public static ByteSet range(char first, char last) {
        long[] words = new long[4];
        for (int value = valid(first); value <= valid(last); value++) {
            words[value >> 6] |= 1L << value;
        }
        return new ByteSet(words);
    }

    public boolean contains(byte value) {
        return (words[(value & HIGHEST) >> 6] & 1L << value) != 0;
    }

    /** The values of both. */
    public ByteSet with(ByteSet others) {
        long[] both = words.clone();
        for (int i = 0; i < both.length; i++) {
            both[i] |= others.words[i];
        }
        return new ByteSet(both);
    }

    /** The values of this one that the other one does not have. */
    public ByteSet without(ByteSet others) {
        return complement().with(others).complement();
    }

    /** All other values. */
    public ByteSet complement() {
        long[] others = new long[words.length];
        for (int i = 0; i < others.length; i++) {
            others[i] = ~words[i];
        }
        return new ByteSet(others);
    }

    /** Where the first byte is that is not in this set, from one index on and before the other; that one if none is. */
    public int end(Bytes bytes, int from, int to) {
        Objects.checkFromToIndex(from, to, bytes.length());
        int at = from;
        while (at < to && contains(bytes.at(at))) {
            at++;
        }
        return at;
    }

    private static int valid(char character) {
        if (character > HIGHEST) {
            throw new IllegalArgumentException("expected the value of a byte, not '" + character + "'");
        }
        return character;
    }
}
