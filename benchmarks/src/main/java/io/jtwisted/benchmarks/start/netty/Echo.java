package io.jtwisted.benchmarks.start.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Says everything back (RFC 862), without us. */
@Component
final class Echo implements SmartLifecycle {
    private @Nullable EventLoopGroup group;

    @Override
    public void start() {
        EventLoopGroup started = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        group = started;
        new ServerBootstrap()
                .group(started)
                .channel(EpollServerSocketChannel.class)
                .childHandler(new Back())
                .bind("127.0.0.1", 0)
                .syncUninterruptibly();
    }

    @Override
    public void stop() {
        EventLoopGroup running = group;
        if (running != null) {
            running.shutdownGracefully();
            group = null;
        }
    }

    @Override
    public boolean isRunning() {
        return group != null;
    }

    @Sharable
    private static final class Back extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            context.writeAndFlush(message, context.voidPromise());
        }
    }
}
