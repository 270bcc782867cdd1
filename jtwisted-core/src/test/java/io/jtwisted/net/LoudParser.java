package io.jtwisted.net;

import io.jtwisted.defer.Deferred;
import org.jspecify.annotations.Nullable;

/**
 * A third party's kind that has all that an endpoint may have:
 * {@code test-loud:CAVE[:echoes=N][:loud=on]}, with limits, encryption and a name. It writes itself.
 */
public final class LoudParser implements EndpointParser {
    static final String PREFIX = "test-loud";

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public ServerEndpoint server(EndpointText text) {
        Server loud = new Server(
                text.value("cave", "test-loud:cave"),
                text.number("echoes", 0, 9, 1),
                text.flag("loud", false),
                text.serverLimits(),
                null,
                text.option("name").orElse(""));
        return text.flag("tls", false) ? loud.tls(text.serverTls()) : loud;
    }

    @Override
    public ClientEndpoint client(EndpointText text) {
        String cave = text.value("cave", "test-loud:cave");
        Limits limits = text.clientLimits();
        return new Client(cave, limits, text.flag("tls", false) ? text.clientTls() : null);
    }

    record Server(
            String cave,
            int echoes,
            boolean loud,
            Limits limits,
            @Nullable Tls tls,
            String name) implements ServerEndpoint {

        @Override
        public String kind() {
            return PREFIX;
        }

        @Override
        public Address place() {
            return new Address.Memory(cave);
        }

        @Override
        public Server limits(Limits other) {
            return new Server(cave, echoes, loud, other, tls, name);
        }

        @Override
        public Server tls(Tls with) {
            return new Server(cave, echoes, loud, limits, with, name);
        }

        @Override
        public Server name(String called) {
            return new Server(cave, echoes, loud, limits, tls, called);
        }

        @Override
        public Deferred<Port> listen(Reactor reactor, Factory factory) {
            return reactor.network()
                    .listen(ServerEndpoint.unix(cave).limits(limits).name(name), factory);
        }

        @Override
        public String toString() {
            return new EndpointWriter(PREFIX)
                    .value(cave)
                    .option("echoes", echoes, 1)
                    .flag("loud", loud, false)
                    .serverLimits(limits)
                    .option("name", name, "")
                    .flag("tls", tls != null, false)
                    .serverTls(tls)
                    .toString();
        }
    }

    record Client(String cave, Limits limits, @Nullable Tls tls) implements ClientEndpoint {

        @Override
        public String kind() {
            return PREFIX;
        }

        @Override
        public <P extends Protocol> Deferred<P> connect(Reactor reactor, P protocol) {
            return reactor.network().connect(ClientEndpoint.unix(cave).limits(limits), protocol);
        }

        @Override
        public String toString() {
            return new EndpointWriter(PREFIX)
                    .value(cave)
                    .clientLimits(limits)
                    .flag("tls", tls != null, false)
                    .clientTls(tls)
                    .toString();
        }
    }
}
