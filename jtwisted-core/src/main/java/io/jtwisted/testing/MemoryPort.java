package io.jtwisted.testing;

import io.jtwisted.defer.Deferred;
import io.jtwisted.defer.Shared;
import io.jtwisted.net.Address;
import io.jtwisted.net.Admission;
import io.jtwisted.net.ConnectionStatistics;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Ledger;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.PortStatistics;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Refusal;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsSession;
import io.jtwisted.net.TransportException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A place in memory where a reactor listens. */
final class MemoryPort implements Port {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryReactor.class);

    private final MemoryNetwork network;
    private final Address host;
    private final String name;
    private final Factory factory;
    private final Limits limits;
    private final @Nullable Tls tls;
    private final Ledger ledger;
    private final Deferred<Port> gone;
    private final Shared<Port> closed;
    private final Admission admission;
    private final Queue<Waiting> waiting = new ArrayDeque<>();

    /** A connect that is not accepted yet. */
    private record Waiting(Link.End end, Consumer<MemoryConnection> served) {}

    MemoryPort(MemoryNetwork network, Address host, String name, Factory factory, Limits limits, @Nullable Tls tls) {
        this.network = network;
        this.host = host;
        this.name = name.isEmpty() ? host.toString() : name;
        this.factory = factory;
        this.limits = limits;
        this.tls = tls;
        this.admission = new Admission(limits);
        this.gone = Deferred.on(network.reactor());
        this.closed = Shared.of(gone);
        this.ledger = network.connections().newLedger().of(this);
    }

    /** Serves this end, and tells it the other one: at once, later if it has to wait, or never if it is refused. */
    void accept(Link.End end, Consumer<MemoryConnection> served) {
        if (limits.whenFull() == Limits.WhenFull.PAUSE && admission.isFull()) {
            waiting.add(new Waiting(end, served));
            return;
        }
        Refusal refusal = admission.enter(end.peer());
        if (refusal != null) {
            refuse(end, refusal);
            return;
        }
        TlsSession session = end.tls();
        if (session != null) {
            ledger.handshaken(Duration.ZERO, session);
        }
        Protocol protocol = build(end.peer());
        if (protocol == null) {
            admission.leave(end.peer());
            refuse(end, Refusal.FACTORY);
            return;
        }
        MemoryConnection connection = new MemoryConnection(network, end, protocol, limits, ledger);
        connection.servedBy(this);
        served.accept(connection);
        connection.open();
    }

    private void refuse(Link.End end, Refusal reason) {
        ledger.refused(reason);
        end.in().desert();
        end.out().end();
    }

    /** A connection from there is gone. */
    void left(Address peer) {
        admission.leave(peer);
        network.turns().tell(this::acceptNext);
    }

    private void acceptNext() {
        Waiting next = admission.isFull() ? null : waiting.poll();
        if (next != null) {
            accept(next.end, next.served);
        }
    }

    /** A client came that does not speak TLS. */
    void misunderstood(SSLException failure) {
        ledger.unshaken(Duration.ZERO, failure, true);
    }

    @SuppressWarnings("CatchingUnchecked") // the border: what a factory throws refuses the connection
    private @Nullable Protocol build(Address peer) {
        try {
            return factory.buildProtocol(peer);
        } catch (IOException e) {
            ledger.log(peer, () -> LOG.debug("{} refused a connection: {}", factory, e.toString()));
        } catch (Exception | Error e) {
            ledger.log(peer, () -> LOG.error("{} refused a connection because of an exception", factory, e));
            network.turns().failed(e);
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
        return admission.inside();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public PortStatistics statistics() {
        return Ledger.total(List.of(ledger));
    }

    @Override
    public Deferred<List<ConnectionStatistics>> connectionStatistics() {
        return network.reactor()
                .call(() -> network.connections().statistics(ledger))
                .addErrback(IllegalStateException.class, stopped -> List.of());
    }

    @Override
    public Deferred<Integer> drain(Duration patience) {
        return network.reactor().call(() -> {
            close();
            return network.connections().seeOff(ledger, patience);
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
        return closed.get();
    }

    void close() {
        if (network.close(this)) {
            for (Waiting late; (late = waiting.poll()) != null; ) {
                late.end.in().desert();
                late.end.out().breakOff(new TransportException("connection reset by peer"));
            }
            gone.callback(this);
        }
    }

    @Override
    public String toString() {
        return host.toString();
    }
}
