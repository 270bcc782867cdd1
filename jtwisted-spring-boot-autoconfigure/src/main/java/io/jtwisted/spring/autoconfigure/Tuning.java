package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.Limits;
import io.jtwisted.net.Limits.Part;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.SocketOptions;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * How a listener serves, wherever it is. Its own properties win over what its endpoint string says, that over
 * {@code jtwisted.defaults}, those over what the protocol has ({@link io.jtwisted.net.Factory#usual}), and that over the
 * defaults of the engine. (Of an address, a backlog, a mode or socket options, an endpoint string which says what the engine
 * does anyway cannot be told from one which says nothing.)
 */
final class Tuning {
    private static final Pattern MODE = Pattern.compile("0*[0-7]{1,3}");
    private static final int OCTAL = 8;

    private final String listener;
    private final ListenerProperties own;
    private final ListenerProperties.Defaults common;

    Tuning(String listener, ListenerProperties own, ListenerProperties.Defaults common) {
        this.listener = listener;
        this.own = own;
        this.common = common;
    }

    /** The same as the properties want it. What is set for this listener and means nothing to its kind is refused. */
    ServerEndpoint of(ServerEndpoint given) {
        Sockets sockets = new Sockets();
        ServerEndpoint place = given.sockets(sockets);
        if (own.backlog() != null && !sockets.any) {
            throw WrongStart.cannotTune(listener, "backlog", given);
        }
        if (own.setsSocket() && !sockets.tcp) {
            throw WrongStart.cannotTune(listener, "socket", given);
        }
        return named(limited(place));
    }

    private ServerEndpoint limited(ServerEndpoint place) {
        Limits limits = limits(place.limits());
        if (limits.equals(place.limits())) {
            return place;
        }
        try {
            return place.limits(limits);
        } catch (UnsupportedOperationException e) {
            String key = own.limitKey();
            if (key != null) {
                throw WrongStart.cannotTune(listener, key, place);
            }
            return place; // what is set for all does not mean this one
        }
    }

    private ServerEndpoint named(ServerEndpoint place) {
        try {
            return place.name().isEmpty() ? place.name(listener) : place;
        } catch (UnsupportedOperationException e) {
            return place; // its port says in its own way where it listens
        }
    }

    /** What only sockets have. */
    private final class Sockets implements ServerEndpoint.SocketChange {
        private boolean any;
        private boolean tcp;

        @Override
        public ServerEndpoint.Tcp tcp(ServerEndpoint.Tcp given) {
            any = true;
            tcp = true;
            ServerEndpoint.Tcp place = put(
                    given,
                    key("address", own.address(), common.address()),
                    given.host().isEmpty(),
                    ServerEndpoint.Tcp::on);
            return put(
                            place,
                            key("backlog", own.backlog(), common.backlog()),
                            given.backlog() == ServerEndpoint.Tcp.BACKLOG,
                            ServerEndpoint.Tcp::backlog)
                    .socket(socket(given.socket()));
        }

        @Override
        public ServerEndpoint.Unix unix(ServerEndpoint.Unix given) {
            any = true;
            ServerEndpoint.Unix place = put(
                    given,
                    key("unix-mode", own.unixMode(), common.unixMode()),
                    given.mode() == ServerEndpoint.Unix.DEFAULT_MODE,
                    Tuning::withMode);
            return put(
                    place,
                    key("backlog", own.backlog(), common.backlog()),
                    given.backlog() == ServerEndpoint.Unix.BACKLOG,
                    ServerEndpoint.Unix::backlog);
        }
    }

    private static ServerEndpoint.Unix withMode(ServerEndpoint.Unix unix, String mode) {
        if (!MODE.matcher(mode).matches()) {
            throw new IllegalArgumentException("expected an octal number from 0 to 777, not '" + mode + "'");
        }
        return unix.mode(Integer.parseInt(mode, OCTAL));
    }

    private Limits limits(Limits given) {
        ListenerProperties.Limits mine = own.limits();
        ListenerProperties.Limits ours = common.limits();
        Limits limits = put(
                given,
                key("limits.max-connections", mine.maxConnections(), ours.maxConnections()),
                !given.given().contains(Part.CONNECTIONS),
                Limits::connections);
        limits = put(
                limits,
                key(
                        "limits.max-connections-per-address",
                        mine.maxConnectionsPerAddress(),
                        ours.maxConnectionsPerAddress()),
                !given.given().contains(Part.CONNECTIONS_PER_ADDRESS),
                Limits::connectionsPerAddress);
        limits = put(
                limits,
                key("limits.on-limit", mine.onLimit(), ours.onLimit()),
                !given.given().contains(Part.WHEN_FULL),
                Limits::whenFull);
        return buffers(timeouts(limits, given), given);
    }

    private Limits timeouts(Limits limits, Limits given) {
        ListenerProperties.Timeouts mine = own.timeouts();
        ListenerProperties.Timeouts ours = common.timeouts();
        Limits timed = put(
                limits,
                key("timeouts.idle", mine.idle(), ours.idle()),
                !given.given().contains(Part.SILENCE),
                Limits::silence);
        timed = put(
                timed,
                key("timeouts.read", mine.read(), ours.read()),
                !given.given().contains(Part.READ_SILENCE),
                Limits::readSilence);
        timed = put(
                timed,
                key("timeouts.write", mine.write(), ours.write()),
                !given.given().contains(Part.WRITE_TIMEOUT),
                Limits::writeTimeout);
        return put(
                timed,
                key("timeouts.max-age", mine.maxAge(), ours.maxAge()),
                !given.given().contains(Part.AGE),
                Limits::age);
    }

    /** The end first: it brings the marks down where they would be above it. */
    private Limits buffers(Limits limits, Limits given) {
        ListenerProperties.Buffers mine = own.buffers();
        ListenerProperties.Buffers ours = common.buffers();
        Limits buffered = put(
                limits,
                key("buffers.write-limit", mine.writeLimit(), ours.writeLimit()),
                !given.given().contains(Part.UNSENT),
                (all, size) -> all.unsent(size.toBytes()));
        buffered = put(
                buffered,
                key("buffers.write-high", mine.writeHigh(), ours.writeHigh()),
                !given.given().contains(Part.HIGH_WATER),
                (all, size) -> all.highWater(size.toBytes()));
        return put(
                buffered,
                key("buffers.write-low", mine.writeLow(), ours.writeLow()),
                !given.given().contains(Part.LOW_WATER),
                (all, size) -> all.lowWater(size.toBytes()));
    }

    private SocketOptions socket(SocketOptions given) {
        SocketOptions usual = SocketOptions.usual();
        ListenerProperties.Socket mine = own.socket();
        ListenerProperties.Socket ours = common.socket();
        SocketOptions socket = put(
                given,
                key("socket.tcp-no-delay", mine.tcpNoDelay(), ours.tcpNoDelay()),
                given.noDelay() == usual.noDelay(),
                SocketOptions::noDelay);
        socket = put(
                socket,
                key("socket.reuse-port", mine.reusePort(), ours.reusePort()),
                given.reusePort() == usual.reusePort(),
                SocketOptions::reusePort);
        return keepAlive(socket, given, usual);
    }

    private SocketOptions keepAlive(SocketOptions socket, SocketOptions given, SocketOptions usual) {
        ListenerProperties.KeepAlive mine = own.socket().keepAlive();
        ListenerProperties.KeepAlive ours = common.socket().keepAlive();
        SocketOptions kept = put(
                socket,
                key("socket.keep-alive.enabled", mine.enabled(), ours.enabled()),
                given.keepAlive() == usual.keepAlive(),
                SocketOptions::keepAlive);
        kept = put(
                kept,
                key("socket.keep-alive.idle", mine.idle(), ours.idle()),
                given.keepAliveIdle().equals(usual.keepAliveIdle()),
                (all, idle) -> all.keepAlive(idle, all.keepAliveInterval(), all.keepAliveCount()));
        kept = put(
                kept,
                key("socket.keep-alive.interval", mine.interval(), ours.interval()),
                given.keepAliveInterval().equals(usual.keepAliveInterval()),
                (all, interval) -> all.keepAlive(all.keepAliveIdle(), interval, all.keepAliveCount()));
        return put(
                kept,
                key("socket.keep-alive.count", mine.count(), ours.count()),
                given.keepAliveCount() == usual.keepAliveCount(),
                (all, count) -> all.keepAlive(all.keepAliveIdle(), all.keepAliveInterval(), count));
    }

    /** What is set for this listener, and for all. */
    private record Setting<V>(
            String key, @Nullable V own, @Nullable V common) {}

    private static <V> Setting<V> key(String key, @Nullable V own, @Nullable V common) {
        return new Setting<>(key, own, common);
    }

    /** @param silent whether the endpoint says nothing of it, so that what is set for all counts */
    private <T, V> T put(T place, Setting<V> setting, boolean silent, BiFunction<T, V, T> wither) {
        V value = setting.own != null || !silent ? setting.own : setting.common;
        if (value == null) {
            return place;
        }
        try {
            return wither.apply(place, value);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationPropertyValueException(
                    (setting.own == null ? "jtwisted.defaults." : "jtwisted.listeners." + listener + ".") + setting.key,
                    value,
                    String.valueOf(e.getMessage()));
        }
    }
}
