package io.jtwisted.benchmarks.load.netty;

import io.jtwisted.benchmarks.load.Setup;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Sends for as long as there is room. */
final class Out extends ChannelInboundHandlerAdapter {
    private static final ByteBuf CHUNK =
            Unpooled.unreleasableBuffer(Unpooled.directBuffer(Setup.CHUNK).writeZero(Setup.CHUNK));

    @Override
    public void channelActive(ChannelHandlerContext context) {
        more(context);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        more(context);
    }

    private static void more(ChannelHandlerContext context) {
        while (context.channel().isWritable()) {
            context.write(CHUNK.duplicate());
        }
        context.flush();
    }
}
