package sketches.bulk;

import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.Protocol;

/** Passes all of a connection on to a server, and back. */
final class Relay extends Protocol {
    private final ClientEndpoint server;

    Relay(ClientEndpoint server) {
        this.server = server;
    }

    @Override
    public void connectionMade() {
        transport().pauseReading();
        reactor().connect(server, new Protocol() {}).tap(this::join).otherwise(this::fail);
    }

    private void join(Protocol back) {
        transport().pipeTo(back.transport()).otherwise(broken -> {});
        back.transport().pipeTo(transport()).otherwise(broken -> {});
        transport().resumeReading();
    }
}
