package io.jtwisted.bytes;

import java.util.Arrays;
import java.util.Objects;

/**
 * Bytes that arrived and are not parsed yet: added at the end, taken from the front.
 *
 * <p>Adding copies the bytes, and grows the memory by half where that is needed, so that bytes that arrive one at a time
 * cost linear time in all. {@link #indexOf(Bytes)} remembers how far it has searched: a peer that sends an endless line in
 * small pieces makes it look at each byte once. An empty queue holds no memory.
 *
 * <p>For one thread. It has no limit of its own: the caller that fills it must have one.
 */
public final class ByteQueue {
    private static final byte[] NOTHING = new byte[0];
    private static final int SMALLEST = 64;

    private byte[] array = NOTHING;
    private int start;
    private int end;
    private Bytes wanted = Bytes.empty();
    private int searched;

    public int length() {
        return end - start;
    }

    public boolean isEmpty() {
        return start == end;
    }

    /** The byte at this index, counted from the front. */
    public byte at(int index) {
        return array[start + Objects.checkIndex(index, length())];
    }

    /** Adds all of these at the end. */
    public void add(Bytes bytes) {
        makeRoom(bytes.length());
        bytes.copyTo(array, end);
        end += bytes.length();
    }

    /**
     * Where these bytes begin, counted from the front; -1 if they are not there yet. The same search, made again
     * after more bytes were added, goes on where the last one ended.
     */
    public int indexOf(Bytes sought) {
        if (!sought.equals(wanted)) {
            wanted = sought;
            searched = 0;
        }
        int found = Search.find(array, start + searched, end, sought);
        // The last bytes may be the beginning of what is sought.
        searched = found < 0 ? Math.max(searched, length() - sought.length() + 1) : found - start;
        return found < 0 ? -1 : found - start;
    }

    /**
     * Takes this many bytes from the front.
     *
     * @throws IndexOutOfBoundsException if there are fewer
     */
    public Bytes take(int count) {
        Objects.checkFromToIndex(0, count, length());
        Bytes taken = count == length() && count > array.length / 2
                ? Bytes.wrap(array).slice(start, end) // given away: the queue has another array from now on
                : Bytes.wrap(Arrays.copyOfRange(array, start, start + count));
        drop(count);
        return taken;
    }

    /** Takes all bytes. */
    public Bytes takeAll() {
        return take(length());
    }

    /**
     * Removes this many bytes from the front.
     *
     * @throws IndexOutOfBoundsException if there are fewer
     */
    public void skip(int count) {
        Objects.checkFromToIndex(0, count, length());
        drop(count);
    }

    public void clear() {
        drop(length());
    }

    private void drop(int count) {
        start += count;
        searched = Math.max(0, searched - count);
        if (start == end) {
            array = NOTHING;
            start = 0;
            end = 0;
        }
    }

    private void makeRoom(int more) {
        if (array.length - end >= more) {
            return;
        }
        int length = length();
        int needed = Math.addExact(length, more);
        // Moving is cheaper than growing, but only where half is free: else moving would be quadratic.
        byte[] target = needed <= array.length / 2 ? array : new byte[roomFor(needed)];
        System.arraycopy(array, start, target, 0, length);
        array = target;
        start = 0;
        end = length;
    }

    private int roomFor(int needed) {
        long grown = Math.max(SMALLEST, needed + (long) needed / 2);
        return (int) Math.min(grown, Integer.MAX_VALUE - 8);
    }
}
