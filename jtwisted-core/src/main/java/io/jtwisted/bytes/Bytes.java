package io.jtwisted.bytes;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Immutable bytes with value semantics: they are compared by content, and may be kept and shared between threads.
 * There is nothing to release.
 *
 * <pre>{@code
 * Bytes bytes = Bytes.utf8("250 OK\r\n");
 * assertThat(bytes.length()).isEqualTo(8);
 * assertThat(bytes.indexOf(Bytes.utf8("\r\n"), 0)).isEqualTo(6);
 * assertThat(bytes.slice(0, 3)).isEqualTo(Bytes.utf8("250"));
 * assertThat(bytes.utf8()).isEqualTo("250 OK\r\n");
 * }</pre>
 *
 * <p>A slice shares the memory of the whole and keeps it alive; its {@link #copy()} does not.
 */
public final class Bytes {
    private static final Bytes EMPTY = new Bytes(new byte[0], 0, 0);
    private static final int SHOWN = 64;

    private final byte[] array;
    private final int start;
    private final int length;

    private Bytes(byte[] array, int start, int length) {
        this.array = array;
        this.start = start;
        this.length = length;
    }

    public static Bytes empty() {
        return EMPTY;
    }

    /** A copy of these bytes. */
    public static Bytes of(byte... bytes) {
        return wrap(bytes.clone());
    }

    /** The text in the given charset. */
    public static Bytes of(String text, Charset charset) {
        return wrap(text.getBytes(charset));
    }

    public static Bytes utf8(String text) {
        return of(text, StandardCharsets.UTF_8);
    }

    /** A copy of the remaining bytes of the buffer; the buffer has none left afterwards. */
    public static Bytes copyOf(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.get(copy);
        return wrap(copy);
    }

    /**
     * These very bytes, not copied: the caller gives the array away. A write to it afterwards breaks every promise of
     * this class, so this is for arrays that were made for the purpose, and to which no other code has a reference.
     */
    public static Bytes wrap(byte[] owned) {
        return owned.length == 0 ? EMPTY : new Bytes(owned, 0, owned.length);
    }

    public int length() {
        return length;
    }

    public boolean isEmpty() {
        return length == 0;
    }

    /**
     * The byte at this index.
     *
     * @throws IndexOutOfBoundsException if there is no such byte
     */
    public byte at(int index) {
        return array[start + Objects.checkIndex(index, length)];
    }

    /**
     * The unsigned number that so many bytes make, the most significant first (network order); with eight bytes it may be
     * negative.
     *
     * <pre>{@code
     * assertThat(Bytes.of((byte) 1, (byte) 0xff).number(0, 2)).isEqualTo(0x1ff);
     * }</pre>
     *
     * @throws IndexOutOfBoundsException if there are not so many
     */
    public long number(int from, int count) {
        Objects.checkFromIndexSize(from, count, length);
        long number = 0;
        for (int i = start + from; i < start + from + count; i++) {
            number = number << Byte.SIZE | array[i] & 0xff;
        }
        return number;
    }

    /** The index of the first such byte at or after {@code from}; -1 if there is none. */
    public int indexOf(byte wanted, int from) {
        int found = Search.find(array, start + Math.min(Math.max(from, 0), length), start + length, wanted);
        return found < 0 ? -1 : found - start;
    }

    /** The index at which these bytes begin first, at or after {@code from}; -1 if there is none. */
    public int indexOf(Bytes wanted, int from) {
        if (from > length) {
            return -1;
        }
        int found = Search.find(array, start + Math.max(from, 0), start + length, wanted);
        return found < 0 ? -1 : found - start;
    }

    /**
     * Where a CR, a LF or a NUL is first, at or after {@code from} and before {@code to}; -1 if there is none.
     *
     * @throws IndexOutOfBoundsException if these are not a range of these bytes
     */
    public int indexOfBreak(int from, int to) {
        Objects.checkFromToIndex(from, to, length);
        int found = Search.findBreak(array, start + from, start + to);
        return found < 0 ? -1 : found - start;
    }

    public boolean startsWith(Bytes prefix) {
        return length >= prefix.length && slice(0, prefix.length).equals(prefix);
    }

    /** The bytes from {@code from} to the end, without a copy. */
    public Bytes slice(int from) {
        return slice(from, length);
    }

    /** The bytes from {@code from} (with it) to {@code to} (without it), without a copy. */
    public Bytes slice(int from, int to) {
        Objects.checkFromToIndex(from, to, length);
        return from == to ? EMPTY : from == 0 && to == length ? this : new Bytes(array, start + from, to - from);
    }

    /**
     * The bytes between two indexes, to be kept: a slice where they are the larger part of the memory that it shares, else
     * a copy. So a small part does not keep a large whole alive, and a large part is not copied.
     */
    public Bytes part(int from, int to) {
        int count = to - from;
        if (count > array.length / 2 || count <= 0) {
            return slice(from, to);
        }
        Objects.checkFromToIndex(from, to, length);
        return wrap(Arrays.copyOfRange(array, start + from, start + to));
    }

    /** The same bytes in memory of their own; this object if it shares no memory. */
    public Bytes copy() {
        return length == array.length ? this : wrap(toArray());
    }

    /** These bytes followed by the others. */
    public Bytes plus(Bytes others) {
        if (isEmpty() || others.isEmpty()) {
            return isEmpty() ? others : this;
        }
        byte[] both = new byte[Math.addExact(length, others.length)];
        copyTo(both, 0);
        others.copyTo(both, length);
        return wrap(both);
    }

    public String text(Charset charset) {
        return new String(array, start, length, charset);
    }

    /** The text between two indexes; makes no slice. */
    public String text(int from, int to, Charset charset) {
        Objects.checkFromToIndex(from, to, length);
        return new String(array, start + from, to - from, charset);
    }

    /** The text in UTF-8; malformed bytes become U+FFFD. */
    public String utf8() {
        return text(StandardCharsets.UTF_8);
    }

    /** A copy. */
    public byte[] toArray() {
        return Arrays.copyOfRange(array, start, start + length);
    }

    /** Copies all bytes into {@code target}, beginning at {@code at}. */
    public void copyTo(byte[] target, int at) {
        System.arraycopy(array, start, target, at, length);
    }

    /** Copies the bytes between two indexes into {@code target}, beginning at {@code at}. */
    public void copyTo(byte[] target, int at, int from, int to) {
        Objects.checkFromToIndex(from, to, length);
        System.arraycopy(array, start + from, target, at, to - from);
    }

    /**
     * Puts the bytes between two indexes into {@code target}, at its position.
     *
     * @throws java.nio.BufferOverflowException if the target has not room enough
     */
    public void copyTo(ByteBuffer target, int from, int to) {
        Objects.checkFromToIndex(from, to, length);
        target.put(array, start + from, to - from);
    }

    /** A read-only view with a cursor of its own. */
    public ByteBuffer asByteBuffer() {
        return ByteBuffer.wrap(array, start, length).slice().asReadOnlyBuffer();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Bytes that
                && Arrays.equals(array, start, start + length, that.array, that.start, that.start + that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = start; i < start + length; i++) {
            hash = 31 * hash + array[i];
        }
        return hash;
    }

    /** The length and the first bytes, printable: {@code 8 bytes "250 OK\r\n"}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder().append(length).append(" bytes \"");
        for (int i = 0; i < Math.min(length, SHOWN); i++) {
            append(text, array[start + i]);
        }
        return text.append(length > SHOWN ? "\"…" : "\"").toString();
    }

    private static void append(StringBuilder text, byte value) {
        switch (value) {
            case '\r' -> text.append("\\r");
            case '\n' -> text.append("\\n");
            case '\t' -> text.append("\\t");
            case '"' -> text.append("\\\"");
            case '\\' -> text.append("\\\\");
            default -> {
                if (value >= ' ' && value < 127) {
                    text.append((char) value);
                } else {
                    text.append(String.format("\\x%02x", value));
                }
            }
        }
    }
}
