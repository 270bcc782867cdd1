package io.jtwisted.net;

import io.jtwisted.defer.Deferred;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A place to connect to. {@code toString} gives the string which {@link #parse} understands. */
public interface ClientEndpoint {
    Duration TIMEOUT = Duration.ofSeconds(30);

    /** Connects the protocol, on the reactor. Fires after its {@code connectionMade}. */
    <P extends Protocol> Deferred<P> connect(Reactor reactor, P protocol);

    /**
     * Understands {@code tcp:HOST:PORT[:timeout=SECONDS]}, {@code tls:HOST:PORT[:bundle=NAME][:trust=FILE]},
     * {@code unix:PATH}, and what each {@link EndpointParser} on the class path adds. A backslash before a colon, an
     * equals sign or a backslash takes its meaning away.
     *
     * @throws IllegalArgumentException with the part that is wrong, and what would be right
     */
    static ClientEndpoint parse(String endpoint) {
        return EndpointParsers.client(endpoint);
    }

    /** TCP to this host, a literal or a name all of whose addresses are tried. */
    static Tcp tcp(String host, int port) {
        return new Tcp(host, port, TIMEOUT, null, Limits.client());
    }

    static Unix unix(String path) {
        return new Unix(path, TIMEOUT, Limits.client());
    }

    /**
     * TCP, with or without TLS.
     *
     * @param timeout how long it may take until the connection is there, without the handshake
     * @param tls null for none
     */
    record Tcp(String host, int port, Duration timeout, @Nullable Tls tls, Limits limits) implements ClientEndpoint {

        public Tcp {
            new Address.Inet(host, port); // checks the port
            if (host.isEmpty()) {
                throw new IllegalArgumentException("expected a host to connect to, not an empty one");
            }
        }

        public Tcp timeout(Duration longest) {
            return new Tcp(host, port, longest, tls, limits);
        }

        public Tcp tls(Tls with) {
            return new Tcp(host, port, timeout, with, limits);
        }

        public Tcp limits(Limits other) {
            return new Tcp(host, port, timeout, tls, other);
        }

        @Override
        public <P extends Protocol> Deferred<P> connect(Reactor reactor, P protocol) {
            return reactor.connectTcp(this, protocol);
        }

        @Override
        public String toString() {
            return EndpointText.of(this);
        }
    }

    /** A Unix domain socket. */
    record Unix(String path, Duration timeout, Limits limits) implements ClientEndpoint {

        public Unix {
            if (path.isEmpty()) {
                throw new IllegalArgumentException("expected the path of a socket, not an empty one");
            }
        }

        public Unix timeout(Duration longest) {
            return new Unix(path, longest, limits);
        }

        public Unix limits(Limits other) {
            return new Unix(path, timeout, other);
        }

        @Override
        public <P extends Protocol> Deferred<P> connect(Reactor reactor, P protocol) {
            return reactor.connectUnix(this, protocol);
        }

        @Override
        public String toString() {
            return EndpointText.of(this);
        }
    }
}
