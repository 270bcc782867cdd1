package io.jtwisted.net;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Watches a reactor, for metrics and logs. Its methods are called on the reactor's thread unless they say otherwise, and
 * must not block. An exception out of them is logged and has no other effect. Single bytes are not reported here:
 * {@link Port#statistics()} and {@link Reactor#statistics()} count them. Registered by {@link Reactor#addListener}.
 */
public interface ReactorListener {

    /** A connection was made, and its protocol is told next. The port is null for an outgoing connection. */
    default void opened(@Nullable Port port, Transport transport) {}

    /** A connection is over, and its protocol has been told. */
    default void closed(@Nullable Port port, Transport transport, CloseReason reason, Duration age) {}

    /** A port refused a connection. */
    default void refused(Port port, Refusal reason) {}

    /** A TLS handshake has ended. If it succeeded the failure is null, otherwise the session is null. */
    default void handshake(
            @Nullable Port port, Duration took, @Nullable TlsSession session, @Nullable Throwable failure) {}

    /** An exception of a protocol or of its chains closed a connection. {@link #closed} follows. */
    default void failed(@Nullable Port port, Transport transport, Throwable cause) {}

    /**
     * An exception of the protocol of a port for datagrams ended what a datagram had led to; the port goes on. The peer is
     * null if no datagram led to it.
     */
    default void datagramFailed(Port port, @Nullable Address peer, Throwable cause) {}

    /**
     * No step handled a failure of a Deferred at home on this reactor. Called on the thread that found it: usually one
     * of the garbage collector's, and the reactor's when it stops.
     */
    default void unhandled(Reactor reactor, Throwable cause) {}

    /** A call has kept the reactor busy for so long. Called on the watchdog's thread, once for each such call. */
    default void blocked(Reactor reactor, Duration soFar, List<StackTraceElement> stack) {}

    /** How long a call from another thread waited for the reactor: a sample, taken at intervals. */
    default void lag(Reactor reactor, Duration waited) {}
}
