package io.jtwisted.netty;

import io.netty.channel.ChannelOption;
import org.jspecify.annotations.Nullable;

/** What a transport calls the options of a TCP socket; null for what it cannot do. Times are in seconds. */
record SocketWords(
        @Nullable ChannelOption<Integer> keepAliveIdle,
        @Nullable ChannelOption<Integer> keepAliveInterval,
        @Nullable ChannelOption<Integer> keepAliveCount,
        @Nullable ChannelOption<Boolean> reusePort) {}
