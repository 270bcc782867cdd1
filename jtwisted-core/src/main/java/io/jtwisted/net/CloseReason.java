package io.jtwisted.net;

import org.jspecify.annotations.Nullable;

/** Why a connection ended; the cause is null where nothing went wrong. Twisted: {@code ConnectionDone} and its kin. */
public record CloseReason(Kind kind, @Nullable Throwable cause) {
    private static final CloseReason LOCAL = new CloseReason(Kind.LOCAL, null);
    private static final CloseReason REMOTE = new CloseReason(Kind.REMOTE, null);
    private static final CloseReason TIMEOUT = new CloseReason(Kind.TIMEOUT, null);

    /** Who ended it. */
    public enum Kind {
        /** This side. */
        LOCAL,
        /** The peer, in good order. */
        REMOTE,
        /** Nobody said anything for too long. */
        TIMEOUT,
        /** An exception, ours or the network's. */
        ERROR
    }

    /** This side asked for it, and what it had written was sent. */
    public static CloseReason local() {
        return LOCAL;
    }

    /** The peer ended it in good order. */
    public static CloseReason remote() {
        return REMOTE;
    }

    /** Nobody said anything for too long. */
    public static CloseReason timeout() {
        return TIMEOUT;
    }

    /** This side gave up, and what it had not sent is lost. */
    public static CloseReason aborted() {
        return new CloseReason(Kind.LOCAL, new TransportException("aborted by this side"));
    }

    /** Something went wrong. */
    public static CloseReason error(Throwable cause) {
        return new CloseReason(Kind.ERROR, cause);
    }

    /** Whether it ended in good order, by whichever side. */
    public boolean isClean() {
        return cause == null && kind != Kind.TIMEOUT;
    }
}
