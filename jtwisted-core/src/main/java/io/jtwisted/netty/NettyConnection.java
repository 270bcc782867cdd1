package io.jtwisted.netty;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.loop.DelayedCall;
import io.jtwisted.net.Address;
import io.jtwisted.net.Connection;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsSession;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.DefaultChannelProgressivePromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.nio.charset.Charset;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A connection over a Netty channel. Gathers what a turn writes, so that it leaves in one system call. */
final class NettyConnection extends Connection {
    /** Longer writes are not copied together with others. */
    private static final int GATHERED = 4_096;

    /**
     * What surely fits into one TLS record with all that the JDK adds. With Netty's 16,384 a few bytes are always left
     * over, and Netty then tells of nothing until all has been sent.
     */
    static final int RECORD = 16_000;

    /** How long we wait for the peer's end after ours. */
    static final Duration LINGERING = Duration.ofSeconds(2);

    private final NettyReactor reactor;
    private final NettyLoop loop;
    private final ChannelHandlerContext context;
    private final Opening opening;
    private final Address peer;
    private final Address host;

    private byte @Nullable [] gathered;
    private int length;
    private long handedOver;
    private boolean peerEnded;
    private boolean gone;
    private @Nullable DelayedCall lingering;
    private @Nullable TlsSession session;
    private @Nullable Throwable failure;

    NettyConnection(
            NettyReactor reactor, ChannelHandlerContext context, Address peer, Protocol protocol, Opening opening) {
        super(reactor.network().nextId(), protocol, opening.limits(), opening.ledger(reactor));
        this.reactor = reactor;
        this.loop = reactor.loop();
        this.context = context;
        this.opening = opening;
        this.peer = peer;
        this.host = Addresses.of(context.channel().localAddress());
    }

    Channel channel() {
        return context.channel();
    }

    /** Ties the protocol to this connection; gives what its connectionMade threw. */
    @Nullable
    Throwable open(@Nullable TlsSession found) {
        session = found;
        loop.connections().opened(this);
        return opened();
    }

    void data(Bytes data) {
        received(data);
    }

    void end() {
        if (lingers()) {
            close();
        } else {
            peerEnded = true;
            peerEnded();
        }
    }

    /** Remembers why the channel is about to close. */
    void failing(Throwable cause) {
        if (failure == null) {
            failure = cause;
        }
    }

    void channelClosed() {
        giveBack();
        if (lingering != null && lingering.active()) {
            lingering.cancel();
        }
        if (!peerEnded) { // Netty closes in silence when one of its own writes fails
            failing(new IOException("the connection broke"));
        }
        gone = true;
        channelGone(failure);
        if (lingers()) { // the protocol was told long ago
            forgettable();
        }
    }

    @Override
    protected void forgettable() {
        if (gone) {
            loop.connections().closed(this);
        }
    }

    /** Whether it is there because of this. */
    boolean cameFrom(Opening cause) {
        return opening == cause;
    }

    /** Whether the protocol is done with it, and only the channel lives on for a moment. */
    boolean lingers() {
        return lingering != null;
    }

    void endTurn() {
        turnEnded();
    }

    void goodbye() {
        sayGoodbye();
    }

    /** Closes at once, even if only the channel is left. */
    void cutOff() {
        if (lingers()) {
            close();
        } else {
            abortConnection();
        }
    }

    @Override
    public Address peer() {
        return peer;
    }

    @Override
    public Address host() {
        return host;
    }

    @Override
    protected void enqueue(Bytes data) {
        int more = data.length();
        if (more > GATHERED) {
            handOver();
            handInPieces(loop.buffers().copy(data));
        } else {
            data.copyTo(room(more), length);
            length += more;
        }
    }

    @Override
    protected int enqueue(String text, Charset charset, Bytes end) {
        Bytes bytes = Bytes.of(text, charset);
        int more = bytes.length() + end.length();
        if (more > GATHERED) {
            enqueue(bytes);
            if (!end.isEmpty()) { // it would take an array which nobody gives back
                enqueue(end);
            }
        } else {
            byte[] target = room(more);
            bytes.copyTo(target, length);
            end.copyTo(target, length + bytes.length());
            length += more;
        }
        return more;
    }

    /** An array which has room for this many bytes more, after {@code length}. */
    private byte[] room(int more) {
        if (length + more > LoopBuffers.GATHER_SIZE) {
            handOver();
        }
        if (gathered == null) {
            gathered = loop.buffers().takeArray();
        }
        return gathered;
    }

    /** Gives Netty what is gathered. */
    private void handOver() {
        if (gathered != null && length > 0) {
            ByteBuf copy = loop.buffers().copy(gathered, length);
            int bytes = length;
            giveBack();
            hand(copy, bytes);
        }
    }

