package io.jtwisted.spring.autoconfigure;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.EndpointParser;
import io.jtwisted.net.EndpointText;
import io.jtwisted.net.EndpointWriter;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A kind of endpoint that a plug-in brings, with limits, encryption and a name: {@code test-pigeon:LOFT}. */
public final class PigeonParser implements EndpointParser {
    private static final String PREFIX = "test-pigeon";

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public ServerEndpoint server(EndpointText text) {
        return new Pigeon(
                text.value("loft", "test-pigeon:roof"),
                text.serverLimits(),
                null,
                text.option("name").orElse(""));
    }

    record Pigeon(String loft, Limits limits, @Nullable Tls tls, String name) implements ServerEndpoint {

        @Override
        public String kind() {
            return PREFIX;
        }

        @Override
        public Address place() {
            return new Address.Memory(loft);
        }

        @Override
        public Pigeon limits(Limits other) {
            return new Pigeon(loft, other, tls, name);
        }

        @Override
        public Pigeon tls(Tls with) {
            return new Pigeon(loft, limits, with, name);
        }

        @Override
        public Pigeon name(String called) {
            return new Pigeon(loft, limits, tls, called);
        }

        @Override
        public Deferred<Port> listen(Reactor reactor, Factory factory) {
            return loft.equals("taken")
                    ? Deferred.fail(new IOException("there is a pigeon in it"))
                    : reactor.network()
                            .listen(ServerEndpoint.tcp(0).limits(limits).name(name), factory);
        }

        @Override
        public String toString() {
            return new EndpointWriter(PREFIX)
                    .value(loft)
                    .serverLimits(limits)
                    .option("name", name, "")
                    .toString();
        }
    }
}
