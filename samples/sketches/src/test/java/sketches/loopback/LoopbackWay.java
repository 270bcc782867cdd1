package sketches.loopback;

import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.netty.NettyReactor;
import io.jtwisted.netty.Way;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** The suite of transports runs over this one. */
public final class LoopbackWay implements Way {

    @Override
    public Reactor reactor() {
        return NettyReactor.builder().drainTimeout(Duration.ofMillis(100)).build();
    }

    @Override
    public ServerEndpoint listening(Path directory, Limits limits) {
        return new LoopbackServer("suite-" + UUID.randomUUID(), limits);
    }

    @Override
    public ClientEndpoint connecting(Path directory, Port port) {
        return ClientEndpoint.parse(port.host().toString());
    }

    @Override
    public String toString() {
        return "loopback";
    }
}
