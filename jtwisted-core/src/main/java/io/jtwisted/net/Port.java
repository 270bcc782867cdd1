package io.jtwisted.net;

import io.jtwisted.defer.Deferred;

/** A place where a reactor listens. Any thread may ask. Twisted: {@code IListeningPort}. */
public interface Port {

    /** Where it listens: with the real port number, if 0 was asked for. */
    Address host();

    /** How many of its connections are open. */
    int connections();

    /** Listens no more. Connections live on. Fires when the place is free; a second call is harmless. */
    Deferred<Port> stopListening();

    /** Fires when it listens no more. Each call gives a Deferred of its own. */
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
