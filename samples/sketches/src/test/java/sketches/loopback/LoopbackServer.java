package sketches.loopback;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.EndpointWriter;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ServerEndpoint;

/** Listens under a name. */
record LoopbackServer(String called, Limits limits) implements ServerEndpoint {

    @Override
    public Deferred<Port> listen(Reactor reactor, Factory factory) {
        return Deferred.maybeDeferred(() ->
                LoopbackPort.open(reactor, new Address.Named(kind(), called), factory, limits.over(factory.usual())));
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
    public LoopbackServer limits(Limits other) {
        return new LoopbackServer(called, other);
    }

    @Override
    public String toString() {
        return new EndpointWriter(kind()).value(called).serverLimits(limits).toString();
    }
}
