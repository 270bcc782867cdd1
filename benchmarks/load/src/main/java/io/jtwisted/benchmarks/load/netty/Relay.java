package io.jtwisted.benchmarks.load.netty;

import io.jtwisted.benchmarks.load.Setup;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;

/** Passes all on to a server, and back, as Netty's example of a proxy does; reads while the other side takes it. */
final class Relay extends ChannelInboundHandlerAdapter {
    private final int server;

    Relay(int server) {
        this.server = server;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        Channel front = context.channel();
        front.config().setAutoRead(false);
        new Bootstrap()
                .group(front.eventLoop())
                .channel(front.getClass())
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new End(front))
                .connect(Setup.HOST, server)
                .addListener((ChannelFutureListener) connected -> {
                    if (connected.isSuccess()) {
                        context.pipeline().replace(this, null, new End(connected.channel()));
                        front.config().setAutoRead(true);
                    } else {
                        front.close();
                    }
                });
    }

    /** One end of it. */
    private static final class End extends ChannelInboundHandlerAdapter {
        private final Channel other;

        End(Channel other) {
            this.other = other;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            other.write(message);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            other.flush();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            other.config().setAutoRead(context.channel().isWritable());
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            other.close();
        }
    }
}
