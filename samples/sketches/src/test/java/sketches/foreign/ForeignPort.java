package sketches.foreign;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.ConnectionStatistics;
import io.jtwisted.net.Port;
import io.jtwisted.net.PortStatistics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A port of the reactor below, with its results at home on the foreign thread. */
final class ForeignPort implements Port {
    private final ForeignReactor reactor;
    private final Port below;

    ForeignPort(ForeignReactor reactor, Port below) {
        this.reactor = reactor;
        this.below = below;
    }

    @Override
    public Address host() {
        return below.host();
    }

    @Override
    public List<Address> hosts() {
        return below.hosts();
    }

    @Override
    public String name() {
        return below.name();
    }

    @Override
    public int connections() {
        return below.connections();
    }

    @Override
    public Optional<Throwable> acceptFailure() {
        return below.acceptFailure();
    }

    @Override
    public PortStatistics statistics() {
        return below.statistics();
    }

    @Override
    public Deferred<List<ConnectionStatistics>> connectionStatistics() {
        return reactor.home(below.connectionStatistics());
    }

    @Override
    public Deferred<Port> stopListening() {
        return reactor.home(below.stopListening()).addCallback(port -> this);
    }

    @Override
    public Deferred<Integer> drain(Duration patience) {
        return reactor.home(below.drain(patience));
    }

    @Override
    public Deferred<Port> closed() {
        return reactor.home(below.closed()).addCallback(port -> this);
    }

    @Override
    public String toString() {
        return below.toString();
    }
}
