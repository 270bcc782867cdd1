package sketches.loopback;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.EndpointWriter;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import java.net.ConnectException;

/** Connects to what listens under a name. */
record LoopbackClient(String called, Limits limits) implements ClientEndpoint {

    @Override
    public <P extends Protocol> Deferred<P> connect(Reactor reactor, P protocol) {
        LoopbackPort port = LoopbackPort.called(called);
        if (port == null) {
            return Deferred.fail(new ConnectException("connection refused: " + this));
        }
        Attempt<P> attempt = new Attempt<>(reactor, protocol, limits);
        port.accept(attempt);
        return attempt.connected;
    }

    /** A connect on its way to the port and back. Belongs to the client's reactor. */
    static final class Attempt<P extends Protocol> {
        private final Reactor reactor;
        private final P protocol;
        private final Limits limits;
        private final Deferred<P> connected;
        private boolean cancelled;

        Attempt(Reactor reactor, P protocol, Limits limits) {
            this.reactor = reactor;
            this.protocol = protocol;
            this.limits = limits;
            this.connected = Deferred.on(reactor, given -> cancelled = true);
        }

        /** The port has accepted it: this is the other end. */
        void accepted(LoopbackConnection other) {
            reactor.callFromThread(() -> {
                LoopbackConnection connection = new LoopbackConnection(
                        protocol, limits, reactor.connections().outgoing(), other.host(), other);
                if (cancelled) {
                    connection.abandon();
                    return;
                }
                Throwable thrown = connection.open();
                if (thrown == null) {
                    connected.callback(protocol);
                } else {
                    connected.errback(thrown);
                }
            });
        }

        void refused(String why) {
            reactor.callFromThread(() -> connected.errback(new ConnectException("connection refused: " + why)));
        }
    }

    @Override
    public String kind() {
        return LoopbackParser.PREFIX;
    }

    @Override
    public Address place() {
        return new Address.Named(kind(), called);
    }

    @Override
    public LoopbackClient limits(Limits other) {
        return new LoopbackClient(called, other);
    }

    @Override
    public String toString() {
        return new EndpointWriter(kind()).value(called).clientLimits(limits).toString();
    }
}
