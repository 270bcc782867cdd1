package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.Address;
import io.jtwisted.net.CannotListenException;
import io.jtwisted.net.ServerEndpoint;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Says why a listener could not be opened, and what to do about it. */
final class WhyNot {
    private static final int UNPRIVILEGED = 1024;
    private static final int HIGH_TWIN = 8000; // 80 becomes 8080, 443 becomes 8443
    private static final int HIGHEST_PORT = 65_535;
    private static final String ALL_INTERFACES = "0.0.0.0";

    private final Handlers.Listener listener;

    private WhyNot(Handlers.Listener listener) {
        this.listener = listener;
    }

    /** What to throw instead of this failure. */
    static RuntimeException of(Handlers.Listener listener, Throwable failure) {
        RuntimeException known = new WhyNot(listener).explained(failure);
        return known != null
                ? known
                : new IllegalStateException(
                        "listener '" + listener.name() + "' cannot listen on " + listener.endpoint() + ": "
                                + failure.getMessage(),
                        failure);
    }

    private @Nullable RuntimeException explained(Throwable failure) {
        if (failure instanceof CannotListenException cannot) {
            return switch (cannot.reason()) {
                case IN_USE -> inUse(cannot);
                case NOT_A_SOCKET -> notASocket(cannot);
                case NO_SUCH_ADDRESS ->
                    isTcp() ? noSuchAddress(cannot, "this machine has no such address") : other(cannot);
                case NOT_PERMITTED -> notPermitted(cannot);
                case NOT_SUPPORTED -> notSupported(cannot);
                case OTHER -> other(cannot);
            };
        }
        if (failure instanceof UnknownHostException) {
            return noSuchAddress(failure, "this name cannot be resolved");
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SslBundleKeys.NoSuchBundle missing) {
                return noSuchBundle(missing, failure);
            }
        }
        return null;
    }

    private WrongStart inUse(Throwable cause) {
        return new WrongStart(
                cannotListen(isTcp() ? "the port is in use" : cause.getMessage()),
                "Stop what listens there, or set " + anotherPlace() + ".",
                cause);
    }

    private WrongStart notASocket(Throwable cause) {
        return new WrongStart(
                cannotListen(cause.getMessage()),
                "Move that file away if it is not needed, or set " + anotherPlace() + ".",
                cause);
    }

    private WrongStart noSuchAddress(Throwable cause, String why) {
        if (!isTcp()) {
            return new WrongStart(cannotListen(why), "Set " + anotherPlace() + ".", cause);
        }
        String action = listener.key().endsWith(".endpoint")
                ? "Set " + listener.key() + " to one with an interface of this machine, for example to "
                        + example(port(), "127.0.0.1") + ", or without any, for all of them."
                : "Set " + listener.key().replace(".port", ".address")
                        + " to an address of this machine, for example to 127.0.0.1, or to 0.0.0.0 for all of them.";
        return new WrongStart(cannotListen(why), action, cause);
    }

    private WrongStart notPermitted(Throwable cause) {
        if (!isTcp() || port() >= UNPRIVILEGED) {
            return new WrongStart(
                    cannotListen(isTcp() ? "the operating system does not permit it" : cause.getMessage()),
                    "Permit it, or set " + anotherPlace() + ".",
                    cause);
        }
        return new WrongStart(
                cannotListen("ports below the first unprivileged one, as a rule " + UNPRIVILEGED
                        + ", need a permission which this process does not have"),
                "Set " + anotherPlace() + "; or permit it: set net.ipv4.ip_unprivileged_port_start to " + port()
                        + " (sysctl), or give the process CAP_NET_BIND_SERVICE"
                        + " (systemd: AmbientCapabilities=CAP_NET_BIND_SERVICE).",
                cause);
    }

    private WrongStart notSupported(Throwable cause) {
        return new WrongStart(
                "Listener '" + listener.name() + "' asks for what is not to be had: " + cause.getMessage() + ".",
                "Set jtwisted.reactor.transport to nio, or remove what was asked for from jtwisted.listeners."
                        + listener.name() + ".socket, jtwisted.defaults.socket or the endpoint string.",
                cause);
    }

    private @Nullable WrongStart other(Throwable cause) {
        return isTcp() ? null : new WrongStart(cannotListen(cause.getMessage()), "Set " + anotherPlace() + ".", cause);
    }

    private WrongStart noSuchBundle(SslBundleKeys.NoSuchBundle missing, Throwable cause) {
        String pem = "spring.ssl.bundle.pem." + missing.bundle();
        String known = missing.known().isEmpty() ? "there are none" : "known are " + String.join(", ", missing.known());
        String otherwise = missing.known().isEmpty() || !listener.key().endsWith(".port")
                ? ""
                : ", or set jtwisted.listeners." + listener.name() + ".ssl.bundle to a known one, for example to "
                        + missing.known().get(0);
        return new WrongStart(
                "Listener '" + listener.name() + "' needs the SSL bundle '" + missing.bundle()
                        + "', which is not there; " + known + ".",
                "Set " + pem + ".keystore.certificate and " + pem
                        + ".keystore.private-key, for example to file:/etc/tls/tls.crt and file:/etc/tls/tls.key"
                        + otherwise + ".",
                cause);
    }

    private String cannotListen(@Nullable String why) {
        String reason = String.valueOf(why);
        int known = reason.indexOf(": ");
        return "Listener '" + listener.name() + "' cannot listen on " + place() + ": "
                + (reason.startsWith("cannot listen on ") && known > 0 ? reason.substring(known + 2) : reason) + ".";
    }

    private String anotherPlace() {
        if (listener.key().endsWith(".unix-path")) {
            return listener.key() + " to another path, for example to " + otherPath();
        }
        int port = port();
        int other = port < UNPRIVILEGED ? port + HIGH_TWIN : port == HIGHEST_PORT ? port - 1 : port + 1;
        if (listener.key().endsWith(".port")) {
            return listener.key() + " to another port, for example to " + other;
        }
        String example = example(other, "");
        return listener.key() + " to another place" + (example.isEmpty() ? "" : ", for example to " + example);
    }

    private String otherPath() {
        return System.getProperty("java.io.tmpdir", "/tmp") + "/" + listener.name() + ".sock";
    }

    /** The same endpoint elsewhere, with nothing in it that matters less; empty for a kind that is no socket. */
    private String example(int port, String host) {
        ServerEndpoint given = listener.endpoint();
        Elsewhere elsewhere = new Elsewhere(port, host);
        ServerEndpoint other = given.sockets(elsewhere);
        return elsewhere.asked ? other.toString() : "";
    }

    /** Another place for a socket. */
    private final class Elsewhere implements ServerEndpoint.SocketChange {
        private final int port;
        private final String host;
        private boolean asked;

        Elsewhere(int port, String host) {
            this.port = port;
            this.host = host;
        }

        @Override
        public ServerEndpoint.Tcp tcp(ServerEndpoint.Tcp given) {
            asked = true;
            ServerEndpoint.Tcp other = ServerEndpoint.tcp(port).on(host.isEmpty() ? given.host() : host);
            return given.tls() == null ? other : other.tls(given.tls());
        }

        @Override
        public ServerEndpoint.Unix unix(ServerEndpoint.Unix given) {
            asked = true;
            return ServerEndpoint.unix(otherPath());
        }
    }

    private String place() {
        Address place = listener.endpoint().place();
        if (place instanceof Address.Inet inet) {
            return (inet.host().equals(ALL_INTERFACES) ? "port " : inet.host() + ", port ") + inet.port();
        }
        return place instanceof Address.Unix unix ? unix.path() : place.toString();
    }

    private boolean isTcp() {
        return listener.endpoint().place() instanceof Address.Inet;
    }

    private int port() {
        return listener.endpoint().place() instanceof Address.Inet inet ? inet.port() : 0;
    }
}
