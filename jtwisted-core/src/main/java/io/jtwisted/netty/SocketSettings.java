package io.jtwisted.netty;

import io.jtwisted.net.SocketOptions;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@link SocketOptions} in the words of a transport. */
final class SocketSettings {
    /** For connects, and for ports whose endpoint says nothing. */
    static final SocketSettings USUAL = new SocketSettings(SocketOptions.usual());

    private final SocketOptions options;
    private final Map<ChannelOption<Integer>, Integer> keepAlive = new LinkedHashMap<>();
    private @Nullable ChannelOption<Boolean> reusePort;

    private SocketSettings(SocketOptions options) {
        this.options = options;
    }

    /**
     * Finds the words.
     *
     * @throws UnsupportedOperationException if the transport has none for something
     */
    static SocketSettings of(SocketOptions options, NetworkTransport transport) throws IOException {
        if (options.equals(SocketOptions.usual())) {
            return USUAL;
        }
        SocketSettings settings = new SocketSettings(options);
        SocketWords words = transport.words();
        String by = transport.name();
        if (options.keepAlive()) {
            settings.add("the idle time of keep-alive", words.keepAliveIdle(), seconds(options, true), by);
            settings.add("the interval of keep-alive", words.keepAliveInterval(), seconds(options, false), by);
            settings.add("the count of keep-alive", words.keepAliveCount(), options.keepAliveCount(), by);
        }
        if (options.reusePort()) {
            settings.reusePort = known("the reuse of a port", words.reusePort(), by);
        }
        return settings;
    }

    private static int seconds(SocketOptions options, boolean idle) {
        return (int) (idle ? options.keepAliveIdle() : options.keepAliveInterval()).toSeconds();
    }

    private void add(String what, @Nullable ChannelOption<Integer> word, int value, String transport) {
        if (value > 0) {
            keepAlive.put(known(what, word, transport), value);
        }
    }

    private static <T> ChannelOption<T> known(String what, @Nullable ChannelOption<T> word, String transport) {
        if (word == null) {
            throw new UnsupportedOperationException(what + " cannot be set with the transport '" + transport
                    + "' here: leave it out, or choose another transport");
        }
        return word;
    }

    /** For what listens. */
    void applyToServer(Channel server) {
        if (reusePort != null) {
            server.config().setOption(reusePort, true);
        }
    }

    /** For a connection, unless it is one of another kind. */
    void applyTo(Channel channel) {
        if (channel instanceof SocketChannel) {
            // Each is a system call. Netty has switched on the one, and the kernel has not switched on the other.
            if (!options.noDelay()) {
                channel.config().setOption(ChannelOption.TCP_NODELAY, false);
            }
            if (options.keepAlive()) {
                channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
            }
            keepAlive.forEach(channel.config()::setOption);
        }
    }
}
