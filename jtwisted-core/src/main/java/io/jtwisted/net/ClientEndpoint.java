package io.jtwisted.net;

import io.jtwisted.defer.Deferred;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A place to connect to. {@code toString} gives the string which {@link #parse} understands, and which makes an equal
 * endpoint. What means nothing to a client is left out ({@link Tls#clientAuth}, {@link Tls#serverNames},
 * {@link Limits#connections}), and {@link TlsKeys.Managers} appear as {@code keys=(given)}, which {@link #parse}
 * refuses.
 *
 * <p>A kind that a plug-in brings (see {@link EndpointParser}) implements {@link #connect} and {@link #kind}, and of the
 * other methods those for what it has; the defaults say that it does not have it.
 */
public interface ClientEndpoint {
    Duration TIMEOUT = Duration.ofSeconds(30);

    /**
     * Connects the protocol, on the reactor. Fires after its {@code connectionMade}. A kind that stands on TCP or on a Unix
     * domain socket asks {@link Reactor#network()}.
     */
    <P extends Protocol> Deferred<P> connect(Reactor reactor, P protocol);

    /** How bytes travel, in a word. As {@link ServerEndpoint#kind}. */
    String kind();

    /** How long it may take until the connection is there; zero for ever. */
    default Duration timeout() {
        return TIMEOUT;
    }

    /** What the connection may do; as usual for clients if the kind has no limits of its own. */
    default Limits limits() {
        return Limits.client();
    }

    /** How it encrypts from the first byte on; null if it does not. */
    default @Nullable Tls tls() {
        return null;
    }

    /** Where it connects to, for messages. By default what its string says after the kind: an {@link Address.Named}. */
    default Address place() {
        return EndpointText.place(kind(), toString());
    }

    /**
     * The same with this timeout.
     *
     * @throws UnsupportedOperationException if the kind has none
     */
    default ClientEndpoint timeout(Duration longest) {
        throw EndpointText.lacks(kind(), "timeout");
    }

    /**
     * The same with these limits.
     *
     * @throws UnsupportedOperationException if the kind has no limits of its own
     */
    default ClientEndpoint limits(Limits other) {
        throw EndpointText.lacks(kind(), "limits");
    }

    /**
     * The same with this encryption.
     *
     * @throws UnsupportedOperationException if the kind cannot encrypt
     */
    default ClientEndpoint tls(Tls with) {
        throw EndpointText.lacks(kind(), "TLS");
    }

    /**
     * Understands
     *
     * <ul>
     *   <li>{@code tcp:HOST:PORT}
     *   <li>{@code tls:HOST:PORT[:bundle=NAME]} or {@code tls:HOST:PORT[:cert=FILE[:key=FILE]][:trust=FILE]}, and
     *       {@code [:server-name=NAME][:alpn=h2,http/1.1][:alpn-required=on|off][:handshake-timeout=SECONDS]}
     *   <li>{@code unix:PATH}
     * </ul>
     *
     * all with {@code [:timeout=SECONDS]} for lookup, keys and connect together and
     * {@code [:silence=SECONDS][:unsent=BYTES]} for the {@link Limits}, and what each {@link EndpointParser} on the class path adds. Options come in any order; hosts,
     * ports and paths may be options too ({@code tcp:host=localhost:port=80}); seconds may have decimals. A backslash
     * before a colon, an equals sign or a backslash takes its meaning away ({@code tcp:\:\:1:80});
     * {@link EndpointText#quote} puts it there.
     *
     * @throws IllegalArgumentException with the part that is wrong, and what would be right
     */
    static ClientEndpoint parse(String endpoint) {
        return EndpointParsers.client(endpoint);
    }

    /**
     * TCP to this host, a literal or a name. All addresses of a name are tried, in the resolver's order but by turns of IPv6
     * and IPv4: the next one 250 milliseconds after the last one, or at once if that fails; the first that connects is
     * taken (RFC 8305).
     */
    static Tcp tcp(String host, int port) {
        return new Tcp(host, port, TIMEOUT, null, Limits.client());
    }

    static Unix unix(String path) {
        return new Unix(path, TIMEOUT, Limits.client());
    }

    /**
     * TCP, with or without TLS.
     *
     * @param timeout how long it may take until the connection is there: the lookup of the name, the reading of the keys
     *     and the connect together, without the handshake, which has a limit of its own ({@link Tls#handshakeTimeout})
     * @param tls null for none
     */
    record Tcp(
            String host,
            int port,
            Duration timeout,
            @Nullable Tls tls,
            Limits limits) implements ClientEndpoint {

        public Tcp {
            new Address.Inet(host, port); // checks the port
            if (host.isEmpty()) {
                throw new IllegalArgumentException("expected a host to connect to, not an empty one");
            }
            if (timeout.isNegative()) {
                throw new IllegalArgumentException("a connect cannot take " + timeout);
            }
        }

        @Override
        public Tcp timeout(Duration longest) {
            return new Tcp(host, port, longest, tls, limits);
        }

        @Override
        public Tcp tls(Tls with) {
            return new Tcp(host, port, timeout, with, limits);
        }

        @Override
        public Tcp limits(Limits other) {
            return new Tcp(host, port, timeout, tls, other);
        }

        @Override
        public String kind() {
            return TcpParser.kind(tls);
        }

        @Override
        public Address place() {
            return new Address.Inet(host, port);
        }

        @Override
        public <P extends Protocol> Deferred<P> connect(Reactor reactor, P protocol) {
            return reactor.network().connect(this, protocol);
        }

        @Override
        public String toString() {
            return TcpParser.write(this);
        }
    }

    /** A Unix domain socket. */
    record Unix(String path, Duration timeout, Limits limits) implements ClientEndpoint {

        public Unix {
            if (path.isEmpty()) {
                throw new IllegalArgumentException("expected the path of a socket, not an empty one");
            }
            if (timeout.isNegative()) {
                throw new IllegalArgumentException("a connect cannot take " + timeout);
            }
        }

        @Override
        public Unix timeout(Duration longest) {
            return new Unix(path, longest, limits);
        }

        @Override
        public Unix limits(Limits other) {
            return new Unix(path, timeout, other);
        }

        @Override
        public String kind() {
            return UnixParser.UNIX;
        }

        @Override
        public Address place() {
            return new Address.Unix(path);
        }

        @Override
        public <P extends Protocol> Deferred<P> connect(Reactor reactor, P protocol) {
            return reactor.network().connect(this, protocol);
        }

        @Override
        public String toString() {
            return UnixParser.write(this);
        }
    }
}
