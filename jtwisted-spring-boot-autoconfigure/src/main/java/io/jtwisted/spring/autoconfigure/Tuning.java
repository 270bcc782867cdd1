package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.Limits;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.SocketOptions;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * How a listener serves, wherever it is. Its own properties win over what its endpoint string says, that over
 * {@code jtwisted.defaults}, and those over the defaults of the engine. (An endpoint string which says
 * what the engine does anyway cannot be told from one which says nothing.)
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

    /** One that we know nothing of cannot be tuned: what is set for it is refused. */
    ServerEndpoint of(ServerEndpoint given) {
        if (given instanceof ServerEndpoint.Tcp tcp) {
            return tcp(tcp);
        }
        if (given instanceof ServerEndpoint.Unix unix) {
            return unix(unix);
        }
        if (own.tunes()) {
            throw WrongStart.cannotTune(listener, given);
        }
        return given;
    }

    private ServerEndpoint.Tcp tcp(ServerEndpoint.Tcp given) {
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
                .limits(limits(given.limits()))
                .socket(socket(given.socket()))
                .name(given.name().isEmpty() ? listener : given.name());
    }

    private ServerEndpoint.Unix unix(ServerEndpoint.Unix given) {
        ServerEndpoint.Unix place = put(
                given,
                key("unix-mode", own.unixMode(), common.unixMode()),
                given.mode() == ServerEndpoint.Unix.DEFAULT_MODE,
                Tuning::withMode);
        return put(
                        place,
                        key("backlog", own.backlog(), common.backlog()),
                        given.backlog() == ServerEndpoint.Unix.BACKLOG,
                        ServerEndpoint.Unix::backlog)
                .limits(limits(given.limits()))
                .name(given.name().isEmpty() ? listener : given.name());
    }

    private static ServerEndpoint.Unix withMode(ServerEndpoint.Unix unix, String mode) {
        if (!MODE.matcher(mode).matches()) {
            throw new IllegalArgumentException("expected an octal number from 0 to 777, not '" + mode + "'");
        }
        return unix.mode(Integer.parseInt(mode, OCTAL));
    }

    private Limits limits(Limits given) {
        Limits usual = Limits.server();
        ListenerProperties.Limits mine = own.limits();
        ListenerProperties.Limits ours = common.limits();
        Limits limits = put(
                given,
                key("limits.max-connections", mine.maxConnections(), ours.maxConnections()),
                given.connections() == usual.connections(),
                Limits::connections);
        limits = put(
                limits,
                key(
                        "limits.max-connections-per-address",
                        mine.maxConnectionsPerAddress(),
                        ours.maxConnectionsPerAddress()),
                given.connectionsPerAddress() == usual.connectionsPerAddress(),
                Limits::connectionsPerAddress);
        limits = put(
                limits,
                key("limits.on-limit", mine.onLimit(), ours.onLimit()),
                given.whenFull() == usual.whenFull(),
                Limits::whenFull);
        return buffers(timeouts(limits, given, usual), given, usual);
    }

    private Limits timeouts(Limits limits, Limits given, Limits usual) {
        ListenerProperties.Timeouts mine = own.timeouts();
        ListenerProperties.Timeouts ours = common.timeouts();
        Limits timed = put(
                limits,
                key("timeouts.idle", mine.idle(), ours.idle()),
                given.silence().equals(usual.silence()),
                Limits::silence);
        timed = put(
                timed,
                key("timeouts.read", mine.read(), ours.read()),
                given.readSilence().equals(usual.readSilence()),
                Limits::readSilence);
        timed = put(
                timed,
                key("timeouts.write", mine.write(), ours.write()),
                given.writeTimeout().equals(usual.writeTimeout()),
                Limits::writeTimeout);
        return put(
                timed,
                key("timeouts.max-age", mine.maxAge(), ours.maxAge()),
                given.age().equals(usual.age()),
                Limits::age);
    }

    /** The end first: it brings the marks down where they would be above it. */
    private Limits buffers(Limits limits, Limits given, Limits usual) {
        ListenerProperties.Buffers mine = own.buffers();
        ListenerProperties.Buffers ours = common.buffers();
        Limits buffered = put(
                limits,
                key("buffers.write-limit", mine.writeLimit(), ours.writeLimit()),
                given.unsent() == usual.unsent(),
                (all, size) -> all.unsent(size.toBytes()));
        buffered = put(
                buffered,
                key("buffers.write-high", mine.writeHigh(), ours.writeHigh()),
                given.highWater() == usual.highWater(),
                Tuning::withHigh);
        return put(
                buffered,
                key("buffers.write-low", mine.writeLow(), ours.writeLow()),
                given.lowWater() == usual.lowWater(),
                (all, size) -> all.water(size.toBytes(), all.highWater()));
    }

    private static Limits withHigh(Limits limits, DataSize size) {
        long high = size.toBytes();
        return limits.water(Math.min(limits.lowWater(), high), high);
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
