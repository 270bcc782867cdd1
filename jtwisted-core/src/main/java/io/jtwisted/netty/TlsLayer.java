package io.jtwisted.netty;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.loop.DelayedCall;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Framing;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsSession;
import io.jtwisted.net.TlsSource;
import io.jtwisted.net.TransportException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CodecException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslClosedEngineException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * TLS as a {@link io.jtwisted.net.Layer}, over anything: the memory of a test, a layer, another TLS. The protocol above is
 * connected when the handshake is over. On a connection of the network, {@code tls=} of the endpoint and
 * {@link io.jtwisted.net.Transport#startTls} are cheaper.
 *
 * <pre>{@code
 * reactor.listen("tcp:7000", peer -> new Layer(TlsLayer.server(tls), new Echo()));
 * }</pre>
 *
 * <p>Certificates, names, limits and refusals are those of every other TLS here. Bundles are those of the reactor's
 * {@link io.jtwisted.net.TlsSource}; a reactor of another kind has none. PEM files are read at the first connection, on the
 * loop. A connection's peer that hangs up without close_notify is an error. One for each connection.
 */
public final class TlsLayer extends Framing {
    /** For reactors that are not ours. */
    private static final TlsContexts OTHERS = new TlsContexts(TlsSource.none(), (bundle, builder) -> {});

    private final Tls tls;
    private final @Nullable String expected;

    /** Where Netty's handler for TLS does its work: no network is behind it. */
    private final EmbeddedChannel channel = new EmbeddedChannel();

    private @Nullable TlsGuard guard;
    private @Nullable TlsSession session;
    private @Nullable DelayedCall timeout;
    private @Nullable Throwable failure;
    private Duration begun = Duration.ZERO;
    private boolean closeNotified;
    private boolean over;

    private TlsLayer(Tls tls, @Nullable String expected) {
        this.tls = tls;
        this.expected = expected;
    }

    /** The side which has a certificate. */
    public static TlsLayer server(Tls tls) {
        return new TlsLayer(tls, null);
    }

    /**
     * The side which verifies the other's certificate.
     *
     * @param host the name that it must have, unless {@code tls} names another
     * @throws IllegalArgumentException if that is the name of no host
     */
    public static TlsLayer client(Tls tls, String host) {
        return new TlsLayer(tls, TlsNames.expected(tls.serverName().isEmpty() ? host : tls.serverName()));
    }

    @Override
    protected void begin() throws Exception {
        begun = below().reactor().now();
        TlsContexts contexts = below().reactor() instanceof NettyReactor ours
                ? ours.nettyNetwork().contexts()
                : OTHERS;
        ChannelHandler handler = expected == null
                ? contexts.serverHandler(channel, tls)
                : contexts.clientHandler(channel, tls, expected, 0);
        Duration longest = tls.handshakeTimeout();
        if (!longest.isZero()) {
            timeout = below().reactor()
                    .callLater(
                            longest,
                            () -> refuse(new SSLHandshakeException(
                                    "handshake timed out after " + longest.toMillis() + " ms")));
        }
        channel.pipeline().addLast(new TlsRecords(), handler, new Tail());
        guard = channel.pipeline().get(TlsGuard.class);
        sendEncrypted();
    }

    @Override
    protected void received(Bytes data) {
        if (over || !channel.isOpen()) {
            return;
        }
        // A copy: the JDK decrypts in place, and before 19 it cannot read from a read-only buffer (JDK-8283577).
        channel.writeInbound(Unpooled.wrappedBuffer(data.toArray()));
        sendEncrypted();
        if (failure != null && !over) {
            over = true;
            refuse(failure);
        }
    }

    @Override
    protected void write(Bytes data) throws Exception {
        if (over || !channel.isOpen()) {
            return;
        }
        try {
            channel.writeOutbound(Unpooled.wrappedBuffer(data.toArray()));
        } catch (Exception e) { // EmbeddedChannel throws what its handlers failed with, of any type
            if (!(e instanceof SslClosedEngineException && closeNotified)) { // up to TLS 1.2 nothing follows that
                throw e;
            }
        }
        sendEncrypted();
    }

    @Override
    protected void ended() {
        if (session == null) {
            refuse(new SSLHandshakeException("the peer hung up in the middle of the TLS handshake"));
        } else if (!closeNotified) {
            // An attacker on the way can send a FIN; only the peer can send close_notify (RFC 8446, section 6.1).
            giveUp(new TransportException("the peer hung up without close_notify: what it sent may be cut short"));
        }
    }

    @Override
    protected void writeEnded() {
        closeNotify();
    }

    @Override
    protected void closing() {
        closeNotify();
    }

    @Override
    protected void lost(CloseReason reason) {
        over = true;
        stopClock();
        if (session == null) {
            Throwable cause = reason.cause();
            ledger().unshaken(
                            took(),
                            cause != null ? cause : new SSLHandshakeException("closed before the handshake was done"),
                            false);
        }
        try {
            channel.finishAndReleaseAll();
        } catch (Exception e) {
            return; // what a handshake that was cut off complains about
        }
    }

    @Override
    protected @Nullable TlsSession tls() {
        return session;
    }

    private void closeNotify() {
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        if (handler != null && channel.isOpen()) {
            handler.closeOutbound();
            sendEncrypted();
        }
    }

    private void sendEncrypted() {
        if (channel.isOpen()) { // else Netty's handler has closed it after a failure, and its last words are there
            channel.flushOutbound();
        }
        for (ByteBuf record; (record = channel.readOutbound()) != null; ) {
            send(bytes(record));
        }
    }

    private static Bytes bytes(ByteBuf buffer) {
        try {
            byte[] bytes = new byte[buffer.readableBytes()];
            buffer.readBytes(bytes);
            return Bytes.wrap(bytes);
        } finally {
            buffer.release();
        }
    }

    /** What was said so far, an alert for one, leaves before the end. */
    private void refuse(Throwable cause) {
        over = true;
        stopClock();
        giveUp(cause);
    }

    private Duration took() {
        return below().reactor().now().minus(begun);
    }

    private void stopClock() {
        if (timeout != null && timeout.active()) {
            timeout.cancel();
        }
    }

    private void shaken(ChannelHandlerContext context, TlsGuard asked) throws Exception {
        SslHandler handler = context.pipeline().get(SslHandler.class);
        handler.setWrapDataSize(PieceWriter.RECORD);
        TlsSession found = TlsSessions.of(handler);
        if (asked.lacksAlpn(found)) {
            throw new SSLHandshakeException(
                    "expected one of the application protocols " + tls.alpn() + ", but none was agreed on");
        }
        session = found;
        stopClock();
        asked.opened(context, handler.engine(), found, new Reader());
        ledger().handshaken(took(), found);
        open();
    }

    /** Behind Netty's handlers: what is decrypted. */
    private final class Tail extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            Bytes data = bytes((ByteBuf) message);
            if (over || guard == null || data.isEmpty()) {
                return;
            }
            guard.brought();
            deliver(data);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
            if (over || guard == null) {
                return;
            }
            if (event instanceof SslHandshakeCompletionEvent handshake) {
                if (handshake.isSuccess()) {
                    shaken(context, guard);
                } else {
                    failing(handshake.cause());
                }
            } else if (event instanceof SslCloseCompletionEvent close && close.isSuccess() && session != null) {
                closeNotified = true;
                end();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failing(cause);
        }

        private void failing(Throwable thrown) {
            if (failure == null) {
                Throwable cause =
                        thrown instanceof CodecException && thrown.getCause() != null ? thrown.getCause() : thrown;
                boolean peers = cause instanceof IOException || cause instanceof CodecException;
                failure = session == null && peers && !(cause instanceof SSLException)
                        ? (SSLException) new SSLHandshakeException(
                                        "lost in the middle of the TLS handshake: " + cause.getMessage())
                                .initCause(cause)
                        : cause;
            }
        }
    }

    private final class Reader implements TlsGuard.Reader {

        @Override
        public void beforeAlert() {
            flush();
        }

        /** What TLS answers by itself is limited with all that is unsent below. */
        @Override
        public @Nullable ProtocolException objection() {
            return null;
        }
    }
}
