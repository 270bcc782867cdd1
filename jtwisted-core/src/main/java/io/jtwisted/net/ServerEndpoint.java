package io.jtwisted.net;

import io.jtwisted.defer.Deferred;
import org.jspecify.annotations.Nullable;

/**
 * A place to listen, not yet open. {@code toString} gives the string which {@link #parse} understands, and which makes
 * an equal endpoint. Three things have no place in a string: {@link Tls#serverNames} and {@link Tls#serverName} are left
 * out, and keys which are neither a bundle nor a certificate in a PEM file appear as {@code keys=(given)}, which
 * {@link #parse} refuses.
 *
 * <pre>{@code
 * assertThat(ServerEndpoint.parse("tcp:8080:interface=127.0.0.1"))
 *         .isEqualTo(ServerEndpoint.tcp(8080).on("127.0.0.1"));
 * }</pre>
 *
 * <p>A kind that a plug-in brings (see {@link EndpointParser}) implements {@link #listen} and {@link #kind}, and of the
 * other methods those for what it has; the defaults say that it does not have it.
 */
public interface ServerEndpoint {

    /**
     * Opens it, on the reactor. Fires when it listens. A kind that stands on TCP or on a Unix domain socket asks
     * {@link Reactor#network()}.
     */
    Deferred<Port> listen(Reactor reactor, Factory factory);

    /**
     * How bytes travel, in a word, for metrics and messages: what stands before the first colon of its string, such as
     * {@code tcp}, {@code tls} or {@code unix}.
     */
    String kind();

    /** What its connections may do; as usual for servers if the kind has no limits of its own. */
    default Limits limits() {
        return Limits.server();
    }

    /** How it encrypts from the first byte on; null if it does not. */
    default @Nullable Tls tls() {
        return null;
    }

    /** What the port is called in logs and metrics; empty for where it listens. */
    default String name() {
        return "";
    }

    /**
     * Where it listens, for messages and to find what listens there twice. By default what its string says after the kind:
     * an {@link Address.Named}.
     */
    default Address place() {
        return EndpointText.place(kind(), toString());
    }

    /**
     * The same with these limits.
     *
     * @throws UnsupportedOperationException if the kind has no limits of its own
     */
    default ServerEndpoint limits(Limits other) {
        throw EndpointText.lacks(kind(), "limits");
    }

    /**
     * The same with this encryption.
     *
     * @throws UnsupportedOperationException if the kind cannot encrypt
     */
    default ServerEndpoint tls(Tls with) {
        throw EndpointText.lacks(kind(), "TLS");
    }

    /**
     * The same under this name.
     *
     * @throws UnsupportedOperationException if the kind has no name
     */
    default ServerEndpoint name(String called) {
        throw EndpointText.lacks(kind(), "name");
    }

    /**
     * The same with another socket: for options that only sockets have, such as the backlog. TCP and Unix domain sockets
     * hand themselves to the change, and a wrapper hands on the endpoint that it wraps. Any other kind stays as it is.
     */
    default ServerEndpoint sockets(SocketChange change) {
        return this;
    }

    /** Makes another endpoint of each kind of socket: see {@link #sockets}. */
    interface SocketChange {

        /** What becomes of it; by default it stays as it is. */
        default Tcp tcp(Tcp given) {
            return given;
        }

        /** What becomes of it; by default it stays as it is. */
        default Unix unix(Unix given) {
            return given;
        }
    }

    /**
     * Understands
     *
     * <ul>
     *   <li>{@code tcp:PORT[:interface=HOST][:backlog=N][:name=NAME]}, and for the {@link SocketOptions}
     *       {@code [:nodelay=on|off][:keepalive=on|off][:keepalive-idle=SECONDS][:keepalive-interval=SECONDS]
     *       [:keepalive-count=N][:reuseport=on|off]}
     *   <li>{@code tls:PORT:bundle=NAME} or {@code tls:PORT:cert=FILE[:key=FILE][:trust=FILE]}, where the certificate's
     *       file holds the key too unless told otherwise; as {@code tcp}, and
     *       {@code [:client-auth=none|want|need][:alpn=h2,http/1.1][:alpn-required=on|off]
     *       [:handshake-timeout=SECONDS]}
     *   <li>{@code unix:PATH[:mode=660][:backlog=N][:name=NAME]}
     * </ul>
     *
     * all with {@code [:connections=N][:per-address=N][:when-full=close|pause][:silence=SECONDS][:age=SECONDS]
     * [:write-timeout=SECONDS][:unsent=BYTES][:high-water=BYTES][:low-water=BYTES]} for the {@link Limits}, and what
     * each {@link EndpointParser} on the class path adds. Options come in any order; ports and paths may be options too
     * ({@code tcp:port=8080}); seconds may have decimals. A backslash before a colon, an equals sign or a backslash
     * takes its meaning away ({@code interface=\:\:1}); {@link EndpointText#quote} puts it there.
     *
     * @throws IllegalArgumentException with the part that is wrong, and what would be right
     */
    static ServerEndpoint parse(String endpoint) {
        return EndpointParsers.server(endpoint);
    }

