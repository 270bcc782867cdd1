package io.jtwisted.net;

import io.jtwisted.defer.Deferred;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A place where a reactor listens; {@code toString} names all of {@link #hosts()}. Any thread may ask. Twisted: {@code IListeningPort}. */
public interface Port {

    /** Where it listens: with the real port number, if 0 was asked for. */
    Address host();

    /**
     * All places where it listens, {@link #host()} first: a name may have several addresses, and a socket for all
     * interfaces may serve IPv4 and IPv6.
     */
    default List<Address> hosts() {
        return List.of(host());
    }

    /** What it is called in logs and metrics: the endpoint's name if it has one, else {@link #host()}. */
    String name();

    /** How many of its connections are open. */
    int connections();

    /** Why it could not accept a connection a moment ago, and waits before it tries again; empty as a rule. */
    default Optional<Throwable> acceptFailure() {
        return Optional.empty();
    }

    /** What it has counted so far; still there when it is closed. */
    PortStatistics statistics();

    /** All its open connections, one by one. Asks the reactors, so a reactor which is blocked does not answer. */
    Deferred<List<ConnectionStatistics>> connectionStatistics();

    /** Listens no more. Connections live on. Fires when the place is free; a second call is harmless. */
    Deferred<Port> stopListening();

    /**
     * Listens no more, and says goodbye to its connections ({@link Protocol#shuttingDown()}). Those which have not left
     * in time are aborted.
     *
     * @return fires when no connection is left, with how many had to be aborted. To cancel it aborts none any more; the
     *     port stays closed
     */
    Deferred<Integer> drain(Duration patience);

    /** Fires when it listens no more. Each call gives a Deferred of its own; to cancel it takes this question back. */
    Deferred<Port> closed();

    /**
     * The port number.
     *
     * @throws IllegalStateException if it does not listen on an internet address
     */
    default int number() {
        if (host() instanceof Address.Inet inet) {
            return inet.port();
        }
        throw new IllegalStateException(host() + " has no port number");
    }
}