    /** One piece for each TLS record: Netty tells only of whole pieces that they have left. */
    private void handInPieces(ByteBuf buffer) {
        if (session == null) {
            hand(buffer, buffer.readableBytes());
            return;
        }
        while (buffer.readableBytes() > RECORD) {
            hand(buffer.readRetainedSlice(RECORD), RECORD);
        }
        hand(buffer, buffer.readableBytes());
    }

    private void hand(ByteBuf buffer, int bytes) {
        handedOver += bytes;
        context.write(buffer, new Sending(context, bytes));
    }

    private void giveBack() {
        if (gathered != null) {
            loop.buffers().giveArray(gathered);
            gathered = null;
            length = 0;
        }
    }

    @Override
    protected void touch() {
        loop.touch(this);
    }

    @Override
    protected void flush() {
        handOver();
        if (handedOver > 0) {
            context.flush();
        }
    }

    @Override
    protected void reading(boolean on) {
        context.channel().config().setAutoRead(on);
    }

    @Override
    protected void shutdownOutput() {
        SslHandler tls = context.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.closeOutbound();
        } else {
            ((DuplexChannel) context.channel()).shutdownOutput();
        }
    }

    @Override
    protected void close(boolean reset) {
        giveBack();
        if (reset && host instanceof Address.Inet) {
            context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        if (reset || unsent() > 0) {
            close();
        } else if (peerEnded) {
            context.channel().close();
        } else {
            linger();
        }
    }

    /** Around the TLS handler, which would say goodbye: what came before is cut short, and the peer should see it. */
    private void close() {
        Channel channel = context.channel();
        channel.unsafe().close(channel.voidPromise());
    }

    /**
     * Sends our end, and reads on without looking until the peer's. A socket which is closed while the peer still sends
     * resets, and the peer loses our last words (RFC 9112, section 9.6). The protocol need not wait for that.
     */
    private void linger() {
        lingering = loop.timedCalls().add(LINGERING, this::close);
        reactor.callFromThread(() -> channelGone(failure));
        SslHandler tls = context.pipeline().get(SslHandler.class);
        if (tls == null) {
            shutdownSocket();
        } else {
            tls.closeOutbound().addListener(notified -> shutdownSocket());
        }
        reading(true);
    }

    private void shutdownSocket() {
        DuplexChannel channel = (DuplexChannel) context.channel();
        if (!channel.isOutputShutdown()) {
            channel.shutdownOutput().addListener(shut -> {
                if (!shut.isSuccess()) {
                    close();
                }
            });
        }
    }

    @Override
    protected long nanos() {
        return loop.clock().ofTurn();
    }

    @Override
    public Deferred<TlsSession> startTls(Tls tls) {
        return reactor.call(() -> {
            if (!connected() || secure()) {
                throw new IllegalStateException(
                        secure() ? "this connection is encrypted already" : "this connection is closed");
            }
            if (keepsBytes()) {
                // Whoever is in between may have put them there: they must never look encrypted (RFC 3207, section 6).
                ProtocolException early = new ProtocolException("expected the TLS handshake, not more in the clear");
                fail(early);
                throw early;
            }
            flush(); // what was written so far leaves in the clear
            return ((Bridge) context.handler()).startTls(context, tls).tap(found -> session = found);
        });
    }

    @Override
    public boolean secure() {
        return session != null;
    }

    @Override
    public TlsSession tls() {
        return session == null ? super.tls() : session;
    }

    private void left(int bytes) {
        handedOver -= bytes;
        sent(bytes);
    }

    /** Told by Netty when bytes have left, in place of a listener: one object less for each flush. */
    private final class Sending extends DefaultChannelProgressivePromise {
        private final int bytes;
        private int gone;

        Sending(ChannelHandlerContext context, int bytes) {
            super(context.channel(), context.executor());
            this.bytes = bytes;
        }

        @Override
        @SuppressWarnings("VoidUsed") // there is no other way to pass it on
        public boolean trySuccess(@Nullable Void result) {
            boolean first = super.trySuccess(result);
            if (first) {
                left(bytes - gone);
            }
            return first;
        }

        /** A peer that reads slowly is not silent, and makes room for more. */
        @Override
        public boolean tryProgress(long progress, long total) {
            if (progress < bytes) { // the rest is for trySuccess, when Netty is done with the buffer
                int more = (int) progress - gone;
                gone += more;
                left(more);
            }
            return true;
        }

        @Override
        public boolean tryFailure(Throwable cause) {
            boolean first = super.tryFailure(cause);
            if (first) {
                NettyConnection.this.failing(cause);
                context.channel().close(); // a TLS engine refuses, and leaves the channel open
            }
            return first;
        }
    }
}