    /** TCP on all interfaces; port 0 takes any that is free. */
    static Tcp tcp(int port) {
        return new Tcp("", port, Tcp.BACKLOG, null, Limits.server(), SocketOptions.usual(), "");
    }

    /** A Unix domain socket at this path, with the permissions that the umask leaves. */
    static Unix unix(String path) {
        return new Unix(path, Unix.DEFAULT_MODE, Unix.BACKLOG, Limits.server(), "");
    }

    /**
     * TCP, with or without TLS.
     *
     * @param host the interface to listen on, a literal or a name; empty for all. The port listens at all addresses of a
     *     name which this machine has ({@link Port#hosts})
     * @param port from 0 to 65535
     * @param backlog how many connections may wait to be accepted
     * @param tls null for none
     * @param name what the port is called in logs and metrics; empty for where it listens
     */
    record Tcp(String host, int port, int backlog, @Nullable Tls tls, Limits limits, SocketOptions socket, String name)
            implements ServerEndpoint {
        public static final int BACKLOG = 1024;

        public Tcp {
            new Address.Inet(host, port); // checks the port
            if (backlog < 1) {
                throw new IllegalArgumentException("expected a backlog of at least 1, not " + backlog);
            }
        }

        /** On this interface only. */
        public Tcp on(String only) {
            return new Tcp(only, port, backlog, tls, limits, socket, name);
        }

        public Tcp backlog(int length) {
            return new Tcp(host, port, length, tls, limits, socket, name);
        }

        @Override
        public Tcp tls(Tls with) {
            return new Tcp(host, port, backlog, with, limits, socket, name);
        }

        @Override
        public Tcp limits(Limits other) {
            return new Tcp(host, port, backlog, tls, other, socket, name);
        }

        public Tcp socket(SocketOptions options) {
            return new Tcp(host, port, backlog, tls, limits, options, name);
        }

        @Override
        public Tcp name(String called) {
            return new Tcp(host, port, backlog, tls, limits, socket, called);
        }

        @Override
        public Tcp sockets(SocketChange change) {
            return change.tcp(this);
        }

        @Override
        public String kind() {
            return TcpParser.kind(tls);
        }

        @Override
        public Address place() {
            return new Address.Inet(host.isEmpty() ? "0.0.0.0" : host, port);
        }

        @Override
        public Deferred<Port> listen(Reactor reactor, Factory factory) {
            return reactor.network().listen(this, factory);
        }

        @Override
        public String toString() {
            return TcpParser.write(this);
        }
    }

    /**
     * A Unix domain socket.
     *
     * @param path where; a socket file on which no process listens is replaced
     * @param mode the permissions of the socket file, such as 0600; {@value #DEFAULT_MODE} leaves them to the umask
     * @param backlog how many connections may wait to be accepted
     * @param name what the port is called in logs and metrics; empty for where it listens
     */
    record Unix(String path, int mode, int backlog, Limits limits, String name) implements ServerEndpoint {
        public static final int BACKLOG = 1024;
        public static final int DEFAULT_MODE = -1;

        public Unix {
            if (path.isEmpty()) {
                throw new IllegalArgumentException("expected the path of a socket, not an empty one");
            }
            if (mode < DEFAULT_MODE || mode > 0777) {
                throw new IllegalArgumentException("expected a mode from 0 to 777, not " + Integer.toOctalString(mode));
            }
            if (backlog < 1) {
                throw new IllegalArgumentException("expected a backlog of at least 1, not " + backlog);
            }
        }

        public Unix mode(int permissions) {
            return new Unix(path, permissions, backlog, limits, name);
        }

        public Unix backlog(int length) {
            return new Unix(path, mode, length, limits, name);
        }

        @Override
        public Unix limits(Limits other) {
            return new Unix(path, mode, backlog, other, name);
        }

        @Override
        public Unix name(String called) {
            return new Unix(path, mode, backlog, limits, called);
        }

        @Override
        public Unix sockets(SocketChange change) {
            return change.unix(this);
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
        public Deferred<Port> listen(Reactor reactor, Factory factory) {
            return reactor.network().listen(this, factory);
        }

        @Override
        public String toString() {
            return UnixParser.write(this);
        }
    }
}
