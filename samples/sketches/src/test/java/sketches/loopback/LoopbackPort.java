package sketches.loopback;

import io.jtwisted.defer.Deferred;
import io.jtwisted.defer.Shared;
import io.jtwisted.net.Address;
import io.jtwisted.net.Admission;
import io.jtwisted.net.CannotListenException;
import io.jtwisted.net.ConnectionStatistics;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Ledger;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.PortStatistics;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.Refusal;
import java.net.BindException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A name under which a reactor listens. All of it but the names belongs to that reactor. */
final class LoopbackPort implements Port {
    private static final Logger LOG = LoggerFactory.getLogger(LoopbackPort.class);

    /** What listens in this JVM. */
    private static final Map<String, LoopbackPort> NAMES = new ConcurrentHashMap<>();

    private final Reactor reactor;
    private final Address.Named host;
    private final Factory factory;
    private final Limits limits;
    private final Admission admission;
    private final Ledger ledger;
    private final Deferred<Port> gone;
    private final Shared<Port> closed;

    private LoopbackPort(Reactor reactor, Address.Named host, Factory factory, Limits limits) {
        this.reactor = reactor;
        this.host = host;
        this.factory = factory;
        this.limits = limits;
        this.admission = new Admission(limits);
        this.ledger = reactor.connections().newLedger().of(this);
        this.gone = Deferred.on(reactor);
        this.closed = Shared.of(gone);
    }

    static Port open(Reactor reactor, Address.Named host, Factory factory, Limits limits) throws Exception {
        LoopbackPort port = new LoopbackPort(reactor, host, factory, limits);
        if (NAMES.putIfAbsent(host.name(), port) != null) {
            throw new CannotListenException(
                    CannotListenException.Reason.IN_USE,
                    "cannot listen on " + host + ": name already in use",
                    new BindException("name already in use"));
        }
        try {
            reactor.connections().factories().opening(factory);
        } catch (Exception e) {
            NAMES.remove(host.name(), port);
            throw e;
        }
        reactor.connections().opened(port);
        return port;
    }

    /** What listens under this name; null if nothing does. Any thread. */
    static @Nullable LoopbackPort called(String name) {
        return NAMES.get(name);
    }

    /** A client connects. Any thread. */
    void accept(LoopbackClient.Attempt<?> attempt) {
        reactor.callFromThread(() -> {
            if (!isOpen()) {
                attempt.refused(host.toString());
                return;
            }
            Refusal refusal = serve(attempt);
            if (refusal != null) {
                ledger.refused(refusal);
                attempt.refused(host.toString());
            }
        });
    }

    /** Gives why it does not; null if it does. */
    private @Nullable Refusal serve(LoopbackClient.Attempt<?> attempt) {
        Refusal refusal = admission.enter(host);
        if (refusal != null) {
            return refusal;
        }
        Protocol protocol = build();
        if (protocol == null) {
            admission.leave(host);
            return Refusal.FACTORY;
        }
        serve(protocol, attempt);
        return null;
    }

    private void serve(Protocol protocol, LoopbackClient.Attempt<?> attempt) {
        LoopbackConnection connection = new LoopbackConnection(protocol, limits, ledger, host, null);
        connection.whenLeft(() -> admission.leave(host));
        attempt.accepted(connection);
        connection.open();
    }

    @SuppressWarnings("CatchingUnchecked") // the border: what a factory throws refuses the connection
    private @Nullable Protocol build() {
        try {
            return factory.buildProtocol(host);
        } catch (Exception e) {
            ledger.log(host, () -> LOG.error("{} refused a connection because of an exception", factory, e));
            return null;
        }
    }

    private boolean isOpen() {
        return NAMES.get(host.name()) == this;
    }

    private void close() {
        if (NAMES.remove(host.name(), this)) {
            reactor.connections().closed(this);
            reactor.connections().factories().closed(factory);
            gone.callback(this);
        }
    }

    @Override
    public Address host() {
        return host;
    }

    @Override
    public String name() {
        return host.toString();
    }

    @Override
    public int connections() {
        return admission.inside();
    }

    @Override
    public PortStatistics statistics() {
        return Ledger.total(List.of(ledger));
    }

    @Override
    public Deferred<List<ConnectionStatistics>> connectionStatistics() {
        return reactor.call(() -> reactor.connections().statistics(ledger));
    }

    @Override
    public Deferred<Port> stopListening() {
        reactor.call(this::close).otherwise(ended -> close());
        return closed();
    }

    @Override
    public Deferred<Integer> drain(Duration patience) {
        return reactor.call(() -> {
            close();
            return reactor.connections().seeOff(ledger, patience);
        });
    }

    @Override
    public Deferred<Port> closed() {
        return reactor.call(closed::get);
    }

    @Override
    public String toString() {
        return name();
    }
}
