package io.jtwisted.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.SocketChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Sets up the channels of connections, accepted or to be connected. */
final class Channels {

    private Channels() {}

    /** What follows when Netty has done something. */
    interface Step {
        void take() throws Exception;
    }

    /** Gives the channel to this reactor. What becomes of it, {@code opening} hears there. */
    @SuppressWarnings("deprecation") // the only door to the buffers of a channel
    static ChannelFuture open(Channel channel, NettyReactor reactor, Opening opening, @Nullable ChannelHandler tls) {
        NettyLoop loop = reactor.loop();
        channel.config().setAllocator(loop.buffers().allocator());
        channel.config()
                .setRecvByteBufAllocator(
                        !(channel instanceof SocketChannel)
                                        && reactor.nettyNetwork().transport().closesUnixAtEnd()
                                ? new UnixEnd(loop.buffers(), channel)
                                : loop.buffers());
        // The end of one direction is for the protocol to judge.
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        opening.settings().applyTo(channel);
        if (tls != null) {
            channel.pipeline().addLast(new TlsRecords(), tls);
        }
        channel.pipeline().addLast(new Bridge(reactor, opening, tls != null));
        ChannelPromise promise = channel.newPromise();
        channel.unsafe().register(loop.eventLoop(), promise);
        return promise;
    }

    /**
     * Goes on when Netty has done this. What {@code next} throws is a failure, too: Netty would log it and go on, and what
     * waits for the end of it would wait for ever.
     */
    @SuppressWarnings("CatchingUnchecked") // the border: a broken class path, no memory
    static void then(ChannelFuture step, Step next, Consumer<? super Throwable> failed) {
        step.addListener(done -> {
            if (!done.isSuccess()) {
                failed.accept(done.cause());
                return;
            }
            try {
                next.take();
            } catch (Exception | Error e) {
                failed.accept(e);
            }
        });
    }

    /** Closes a channel wherever it is in its life. On the loop, if it has one. */
    static void close(Channel channel) {
        if (channel.isRegistered()) {
            closeNow(channel);
        } else {
            channel.unsafe().closeForcibly();
        }
    }

    /**
     * Closes without a wait for the peer, which may be gone, or hostile. What TLS has to say, an alert or close_notify,
     * leaves if the socket takes it at once: Netty's handler would wait until it does. On the loop.
     */
    static void closeNow(Channel channel) {
        channel.close();
        if (channel.isOpen()) {
            channel.unsafe().close(channel.voidPromise());
        }
    }
}
