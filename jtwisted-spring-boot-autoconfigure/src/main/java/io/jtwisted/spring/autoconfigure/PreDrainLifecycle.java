package io.jtwisted.spring.autoconfigure;

import io.jtwisted.defer.Deferred;
import io.jtwisted.loop.Loop;
import io.jtwisted.net.Reactor;
import io.jtwisted.spring.JTwistedPhases;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves on for a while when readiness is down, until the load balancers have noticed. */
final class PreDrainLifecycle extends PhaseLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(PreDrainLifecycle.class);

    private final Reactor reactor;
    private final Duration delay;

    PreDrainLifecycle(Reactor reactor, Duration delay) {
        super(JTwistedPhases.PRE_DRAIN, List.of(reactor));
        this.reactor = reactor;
        this.delay = delay;
    }

    @Override
    public void start() {
        running(true);
    }

    @Override
    Deferred<?> begin() {
        if (delay.isZero() || !reactor.running() || Loop.current() != null) {
            return Deferred.succeed(delay);
        }
        LOG.info("Serving on for {} before draining", Seconds.of(delay));
        return reactor.deferLater(delay);
    }
}
