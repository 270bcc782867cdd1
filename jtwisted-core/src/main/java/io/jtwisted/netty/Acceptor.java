package io.jtwisted.netty;

import io.jtwisted.net.Address;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Ledger;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Refusal;
import io.jtwisted.net.Tls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what a listening channel accepts: counts, refuses what is too much, and finds it a reactor. */
final class Acceptor extends ChannelInboundHandlerAdapter implements Opening {
    private static final Logger LOG = LoggerFactory.getLogger(NettyReactor.class);

    /** How long accepting rests when the operating system has no more file descriptors. */
    private static final Duration REST = Duration.ofSeconds(1);

    private final NettyReactor reactor;
    private final Factory factory;
    private final Limits limits;
    private final @Nullable ServerTls tls;
    private final AtomicInteger connections = new AtomicInteger();
    private final Map<NettyReactor, Ledger> ledgers = new HashMap<>();
    private volatile boolean over;
    private boolean full;
    private int next;

    Acceptor(NettyReactor reactor, Factory factory, Limits limits, @Nullable ServerTls tls) {
        this.reactor = reactor;
        this.factory = factory;
        this.limits = limits;
        this.tls = tls;
        for (NettyReactor home : reactor.siblings()) {
            ledgers.put(home, new Ledger(home, home.watched().listeners()));
        }
    }

    /** Before it accepts: whose connections these are. */
    void serves(Port port) {
        ledgers().forEach(ledger -> ledger.of(port));
    }

    /** What was counted, on all reactors. */
    Collection<Ledger> ledgers() {
        return ledgers.values();
    }

    AtomicInteger connections() {
        return connections;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Channel child = (Channel) message;
        if (limits.connections() > 0 && connections.get() >= limits.connections()) {
            refuse(context, child);
            return;
        }
        full = false;
        connections.incrementAndGet();
        child.closeFuture().addListener(closed -> connections.decrementAndGet());
        open(child);
    }

    /** What goes wrong with one connection is no reason to accept no others. */
    @SuppressWarnings("CatchingUnchecked") // the border: the connection would never be closed
    private void open(Channel child) {
        try {
            Channels.open(child, home(), this, tls == null ? null : tls.handler(child));
        } catch (Exception | Error e) {
            child.unsafe().closeForcibly(); // tells no listener
            connections.decrementAndGet();
            failed(e);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.warn("{} cannot accept, and rests for {}: {}", context.channel().localAddress(), REST, cause.toString());
        context.channel().config().setAutoRead(false);
        reactor.callLater(REST, () -> context.channel().config().setAutoRead(true));
    }

    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public Ledger ledger(NettyReactor home) {
        return Objects.requireNonNull(ledgers.get(home));
    }

    @Override
    public boolean isOver() {
        return over;
    }

    /** Serves nobody any more but those who are connected. */
    void close() {
        over = true;
    }

    @Override
    public ChannelHandler upgrade(Channel channel, Tls tls) throws SSLException {
        return reactor.contexts().serverHandler(channel, tls);
    }

    @Override
    public @Nullable Protocol protocol(Address peer) throws Exception {
        return factory.buildProtocol(peer);
    }

    @Override
    public void opened(@Nullable Throwable thrown) {}

    @Override
    public void failed(Throwable cause) {
        if (cause instanceof IOException || cause.getCause() instanceof IOException) {
            LOG.debug("a connection was not made: {}", cause.toString());
        } else {
            LOG.error("{} refused a connection because of an exception", factory, cause);
        }
    }

    private void refuse(ChannelHandlerContext context, Channel child) {
        if (!full) {
            full = true;
            LOG.warn(
                    "{} has {} connections, as many as it may: more are refused",
                    context.channel().localAddress(),
                    limits.connections());
        }
        child.unsafe().closeForcibly();
        ledger(reactor).refused(Refusal.CONNECTIONS);
    }

    /** The reactor for the next connection: this one, unless the factory may be shared. */
    private NettyReactor home() {
        List<NettyReactor> reactors = reactor.siblings();
        // By its full name: the short one is an annotation of Netty's here, inherited from ChannelHandler.
        if (reactors.size() == 1 || !(factory instanceof io.jtwisted.net.Sharable)) {
            return reactor;
        }
        NettyReactor chosen = reactors.get(Math.floorMod(next++, reactors.size()));
        return chosen.running() ? chosen : reactor;
    }
}
