package io.jtwisted.netty;

import io.jtwisted.net.Address;
import io.jtwisted.net.Admission;
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
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes what the listening channels of a port accept: counts, refuses what is too much, and finds it a reactor. */
@ChannelHandler.Sharable
final class Acceptor extends ChannelInboundHandlerAdapter implements Opening {
    private static final Logger LOG = LoggerFactory.getLogger(NettyReactor.class);

    /** How long accepting rests when the operating system has no more file descriptors. */
    private static final Duration REST = Duration.ofSeconds(1);

    /** For ports which do not ask. */
    private static final Address ANYBODY = new Address.Unix("");

    private final NettyReactor reactor;
    private final Factory factory;
    private final Serving serving;
    private final Admission admission;
    private final Map<NettyReactor, Ledger> ledgers = new HashMap<>();
    private volatile boolean over;
    private volatile String name = "";
    private boolean complained;
    private volatile @Nullable Throwable resting;
    private int next;
    private List<Channel> listening = List.of();

    Acceptor(NettyReactor reactor, Factory factory, Serving serving) {
        this.reactor = reactor;
        this.factory = factory;
        this.serving = serving;
        this.admission = new Admission(serving.limits());
        for (NettyReactor home : reactor.siblings()) {
            ledgers.put(home, home.connections().newLedger());
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        if (pauses()
                && context.channel().config().getRecvByteBufAllocator()
                        instanceof MaxMessagesRecvByteBufAllocator reads) {
            reads.maxMessagesPerRead(1); // NIO accepts sixteen before it tells of the first
        }
    }

    /** Begins to accept on these channels: the connections are this port's. */
    void serves(Port port, List<Channel> channels) {
        ledgers().forEach(ledger -> ledger.of(port));
        name = port.name();
        listening = List.copyOf(channels);
        adjust();
    }

    /** What was counted, on all reactors. */
    Collection<Ledger> ledgers() {
        return ledgers.values();
    }

    /** What the port is called. */
    String name() {
        return name;
    }

    /** How many connections are open. */
    int connections() {
        return admission.inside();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Channel child = (Channel) message;
        Address peer = admission.asksForAddress() ? Addresses.of(child.remoteAddress()) : ANYBODY;
        Refusal refusal = admission.enter(peer);
        if (refusal != null) {
            refuse(child, refusal);
            return;
        }
        complained = false;
        adjust();
        if (open(child)) {
            child.closeFuture().addListener(closed -> left(peer));
        } else {
            left(peer);
        }
    }

    /** What goes wrong with one connection is no reason to accept no others. */
    @SuppressWarnings("CatchingUnchecked") // the border: the connection would never be closed
    private boolean open(Channel child) {
        try {
            Channels.open(
                    child,
                    home(),
                    this,
                    serving.tls() == null ? null : serving.tls().handler(child));
            return true;
        } catch (Exception | Error e) {
            child.unsafe().closeForcibly(); // tells no listener
            reactor.watched().shortage().note(e);
            failed(child, e);
            return false;
        }
    }

    /** On any thread: the connection may live on another reactor. */
    private void left(Address peer) {
        if (admission.leave(peer) && pauses()) {
            reactor.callFromThread(this::adjust);
        }
    }

    private boolean pauses() {
        return serving.limits().whenFull() == Limits.WhenFull.PAUSE;
    }

    /** Accepts, unless there is a reason not to. */
    private void adjust() {
        boolean accepts = resting == null && !(pauses() && admission.isFull());
        for (Channel channel : listening) {
            if (channel.isOpen() && channel.config().isAutoRead() != accepts) {
                channel.config().setAutoRead(accepts);
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        rest(cause); // first: there may be no memory for the words
        reactor.callLater(REST, () -> rest(null));
        reactor.watched().shortage().note(cause);
        ledger(reactor).refused(Refusal.ACCEPT);
        log(null, () -> LOG.warn("{} cannot accept, and tries again in {}: {}", name(), REST, cause.toString()));
    }

    private void rest(@Nullable Throwable cause) {
        resting = cause;
        adjust();
    }

    /** Why it accepts no connections for the moment; null if it does. Any thread. */
    @Nullable
    Throwable resting() {
        return resting;
    }

    @Override
    public Limits limits() {
        return serving.limits();
    }

    @Override
    public SocketSettings settings() {
        return serving.settings();
    }

    @Override
    public Ledger ledger(NettyReactor home) {
        return Objects.requireNonNull(ledgers.get(home));
    }

    @Override
    public boolean isOver() {
        return over;
    }

    /** Serves no new connections; the open ones live on. */
    void close() {
        over = true;
    }

    @Override
    public ChannelHandler upgrade(Channel channel, Tls tls) throws SSLException {
        return reactor.nettyNetwork().contexts().serverHandler(channel, tls);
    }

    @Override
    public @Nullable Protocol protocol(Address peer) throws Exception {
        return factory.buildProtocol(peer);
    }

    @Override
    public void opened(@Nullable Throwable thrown) {}

    @Override
    public void failed(Channel child, Throwable cause) {
        if (cause instanceof IOException || cause.getCause() instanceof IOException) {
            log(child, () -> LOG.debug("a connection was not made: {}", cause.toString()));
        } else {
            log(child, () -> LOG.error("{} refused a connection because of an exception", factory, cause));
        }
    }

    private void refuse(Channel child, Refusal refusal) {
        if (refusal == Refusal.CONNECTIONS_PER_ADDRESS) {
            log(
                    child,
                    () -> LOG.debug(
                            "{} has enough connections from {}: one more is refused", name(), child.remoteAddress()));
        } else if (!complained) {
            complained = true;
            log(
                    child,
                    () -> LOG.warn(
                            "{} has {} connections, as many as it may: more are refused", name(), connections()));
        }
        child.unsafe().closeForcibly();
        ledger(reactor).refused(refusal);
    }

    /** About the peer that came, if there is one. */
    private void log(@Nullable Channel child, Runnable statement) {
        SocketAddress who = child == null ? null : child.remoteAddress(); // null if it has gone already
        ledger(reactor).log(who == null ? null : Addresses.of(who), statement);
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
