package io.jtwisted.netty;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.CannotListenException;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Port;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPromise;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A port on its way: binds a socket to each of its addresses, one after the other. Nothing is accepted before all of them
 * are bound. On the loop.
 */
final class Binding {
    private static final Logger LOG = LoggerFactory.getLogger(NettyReactor.class);

    /** How often to look for a number that is free at all addresses, where any will do. */
    private static final int TRIES = 20;

    private final NettyReactor reactor;
    private final Place place;
    private final Acceptor acceptor;
    private final Runnable closed;
    private final Deferred<Port> result;
    private final List<Channel> bound = new ArrayList<>();
    private final Set<Address> hosts = new LinkedHashSet<>();
    private int open;
    private int next;
    private int tries;
    private boolean over;
    private @Nullable CannotListenException leftOut;
    private @Nullable Throwable failure;

    /** All that is needed to open a port, made ready where it may block. There is at least one address. */
    record Place(
            NetworkTransport transport,
            Supplier<? extends Channel> channels,
            List<? extends SocketAddress> addresses,
            int backlog,
            Serving serving) {}

    /** @param closed is called once, when no socket is open any more */
    Binding(NettyReactor reactor, Place place, Factory factory, Runnable closed) {
        this.reactor = reactor;
        this.place = place;
        this.closed = closed;
        this.acceptor = new Acceptor(reactor, factory, place.serving);
        this.result = Deferred.on(reactor, cancelled -> {
            failure = null;
            giveUp();
        });
    }

    Deferred<Port> begin() {
        open++; // while it opens, there is nothing to be closed
        bindNext();
        return result;
    }

    @SuppressWarnings("CatchingUnchecked") // the border: Netty would swallow it, and the listen would wait for ever
    private void bindNext() {
        try {
            if (next == place.addresses.size()) {
                bound();
            } else {
                bind(place.addresses.get(next++));
            }
        } catch (Exception | Error e) {
            fail(e);
        }
    }

    private void bind(SocketAddress address) {
        Channel channel = place.channels.get();
        try {
            configure(channel);
        } catch (Exception | Error e) {
            Channels.close(channel);
            throw e;
        }
        open++;
        channel.closeFuture().addListener(done -> reactor.loop().whenGone(channel, this::left));
        ChannelPromise registered = channel.newPromise();
        Channels.then(
                registered,
                () -> Channels.then(
                        channel.bind(numbered(address)),
                        () -> bound(channel, address),
                        cause -> cannotBind(channel, address, cause)),
                cause -> cannotBind(channel, address, cause));
        channel.unsafe().register(reactor.loop().eventLoop(), registered);
    }

    private void configure(Channel channel) {
        channel.config().setAutoRead(false);
        channel.config().setOption(ChannelOption.SO_BACKLOG, place.backlog);
        if (place.addresses.get(0) instanceof InetSocketAddress) {
            channel.config().setOption(ChannelOption.SO_REUSEADDR, true);
            place.serving.settings().applyToServer(channel);
        }
        channel.pipeline().addLast(acceptor);
    }

    /** If any number will do, all take the one which the first has got. */
    private SocketAddress numbered(SocketAddress address) {
        return address instanceof InetSocketAddress inet && inet.getPort() == 0 && !bound.isEmpty()
                ? new InetSocketAddress(
                        inet.getAddress(), ((InetSocketAddress) bound.get(0).localAddress()).getPort())
                : address;
    }

    private void bound(Channel channel, SocketAddress address) throws IOException {
        if (over) {
            Channels.close(channel);
            return;
        }
        bound.add(channel);
        if (Addresses.of(address) instanceof Address.Unix unix) {
            SocketFile file = SocketFile.at(Path.of(unix.path()));
            channel.pipeline().addLast(file.remover(place.transport));
            hosts.add(unix);
        } else {
            hosts.addAll(Addresses.served(channel.localAddress()));
        }
        bindNext();
    }

    private void cannotBind(Channel channel, SocketAddress address, Throwable cause) {
        Channels.close(channel);
        if (over) {
            return;
        }
        try {
            CannotListenException refusal = BindFailures.of(Addresses.of(address), cause);
            if (cause instanceof Error) {
                fail(cause);
            } else if (refusal.reason() == CannotListenException.Reason.NO_SUCH_ADDRESS
                    && place.addresses.size() > 1) { // as ::1 of localhost, on a machine without IPv6
                leftOut = refusal;
                LOG.warn("one address of several is left out: {}", refusal.getMessage());
                bindNext();
            } else if (refusal.reason() == CannotListenException.Reason.IN_USE && startAgain(address)) {
                bindNext();
            } else {
                fail(refusal);
            }
        } catch (Exception | Error e) {
            fail(e);
        }
    }

    /** The number that the first address was given is in use at another one. */
    private boolean startAgain(SocketAddress address) {
        boolean again =
                address instanceof InetSocketAddress inet && inet.getPort() == 0 && !bound.isEmpty() && tries++ < TRIES;
        if (again) {
            bound.forEach(Channels::close);
            bound.clear();
            hosts.clear();
            next = 0;
        }
        return again;
    }

    private void bound() {
        if (bound.isEmpty()) {
            fail(leftOut == null ? new IllegalStateException("no address to listen on") : leftOut);
            return;
        }
        Port port = new NettyPort(reactor, place.serving.name(), List.copyOf(hosts), bound, acceptor);
        reactor.connections().opened(port);
        over = true;
        left(); // from here on the sockets are the port's
        result.callback(port);
    }

    /** Tells the caller when the sockets that were open are closed. */
    private void fail(Throwable cause) {
        if (!over) {
            failure = cause;
            giveUp();
        }
    }

    private void giveUp() {
        if (!over) {
            over = true;
            bound.forEach(Channels::close);
            left();
        }
    }

    private void left() {
        open--;
        if (open == 0) {
            closed.run();
            if (failure != null) {
                result.errback(failure);
            }
        }
    }
}
