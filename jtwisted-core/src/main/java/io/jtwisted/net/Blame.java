package io.jtwisted.net;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs why a connection failed, according to whose fault it is, with the logger of the protocol. */
final class Blame {

    private Blame() {}

    static void log(Connection connection, Throwable cause) {
        Logger log = LoggerFactory.getLogger(connection.protocol().getClass());
        if (cause instanceof IOException) {
            log.debug("{}: {}", connection, cause.toString());
        } else {
            log.error("{}: closed because of an exception", connection, cause);
        }
    }
}
