package io.jtwisted.spring.autoconfigure;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ReactorGroup;
import io.jtwisted.spring.JTwistedPhases;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes the ports and ends all connections politely, before the context goes down. */
final class DrainLifecycle extends PhaseLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(DrainLifecycle.class);

    private final OpenPorts ports;
    private final Duration timeout;

    DrainLifecycle(ReactorGroup reactors, OpenPorts ports, Duration timeout) {
        super(JTwistedPhases.DRAIN, reactors.reactors());
        this.ports = ports;
        this.timeout = timeout;
    }

    @Override
    public void start() {
        running(true);
    }

    @Override
    Deferred<Integer> begin() {
        int connections = ports.connections();
        if (connections > 0) {
            LOG.info(
                    "Draining: {} {} {} to leave",
                    Counted.connections(connections),
                    connections == 1 ? "has" : "have",
                    Seconds.of(timeout));
        }
        return ports.stopAll().tap(aborted -> {
            if (connections > 0) {
                LOG.info("Drained: {} left, {} aborted", Counted.connections(connections - aborted), aborted);
            }
        });
    }
}
