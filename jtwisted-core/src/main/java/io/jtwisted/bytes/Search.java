package io.jtwisted.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds bytes in an array, eight at a time: it runs for every line. */
final class Search {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHEST = ONES << 7;
    private static final int CR = '\r';

    private Search() {}

    /** Where {@code wanted} begins in {@code array}, wholly between {@code from} and {@code to}; -1 if nowhere. */
    static int find(byte[] array, int from, int to, Bytes wanted) {
        int length = wanted.length();
        if (length == 0) {
            return from <= to ? from : -1;
        }
        byte first = wanted.at(0);
        int last = to - length;
        for (int i = find(array, from, to, first); i >= 0 && i <= last; i = find(array, i + 1, to, first)) {
            if (matches(array, i, wanted, length)) {
                return i;
            }
        }
        return -1;
    }

    /** Where this byte is first, between {@code from} and {@code to}; -1 if nowhere. */
    static int find(byte[] array, int from, int to, byte wanted) {
        long eight = (wanted & 0xFFL) * ONES;
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long word = (long) WORD.get(array, i) ^ eight; // what is wanted is zero now,
            long zeros = (word - ONES) & ~word & HIGHEST; // and below zero here: exact up to the first one
            if (zeros != 0) {
                return i + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
            }
        }
        for (; i < to; i++) {
            if (array[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    /** Where a CR, a LF or a NUL is first, between {@code from} and {@code to}; -1 if nowhere. */
    static int findBreak(byte[] array, int from, int to) {
        int i = from;
        while (i <= to - Long.BYTES) {
            long word = (long) WORD.get(array, i);
            long low = (word - ONES * (CR + 1)) & ~word & HIGHEST; // bytes up to CR: exact up to the first one
            if (low == 0) {
                i += Long.BYTES;
            } else {
                i += Long.numberOfTrailingZeros(low) / Byte.SIZE;
                if (isBreak(array[i])) {
                    return i;
                }
                i++; // a tab, as a rule
            }
        }
        for (; i < to; i++) {
            if (isBreak(array[i])) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isBreak(byte value) {
        return value == CR || value == '\n' || value == 0;
    }

    private static boolean matches(byte[] array, int at, Bytes wanted, int length) {
        for (int i = 1; i < length; i++) {
            if (array[at + i] != wanted.at(i)) {
                return false;
            }
        }
        return true;
    }
}
