package io.jtwisted.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Where a connection comes from or goes to. */
public sealed interface Address {

    /**
     * An internet address: a host, which may be a name, an IPv4 or an IPv6 literal (in its short form, with its scope,
     * without brackets: {@code fe80::1%eth0}), and a port from 0 to 65535.
     */
    record Inet(String host, int port) implements Address {

        public Inet {
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("expected a port from 0 to 65535, not " + port);
            }
            if (host.startsWith("[")) {
                throw new IllegalArgumentException("expected a host without brackets, not '" + host + "'");
            }
        }

        /** The same address as the JDK has it; a literal if it is resolved. */
        public static Inet of(InetSocketAddress address) {
            return new Inet(address.isUnresolved() ? address.getHostString() : literal(address), address.getPort());
        }

        /**
         * The same address as the JDK has it: resolved if the host is a literal, else unresolved. Never asks for a name. A
         * literal whose scope is no interface of this machine is unresolved, too.
         */
        public InetSocketAddress toSocketAddress() {
            InetAddress literal = HostText.address(host);
            return literal == null
                    ? InetSocketAddress.createUnresolved(host, port)
                    : new InetSocketAddress(literal, port);
        }

        private static String literal(InetSocketAddress address) {
            InetAddress host = address.getAddress();
            if (host.isAnyLocalAddress()) {
                return "0.0.0.0"; // all interfaces, of IPv6 too: Port.hosts() says so
            }
            return host instanceof Inet6Address six ? Ipv6Text.of(six) : host.getHostAddress();
        }

        @Override
        public String toString() {
            return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
        }
    }

    /** A Unix domain socket; the path is empty for a client which did not bind one. */
    record Unix(String path) implements Address {

        @Override
        public String toString() {
            return path.isEmpty() ? "unix" : "unix:" + path;
        }
    }

    /**
     * A place of another kind: a process, a serial line, the standard streams. Its text is {@code process:1234},
     * {@code serial:/dev/ttyUSB0}, or the kind alone where there is one only ({@code stdio}).
     *
     * @param kind a word, as the prefix of an endpoint string
     * @param name which one of this kind; may be empty
     */
    record Named(String kind, String name) implements Address {

        public Named {
            if (kind.isEmpty()) {
                throw new IllegalArgumentException("expected the kind of an address, not nothing");
            }
        }

        @Override
        public String toString() {
            return name.isEmpty() ? kind : kind + ":" + name;
        }
    }

    /** A place in the memory of a test. */
    record Memory(String name) implements Address {

        @Override
        public String toString() {
            return "memory:" + name;
        }
    }
}
