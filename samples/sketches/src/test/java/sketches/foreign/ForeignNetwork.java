package sketches.foreign;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Ledger;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Network;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ServerEndpoint;

/** Whatever the reactor below can open, with movers in place of the protocols. */
final class ForeignNetwork implements Network {
    private final ForeignReactor reactor;
    private final Reactor below;

    ForeignNetwork(ForeignReactor reactor, Reactor below) {
        this.reactor = reactor;
        this.below = below;
    }

    /** Lives on the reactor below. What it has in common with the user's factory needs no thread. */
    private record Movers(ForeignReactor reactor, Factory factory, Ledger ledger) implements Factory {

        @Override
        public Protocol buildProtocol(Address peer) {
            return new Mover(reactor, factory, ledger);
        }

        @Override
        public Limits usual() {
            return factory.usual();
        }
    }

    @Override
    public Deferred<Port> listen(ServerEndpoint.Tcp endpoint, Factory factory) {
        return open(endpoint, factory);
    }

    @Override
    public Deferred<Port> listen(ServerEndpoint.Unix endpoint, Factory factory) {
        return open(endpoint, factory);
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(ClientEndpoint.Tcp endpoint, P protocol) {
        return begin(endpoint, protocol);
    }

    @Override
    public <P extends Protocol> Deferred<P> connect(ClientEndpoint.Unix endpoint, P protocol) {
        return begin(endpoint, protocol);
    }

    private Deferred<Port> open(ServerEndpoint endpoint, Factory factory) {
        Ledger ledger = reactor.connections().newLedger();
        return Deferred.maybeDeferred(() -> {
                    reactor.connections().factories().opening(factory);
                    return factory;
                })
                .chainCallback(opening -> reactor.home(below.listen(endpoint, new Movers(reactor, factory, ledger)))
                        .tap(port -> ledger.of(port))
                        .addCallback(port -> opened(new ForeignPort(reactor, port), factory))
                        .chainErrback(failure -> {
                            reactor.connections().factories().closed(factory);
                            return Deferred.fail(failure);
                        }));
    }

    private Port opened(ForeignPort port, Factory factory) {
        reactor.connections().opened(port);
        port.closed()
                .tap(closed -> {
                    reactor.connections().closed(port);
                    reactor.connections().factories().closed(factory);
                })
                .otherwise(failure -> {});
        return port;
    }

    private <P extends Protocol> Deferred<P> begin(ClientEndpoint endpoint, P protocol) {
        Mover mover = new Mover(reactor, peer -> protocol, reactor.connections().outgoing());
        return reactor.home(below.connect(endpoint, mover))
                .chainCallback(Mover::made)
                .addCallback(made -> protocol);
    }
}
