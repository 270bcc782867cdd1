package io.jtwisted.netty;

import io.jtwisted.net.Tls;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.PendingWriteQueue;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.Mapping;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/** Waits for the name that a client asks for, then makes room for the TLS of that name. */
final class NameChoice extends SniHandler {
    private static final int CLIENT_HELLO_LIMIT = 65_536;

    private final Tls tls;
    private @Nullable PendingWriteQueue early;
    private boolean chosen;

    NameChoice(Tls tls, Mapping<String, SslContext> byName) {
        super(
                (name, promise) -> promise.setSuccess(byName.map(name)),
                CLIENT_HELLO_LIMIT,
                TlsContexts.millis(tls.handshakeTimeout()));
        this.tls = tls;
    }

    @Override
    protected SslHandler newSslHandler(SslContext context, ByteBufAllocator allocator) {
        chosen = true;
        return TlsContexts.withTimeout(context.newHandler(allocator), tls);
    }

    /** After startTls a protocol may write at once. Netty would let it pass, in the clear. */
    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (early == null) {
            early = new PendingWriteQueue(context);
        }
        early.add(message, promise);
    }

    @Override
    protected void handlerRemoved0(ChannelHandlerContext context) throws Exception {
        super.handlerRemoved0(context);
        if (early == null) {
            return;
        }
        if (chosen) {
            early.removeAndWriteAll(); // into the handler which took this place
            context.flush();
        } else {
            early.removeAndFailAll(new ClosedChannelException());
        }
    }
}
