package io.jtwisted.netty;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.Ledger;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.net.Refusal;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsSession;
import io.jtwisted.net.TransportException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.CodecException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * The last handler of a pipeline: turns Netty's events into ours. Bytes leave Netty's memory here, by a copy into an
 * array of their own, so that nothing above has to be released.
 */
final class Bridge extends ChannelInboundHandlerAdapter {

    /** How far TLS has come. */
    private enum Phase {
        NONE,
        HANDSHAKE,
        OPEN,
        CLOSE_NOTIFIED
    }

    private final NettyReactor reactor;
    private final Opening opening;
    private final Ledger ledger;
    private Phase phase;
    private @Nullable NettyConnection connection;
    private @Nullable Deferred<TlsSession> upgrade;
    private @Nullable Throwable failure;
    private @Nullable TlsGuard guard;
    private long handshakeBegan;

    Bridge(NettyReactor reactor, Opening opening, boolean encrypted) {
        this.reactor = reactor;
        this.opening = opening;
        this.ledger = opening.ledger(reactor);
        this.phase = encrypted ? Phase.HANDSHAKE : Phase.NONE;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (phase == Phase.NONE) {
            open(context, null);
        } else {
            handshakeBegan = LoopClock.nanos();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf buffer = (ByteBuf) message;
        if (guard != null) {
            guard.brought();
        }
        try {
            if (connection != null && !connection.lingers() && buffer.isReadable() && !connection.passesOn(buffer)) {
                byte[] bytes = new byte[buffer.readableBytes()];
                buffer.readBytes(bytes);
                connection.data(Bytes.wrap(bytes));
            }
        } finally {
            buffer.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reactor.loop().readEnded(connection);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            handshakeCompleted(context, handshake);
        } else if (event instanceof SslCloseCompletionEvent close && close.isSuccess() && phase == Phase.OPEN) {
            phase = Phase.CLOSE_NOTIFIED;
            end();
        } else if (event instanceof ChannelInputShutdownEvent) {
            inputShutdown(context);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (phase == Phase.HANDSHAKE) { // whichever way it went wrong, it ends here
            ledger.unshaken(handshakeTook(), cause(), connection == null);
        }
        if (connection != null) {
            connection.channelClosed();
            upgraded(result -> result.errback(cause()));
        } else {
            opening.failed(context.channel(), cause());
        }
        reactor.loop().endTurn();
    }

    /** Why there is no connection, or no TLS. Made when it is asked for: most ends need none. */
    private Throwable cause() {
        if (failure == null) {
            failure = new TransportException("closed before the connection was made");
        }
        return failure;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        reactor.watched().shortage().note(cause);
        if (cause instanceof ProtocolException && connection != null) {
            connection.fail(cause); // logged and counted
        }
        giveUp(context, cause);
    }

    /** Begins TLS on a connection which was plain. */
    Deferred<TlsSession> startTls(ChannelHandlerContext context, Tls wanted) throws SSLException {
        if (phase != Phase.NONE) {
            throw new IllegalStateException("this connection has begun TLS already");
        }
        ChannelHandler handler = opening.upgrade(context.channel(), wanted);
        Deferred<TlsSession> result = Deferred.on(reactor, cancelled -> Channels.closeNow(context.channel()));
        phase = Phase.HANDSHAKE;
        handshakeBegan = LoopClock.nanos();
        upgrade = result;
        context.pipeline().addFirst(new TlsRecords(), handler);
        context.read(); // the protocol may have paused; the handshake must not
        return result;
    }

    private void handshakeCompleted(ChannelHandlerContext context, SslHandshakeCompletionEvent handshake) {
        if (!handshake.isSuccess()) {
            giveUp(context, handshake.cause());
            return;
        }
        SslHandler handler = context.pipeline().get(SslHandler.class);
        handler.setWrapDataSize(PieceWriter.RECORD);
        TlsSession session = TlsSessions.of(handler);
        TlsGuard asked = context.pipeline().get(TlsGuard.class);
        if (asked.lacksAlpn(session)) {
            giveUp(
                    context,
                    new SSLHandshakeException("expected one of the application protocols "
                            + asked.tls().alpn() + ", but none was agreed on"));
            return;
        }
        phase = Phase.OPEN;
        guard = asked;
        asked.opened(context, handler.engine(), session, new Decrypted(context.channel()));
        ledger.handshaken(handshakeTook(), session);
        if (connection == null) {
            open(context, session);
        } else {
            upgraded(result -> result.callback(session));
        }
    }

    private Duration handshakeTook() {
        return Duration.ofNanos(LoopClock.nanos() - handshakeBegan);
    }

    private void upgraded(Consumer<Deferred<TlsSession>> fire) {
        Deferred<TlsSession> result = upgrade;
        upgrade = null;
        if (result != null) {
            fire.accept(result);
        }
    }

    private void inputShutdown(ChannelHandlerContext context) {
        if (connection != null && connection.lingers()) {
            connection.end();
            return;
        }
        switch (phase) {
            case NONE -> end();
            case HANDSHAKE ->
                giveUp(context, new SSLHandshakeException("the peer hung up in the middle of the TLS handshake"));
            case OPEN ->
                // An attacker on the way can send a FIN; only the peer can send close_notify (RFC 8446, section 6.1).
                giveUp(
                        context,
                        new TransportException("the peer hung up without close_notify: what it sent may be cut short"));
            case CLOSE_NOTIFIED -> {}
        }
    }

    private void end() {
        if (connection != null) {
            connection.end();
            reactor.loop().endTurn();
        }
    }

    private void failing(Throwable thrown) {
        Throwable cause = peersFault(thrown);
        if (failure == null) {
            failure = cause;
        }
        if (connection != null) {
            connection.failing(cause);
        }
    }

    /** The SSL error, where there is one or should be: Netty puts a coat around some, and makes its own of others. */
    private Throwable peersFault(Throwable thrown) {
        Throwable cause = thrown instanceof CodecException && thrown.getCause() != null ? thrown.getCause() : thrown;
        boolean peer = cause instanceof IOException || cause instanceof CodecException;
        if (phase != Phase.HANDSHAKE || cause instanceof SSLException || !peer) {
            return cause;
        }
        SSLException failed =
                new SSLHandshakeException("lost in the middle of the TLS handshake: " + cause.getMessage());
        failed.initCause(cause);
        return failed;
    }

    private void open(ChannelHandlerContext context, @Nullable TlsSession session) {
        if (opening.isOver()) {
            giveUp(context, new TransportException("too late: the port was closed"));
            return;
        }
        Address peer = Addresses.peer(context.channel());
        Protocol protocol;
        try {
            protocol = opening.protocol(peer);
        } catch (Exception | Error e) {
            refuse(context, e);
            return;
        }
        if (protocol == null) {
            refuse(context, new TransportException("refused by the factory"));
            return;
        }
        connection = new NettyConnection(reactor, context, peer, protocol, opening, session != null);
        opening.opened(connection.open(session));
        reactor.loop().endTurn();
    }

    private void refuse(ChannelHandlerContext context, Throwable cause) {
        ledger.refused(Refusal.FACTORY);
        giveUp(context, cause);
    }

    private void giveUp(ChannelHandlerContext context, Throwable cause) {
        failing(cause);
        Channels.closeNow(context.channel());
    }

    /** What the protocol wrote, and what TLS answered by itself. */
    private final class Decrypted implements TlsGuard.Reader {
        private final Channel channel;
        private final long most = opening.limits().unsent();

        Decrypted(Channel channel) {
            this.channel = channel;
        }

        @Override
        public void beforeAlert() {
            reactor.loop().endTurn();
        }

        /** What TLS answers is not among what the protocol wrote, and a peer can ask for it and read nothing. */
        @Override
        public @Nullable ProtocolException objection() {
            ChannelOutboundBuffer waiting =
                    channel.isWritable() ? null : channel.unsafe().outboundBuffer();
            return waiting != null && most > 0 && waiting.totalPendingWriteBytes() > most
                    ? new ProtocolException("more than " + most + " bytes of TLS unsent: the peer does not read")
                    : null;
        }
    }
}
