package io.jtwisted.netty;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsSession;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.TimeUnit;

/** TLS on a connection which began without. */
final class Upgrade {

    private Upgrade() {}

    /** Starts the handshake: as the server if the channel was accepted, else as the client. */
    static Deferred<TlsSession> start(NettyReactor reactor, ChannelHandlerContext context, Tls tls) {
        return Deferred.fail(new IllegalStateException("not there yet"));
    }
}
