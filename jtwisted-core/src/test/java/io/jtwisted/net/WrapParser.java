package io.jtwisted.net;

import io.jtwisted.defer.Deferred;
import org.jspecify.annotations.Nullable;

/** A third party's kind that stands on another one: {@code test-wrap[:depth=N]:ENDPOINT}. */
public final class WrapParser implements EndpointParser {
    static final String PREFIX = "test-wrap";

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public ServerEndpoint server(EndpointText text) {
        int depth = text.number("depth", 1, 9, 1);
        return new Server(depth, ServerEndpoint.parse(text.rest("test-wrap:tcp:8080")));
    }

    @Override
    public ClientEndpoint client(EndpointText text) {
        return new Client(ClientEndpoint.parse(text.rest("test-wrap:tcp:localhost:8080")));
    }

    record Server(int depth, ServerEndpoint inner) implements ServerEndpoint {

        @Override
        public String kind() {
            return PREFIX;
        }

        @Override
        public Limits limits() {
            return inner.limits();
        }

        @Override
        public @Nullable Tls tls() {
            return inner.tls();
        }

        @Override
        public String name() {
            return inner.name();
        }

        @Override
        public Address place() {
            return inner.place();
        }

        @Override
        public Server limits(Limits other) {
            return new Server(depth, inner.limits(other));
        }

        @Override
        public Server name(String called) {
            return new Server(depth, inner.name(called));
        }

        @Override
        public Server sockets(SocketChange change) {
            return new Server(depth, inner.sockets(change));
        }

        @Override
        public Deferred<Port> listen(Reactor reactor, Factory factory) {
            return inner.listen(reactor, factory);
        }

        @Override
        public String toString() {
            return new EndpointWriter(PREFIX)
                    .option("depth", depth, 1)
                    .rest(inner)
                    .toString();
        }
    }

    record Client(ClientEndpoint inner) implements ClientEndpoint {

        @Override
        public String kind() {
            return PREFIX;
        }

        @Override
        public <P extends Protocol> Deferred<P> connect(Reactor reactor, P protocol) {
            return inner.connect(reactor, protocol);
        }

        @Override
        public String toString() {
            return new EndpointWriter(PREFIX).rest(inner).toString();
        }
    }
}
