package io.jtwisted.bytes;

/** Finds bytes in an array. */
final class Search {

    private Search() {}

    /** Where {@code wanted} begins in {@code array}, wholly between {@code from} and {@code to}; -1 if nowhere. */
    static int find(byte[] array, int from, int to, Bytes wanted) {
        int length = wanted.length();
        if (length == 0) {
            return from <= to ? from : -1;
        }
        byte first = wanted.at(0);
        int last = to - length;
        for (int i = from; i <= last; i++) {
            if (array[i] == first && matches(array, i, wanted, length)) {
                return i;
            }
        }
        return -1;
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
