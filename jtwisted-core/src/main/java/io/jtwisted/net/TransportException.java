package io.jtwisted.net;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A connection broke, or ended before what was asked of it was done: the network's fault or the peer's, and no bug. The
 * {@link CloseReason} of a connection that broke has one of these as its cause, or an
 * {@link javax.net.ssl.SSLException}. A protocol which fails because of it is logged in one line at DEBUG.
 */
public final class TransportException extends IOException {

    public TransportException(String message) {
        super(message);
    }

    public TransportException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** None: it is made by the transport, whose stack says nothing. That of its cause is there. */
    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it does nothing
    public Throwable fillInStackTrace() {
        return this;
    }
}
