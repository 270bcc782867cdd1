package sketches.relay;

import io.jtwisted.net.Address;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;

/** Connects each client to a backend. */
record Relay(Reactor reactor, String backend) implements Factory {

    @Override
    public Protocol buildProtocol(Address peer) {
        RelayEnd client = new RelayEnd();
        reactor.connect(backend, new RelayEnd())
                .tap(server -> RelayEnd.tie(client, server))
                .otherwise(failure -> client.transport().fail(failure));
        return client;
    }
}
