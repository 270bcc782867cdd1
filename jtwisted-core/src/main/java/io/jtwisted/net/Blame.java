package io.jtwisted.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs why a connection failed, according to whose fault it is, with the logger of the protocol. */
final class Blame {

    private Blame() {}

    /** The connection was aborted, because of what an operator may have to change. */
    static void warn(Connection connection, @Nullable Port port, Throwable cause) {
        LoggerFactory.getLogger(connection.protocol().getClass())
                .warn(
                        "{} of {} is aborted: {}",
                        connection,
                        port == null ? "an outgoing connection" : "listener " + port.name(),
                        cause.getMessage());
    }

    /** False if it is the fault of the peer or the network. */
    static boolean log(Connection connection, Throwable cause) {
        Logger log = LoggerFactory.getLogger(connection.protocol().getClass());
        if (cause instanceof IOException) {
            log.debug("{}: {}", connection, cause.toString());
            return false;
        }
        log.error("{}: closed because of an exception", connection, cause);
        return true;
    }
}
