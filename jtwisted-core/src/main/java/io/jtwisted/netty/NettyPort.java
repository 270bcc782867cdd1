package io.jtwisted.netty;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.ConnectionStatistics;
import io.jtwisted.net.PortStatistics;
import java.time.Duration;
import java.util.List;
import io.jtwisted.net.Port;
import io.netty.channel.Channel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** A place where a reactor listens. */
final class NettyPort implements Port {
    private final NettyReactor reactor;
    private final Channel channel;
    private final Address host;
    private final AtomicInteger connections;
    private final CompletableFuture<Port> closed = new CompletableFuture<>();

    NettyPort(NettyReactor reactor, Channel channel, AtomicInteger connections) {
        this.reactor = reactor;
        this.channel = channel;
        this.host = Addresses.of(channel.localAddress());
        this.connections = connections;
        channel.closeFuture().addListener(done -> {
            reactor.closed(this);
            closed.complete(this);
        });
    }

    @Override
    public Address host() {
        return host;
    }

    @Override
    public int connections() {
        return connections.get();
    }

    @Override
    public String name() {
        return host.toString();
    }

    @Override
    public PortStatistics statistics() {
        throw new UnsupportedOperationException("branch h-stats");
    }

    @Override
    public Deferred<List<ConnectionStatistics>> connectionStatistics() {
        throw new UnsupportedOperationException("branch h-stats");
    }

    @Override
    public Deferred<Integer> drain(Duration patience) {
        throw new UnsupportedOperationException("the lead");
    }

    @Override
    public Deferred<Port> stopListening() {
        channel.close();
        return closed();
    }

    @Override
    public Deferred<Port> closed() {
        Deferred<Port> waiting = Deferred.on(reactor);
        closed.thenAccept(waiting::callback);
        return waiting;
    }

    @Override
    public String toString() {
        return host.toString();
    }
}
