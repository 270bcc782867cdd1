package io.jtwisted.net;

import java.net.BindException;

/** A port could not be opened, and why. Twisted: {@code CannotListenError}. */
public final class CannotListenException extends BindException {
    private final Reason reason;

    /** Why not. */
    public enum Reason {
        /** Another socket listens there already. */
        IN_USE,
        /** At the path of a Unix socket there is a file of another kind. */
        NOT_A_SOCKET,
        /** This machine has no such address. */
        NO_SUCH_ADDRESS,
        /** The operating system does not permit it, as a rule because the port is below 1024. */
        NOT_PERMITTED,
        /** The transport cannot do what the {@link SocketOptions} ask for; the message says what. */
        NOT_SUPPORTED,
        /** Something else; the cause says it. */
        OTHER
    }

    public CannotListenException(Reason reason, String message, Throwable cause) {
        super(message);
        initCause(cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
