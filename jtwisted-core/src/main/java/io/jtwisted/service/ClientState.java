package io.jtwisted.service;

/** Where a {@link ClientService} is in its life. */
public enum ClientState {
    /** It has never started. */
    NEW,
    /** It connects, or prepares the connection. */
    CONNECTING,
    /** It waits before it tries again. */
    WAITING,
    /** The connection is there, and ready. */
    CONNECTED,
    /** It was stopped, and something of its connection is left. */
    DISCONNECTING,
    /** The same, and it was started again meanwhile. */
    RESTARTING,
    /** It was stopped, and nothing is left. */
    STOPPED
}
