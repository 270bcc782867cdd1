package io.jtwisted.net;

/** The phases of a reactor's life, in order. Twisted: {@code addSystemEventTrigger}'s phase and event. */
public enum SystemEvent {
    BEFORE_STARTUP,
    DURING_STARTUP,
    AFTER_STARTUP,
    /** The reactor still listens, and all connections are open. */
    BEFORE_SHUTDOWN,
    DURING_SHUTDOWN,
    /** All ports and connections are closed. */
    AFTER_SHUTDOWN
}
