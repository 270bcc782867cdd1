package io.jtwisted.spring.autoconfigure;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.EndpointParser;
import io.jtwisted.net.EndpointText;
import io.jtwisted.net.EndpointWriter;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Port;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ServerEndpoint;

/** A kind of endpoint that a plug-in brings, which has nothing but itself: {@code test-post:TOWN}. */
public final class PostParser implements EndpointParser {
    private static final String PREFIX = "test-post";

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public ServerEndpoint server(EndpointText text) {
        return new Post(text.value("town", "test-post:rome"));
    }

    record Post(String town) implements ServerEndpoint {

        @Override
        public String kind() {
            return PREFIX;
        }

        @Override
        public Deferred<Port> listen(Reactor reactor, Factory factory) {
            return Deferred.fail(new IllegalStateException("no post today"));
        }

        @Override
        public String toString() {
            return new EndpointWriter(PREFIX).value(town).toString();
        }
    }
}
