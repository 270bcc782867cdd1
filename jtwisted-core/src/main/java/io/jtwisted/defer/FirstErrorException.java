package io.jtwisted.defer;

/** One of several Deferreds failed; why, is the cause. Twisted: {@code FirstError}. */
public final class FirstErrorException extends Exception {
    private final int index;

    FirstErrorException(int index, Throwable cause) {
        super("the Deferred at " + index + " of the list failed: " + cause, cause);
        this.index = index;
    }

    /** Its place in the list, from 0 on. */
    public int index() {
        return index;
    }
}
