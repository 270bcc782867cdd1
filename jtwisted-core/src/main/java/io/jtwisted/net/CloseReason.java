package io.jtwisted.net;

import org.jspecify.annotations.Nullable;

/** Why a connection ended; the cause is null where nothing went wrong. Twisted: {@code ConnectionDone} and the like. */
public record CloseReason(Kind kind, @Nullable Throwable cause) {
    private static final CloseReason LOCAL = new CloseReason(Kind.LOCAL, null);
    private static final CloseReason REMOTE = new CloseReason(Kind.REMOTE, null);
    private static final CloseReason TIMEOUT = new CloseReason(Kind.TIMEOUT, null);

    /** Which side ended it, or what. */
    public enum Kind {
        /** This side. */
        LOCAL,
        /** The peer, in an orderly way. */
        REMOTE,
        /** A time limit, such as that of silence. */
        TIMEOUT,
        /** An exception, of this program or of the network. */
        ERROR
    }

    /** This side closed the connection, and everything that it had written was sent. */
    public static CloseReason local() {
        return LOCAL;
    }

    /** The peer closed the connection in an orderly way. */
    public static CloseReason remote() {
        return REMOTE;
    }

    /** A time limit, such as that of silence. */
    public static CloseReason timeout() {
        return TIMEOUT;
    }

    /** This side aborted the connection, and bytes that it had not sent are lost. */
    public static CloseReason aborted() {
        return new CloseReason(Kind.LOCAL, new TransportException("aborted by this side"));
    }

    /** This exception ended the connection. */
    public static CloseReason error(Throwable cause) {
        return new CloseReason(Kind.ERROR, cause);
    }

    /** Whether either side ended it in an orderly way. */
    public boolean isClean() {
        return cause == null && kind != Kind.TIMEOUT;
    }
}
