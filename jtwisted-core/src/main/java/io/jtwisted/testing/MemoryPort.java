package io.jtwisted.testing;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.ConnectionStatistics;
import io.jtwisted.net.PortStatistics;
import java.time.Duration;
import java.util.List;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Tls;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A place in memory where a reactor listens. */
final class MemoryPort implements Port {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryReactor.class);

    private final Network network;
    private final Address host;
    private final Factory factory;
    private final Limits limits;
    private final @Nullable Tls tls;
    private final CompletableFuture<Port> closed = new CompletableFuture<>();
    private final AtomicInteger connections = new AtomicInteger();

    MemoryPort(Network network, Address host, Factory factory, Limits limits, @Nullable Tls tls) {
        this.network = network;
        this.host = host;
        this.factory = factory;
        this.limits = limits;
        this.tls = tls;
    }

    /** Serves this end; null if it is refused. */
    @Nullable
    MemoryConnection accept(Link.End end) {
        Protocol protocol =
                limits.connections() > 0 && connections.get() >= limits.connections() ? null : build(end.peer());
        if (protocol == null) {
            end.in().desert();
            end.out().end();
            return null;
        }
        connections.incrementAndGet();
        MemoryConnection connection =
                new MemoryConnection(network, end, protocol, limits, connections::decrementAndGet);
        connection.servedBy(this);
        connection.open();
        return connection;
    }

    @SuppressWarnings("CatchingUnchecked") // the border: what a factory throws refuses the connection
    private @Nullable Protocol build(Address peer) {
        try {
            return factory.buildProtocol(peer);
        } catch (IOException e) {
            LOG.debug("{} refused a connection: {}", factory, e.toString());
        } catch (Exception | Error e) {
            LOG.error("{} refused a connection because of an exception", factory, e);
        }
        return null;
    }

    @Nullable
    Tls tls() {
        return tls;
    }

    Factory factory() {
        return factory;
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
        return network.reactor().call(() -> {
            close();
            return network.connections().seeOff(connection -> connection.isServedBy(this), patience);
        });
    }

    @Override
    public Deferred<Port> stopListening() {
        network.reactor()
                .call(this::close)
                .otherwise(failure -> close()); // a reactor which has stopped listens nowhere
        return closed();
    }

    @Override
    public Deferred<Port> closed() {
        Deferred<Port> waiting = Deferred.on(network.reactor());
        closed.thenAccept(waiting::callback);
        return waiting;
    }

    void close() {
        if (network.close(this)) {
            closed.complete(this);
        }
    }

    @Override
    public String toString() {
        return host.toString();
    }
}
