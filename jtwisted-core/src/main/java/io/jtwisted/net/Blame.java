package io.jtwisted.net;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs why a protocol failed, according to whose fault it is, with the logger of the protocol. What a transport hands in
 * is not logged at all: this is what code of the user throws, or gives to {@link Transport#fail}. Not every
 * {@link IOException} in there came from a network: a file that is missing is a bug like any other.
 */
final class Blame {

    private Blame() {}

    /** The connection was aborted, because of what an operator may have to change. */
    static void warn(Border border, @Nullable Port port, Throwable cause) {
        LoggerFactory.getLogger(border.user().getClass())
                .warn(
                        "{} of {} is aborted: {}",
                        border.subject(),
                        port == null ? "an outgoing connection" : "listener " + port.name(),
                        cause.getMessage());
    }

    /**
     * False if it is the fault of a peer or a network.
     *
     * @param known the cause of the end of this connection, if it has ended because of one
     */
    static boolean log(Border border, Throwable cause, @Nullable Throwable known, String what) {
        Logger log = LoggerFactory.getLogger(border.user().getClass());
        Object subject = border.subject();
        if (cause instanceof ProtocolException || cause instanceof TransportException || isSame(cause, known)) {
            log.debug("{}: {}", subject, cause.toString());
            return false;
        }
        if (isNetworks(cause)) {
            log.warn("{}: {}, because of another connection: {}", subject, what, cause.toString());
            return false;
        }
        log.error("{}: {}", subject, what, cause);
        return true;
    }

    /** As the cause of an end: what broke a connection is the network's fault, whichever type it has. */
    static Throwable ofTransport(Throwable cause) {
        boolean plain = cause instanceof IOException
                && !(cause instanceof ProtocolException
                        || cause instanceof TransportException
                        || cause instanceof SSLException);
        return plain ? new TransportException(String.valueOf(cause.getMessage()), cause) : cause;
    }

    private static boolean isSame(Throwable cause, @Nullable Throwable known) {
        return known != null && (cause == known || cause == known.getCause());
    }

    /** What fails when a connection to somewhere else cannot be made. */
    private static boolean isNetworks(Throwable cause) {
        return cause instanceof SocketException
                || cause instanceof UnknownHostException
                || cause instanceof SocketTimeoutException
                || cause instanceof SSLException;
    }
}
