package io.jtwisted.netty;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.loop.DelayedCall;
import io.jtwisted.net.Address;
import io.jtwisted.net.Connection;
import io.jtwisted.net.FileTransfer;
import io.jtwisted.net.Passage;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsSession;
import io.jtwisted.net.TransportException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A connection over a Netty channel. Gathers what a turn writes, so that it leaves in one system call. */
final class NettyConnection extends Connection {
    /** How long we wait for the peer's end after ours. */
    static final Duration LINGERING = Duration.ofSeconds(2);

    private final NettyReactor reactor;
    private final NettyLoop loop;
    private final ChannelHandlerContext context;
    private final Address peer;
    private final Address host;

    private ChannelWriter writer;

    /** What was written before TLS began, and is still being sent. */
    private @Nullable ChannelWriter clear;

    /** Where all goes that arrives. */
    private @Nullable Passage passage;

    /** What waits behind files, and in layers above. */
    private long held;

    private boolean closed;
    private boolean peerEnded;
    private boolean gone;
    private @Nullable DelayedCall lingering;
    private @Nullable TlsSession session;
    private @Nullable Throwable failure;

    NettyConnection(
            NettyReactor reactor,
            ChannelHandlerContext context,
            Address peer,
            Protocol protocol,
            Opening opening,
            boolean encrypted) {
        super(protocol, opening.limits(), opening.ledger(reactor));
        this.reactor = reactor;
        this.loop = reactor.loop();
        this.context = context;
        this.peer = peer;
        this.host = Addresses.of(context.channel().localAddress());
        this.writer = !encrypted && reactor.nettyNetwork().transport().pullsWrites()
                ? new SocketWriter(
                        this, context, reactor.nettyNetwork().transport().nativeSend(context.channel()), loop.buffers())
                : new PieceWriter(this, context, loop.buffers(), true);
    }

    Channel channel() {
        return context.channel();
    }

    /** Ties the protocol to this connection; gives what its connectionMade threw. */
    @Nullable
    Throwable open(@Nullable TlsSession found) {
        session = found;
        return opened();
    }

    void data(Bytes data) {
        received(data);
    }

    /** Whether it has handed these bytes over to another connection of this loop. */
    boolean passesOn(ByteBuf buffer) {
        Passage open = passage;
        if (open == null || !(open.to() instanceof NettyConnection target) || !open.isOpen()) {
            return false;
        }
        int bytes = buffer.readableBytes();
        try {
            target.writer.outgoing().add(buffer);
            open.passed(bytes);
            if (bytes > Outgoing.GATHERED) {
                target.flush(); // while they are in the processor's cache; and their buffer can be used again
            }
        } catch (Exception | Error e) { // no memory, as a rule
            target.fail(e);
        }
        return true;
    }

    @Override
    protected void passTo(@Nullable Passage next) {
        passage = next;
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
        forgetUnsent();
        if (lingering != null && lingering.active()) {
            lingering.cancel();
        }
        if (!peerEnded) { // Netty closes in silence when one of its own writes fails
            failing(new TransportException("the connection broke"));
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
            super.forgettable();
        }
    }

    /** Whether the protocol is done with it, and only the channel lives on for a moment. */
    boolean lingers() {
        return lingering != null;
    }

    void endTurn() {
        turnEnded();
    }

    /** Even if only the channel is left. */
    @Override
    protected void cutOff() {
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
        writer.outgoing().add(data);
    }

    @Override
    protected int enqueue(String text, Charset charset, Bytes end) {
        Bytes bytes = Bytes.of(text, charset);
        Outgoing outgoing = writer.outgoing();
        if (bytes.length() + end.length() > Outgoing.GATHERED) {
            outgoing.add(bytes);
            if (!end.isEmpty()) { // it would take an array for nothing
                outgoing.add(end);
            }
        } else {
            outgoing.gather(bytes, end);
        }
        return bytes.length() + end.length();
    }

    private void forgetUnsent() {
        held(-held); // now: layers above are told later, and would take it back too late
        closed = true;
        writer.outgoing().clear();
        if (clear != null) {
            clear.outgoing().clear();
            clear = null;
        }
    }

    @Override
    protected void touch() {
        loop.touch(this);
    }

    @Override
    protected void flush() {
        writer.flush();
        loop.shedIfTooMuch();
    }

    /** This many bytes have left. */
    void left(long bytes) {
        sent(bytes);
    }

    @Override
    protected boolean transfer(FileChannel file, long position, int count, FileTransfer told) {
        return writer.transfer(file, position, count, told);
    }

    @Override
    protected void held(long more) {
        if (closed) {
            return;
        }
        held += more;
        loop.buffers().unsent().add(more);
        if (more > 0) {
            loop.shedIfTooMuch();
        }
    }

    /** How much waits because the peer does not read, in layers above, too. */
    long waiting() {
        return Math.max(unsent(), held);
    }

    /** The reactor has no memory for what this connection has unsent. */
    void shed(long total, long limit) {
        tooMuchUnsent("the unsent bytes of all connections take " + total + " bytes, more than max-unsent=" + limit
                + " allows, and this connection has most of them");
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
        forgetUnsent();
        if (reset && host instanceof Address.Inet) {
            context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        if (reset || hasUnsent()) {
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
    protected Deferred<TlsSession> encrypt(Tls tls) throws SSLException {
        Deferred<TlsSession> handshake = ((Bridge) context.handler()).startTls(context, tls);
        PieceWriter encrypting = new PieceWriter(this, context, loop.buffers(), false);
        clear = writer;
        writer = encrypting;
        return handshake.tap(found -> {
            session = found;
            encrypting.open();
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
}
