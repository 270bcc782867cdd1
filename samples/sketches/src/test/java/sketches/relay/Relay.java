package sketches.relay;

import io.jtwisted.net.Address;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;

/** Connects each client to a backend. */
record Relay(Reactor reactor, String backend, Tie tie) implements Factory {

    /** How two connections are tied to each other. */
    enum Tie {
        /** By protocols: what one of them hears, the other one says. */
        BY_PRODUCERS {
            @Override
            void tie(RelayEnd client, RelayEnd server) {
                RelayEnd.tie(client, server);
            }
        },
        /** By the transports: where they have buffers to hand over, the bytes are not copied. */
        BY_PIPES {
            @Override
            void tie(RelayEnd client, RelayEnd server) {
                client.transport().pipeTo(server.transport()).otherwise(broken -> {});
                server.transport().pipeTo(client.transport()).otherwise(broken -> {});
                client.transport().resumeReading();
                server.transport().resumeReading();
            }
        };

        abstract void tie(RelayEnd client, RelayEnd server);
    }

    @Override
    public Protocol buildProtocol(Address peer) {
        RelayEnd client = new RelayEnd();
        reactor.connect(backend, new RelayEnd())
                .tap(server -> tie.tie(client, server))
                .otherwise(failure -> client.transport().fail(failure));
        return client;
    }
}
