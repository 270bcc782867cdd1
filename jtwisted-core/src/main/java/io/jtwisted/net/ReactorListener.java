package io.jtwisted.net;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Watches a reactor: for metrics and logs. Told on the reactor's thread unless it says otherwise, and must not block.
 * What it throws is logged, and harms nobody. Tells nothing of single bytes, which {@link Port#statistics()} and
 * {@link Reactor#statistics()} count. Registered by {@link Reactor#addListener}.
 */
public interface ReactorListener {

    /** A connection was made, and its protocol is about to hear of it; the port is null for one that we asked for. */
    default void opened(@Nullable Port port, Transport transport) {}

    /** A connection is over, and its protocol has heard of it. */
    default void closed(@Nullable Port port, Transport transport, CloseReason reason, Duration age) {}

    /** A port did not serve somebody. */
    default void refused(Port port, Refusal reason) {}

    /** A TLS handshake has ended; the failure is null if it succeeded, and the session null if not. */
    default void handshake(
            @Nullable Port port, Duration took, @Nullable TlsSession session, @Nullable Throwable failure) {}

    /** An exception out of a protocol or its chains closed a connection; {@link #closed} follows. */
    default void failed(@Nullable Port port, Transport transport, Throwable cause) {}

    /**
     * A failure of a Deferred at home on this reactor was handled by nobody. Told on the thread which found it: the
     * garbage collector's as a rule, the reactor's when it stops.
     */
    default void unhandled(Reactor reactor, Throwable cause) {}

    /** A call keeps the reactor from everything else, for so long by now. Told on the watchdog's thread, once a call. */
    default void blocked(Reactor reactor, Duration soFar, List<StackTraceElement> stack) {}

    /** How long a call from another thread had to wait for the reactor: a sample, taken every now and then. */
    default void lag(Reactor reactor, Duration waited) {}
}
