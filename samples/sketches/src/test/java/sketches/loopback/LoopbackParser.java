package sketches.loopback;

import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.EndpointParser;
import io.jtwisted.net.EndpointText;
import io.jtwisted.net.ServerEndpoint;

/** Understands {@code loopback:NAME}, with the limits that all endpoints have. */
public final class LoopbackParser implements EndpointParser {
    static final String PREFIX = "loopback";

    @Override
    public String prefix() {
        return PREFIX;
    }

    @Override
    public ServerEndpoint server(EndpointText text) {
        return new LoopbackServer(text.value("name", "loopback:cave"), text.serverLimits());
    }

    @Override
    public ClientEndpoint client(EndpointText text) {
        return new LoopbackClient(text.value("name", "loopback:cave"), text.clientLimits());
    }
}
