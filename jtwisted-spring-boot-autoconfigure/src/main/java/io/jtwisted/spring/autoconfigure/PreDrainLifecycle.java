package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.Reactor;
import io.jtwisted.spring.JTwistedPhases;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Serves on for a while when readiness is down, until whoever balances the load has noticed. */
final class PreDrainLifecycle implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(PreDrainLifecycle.class);

    private final Reactor reactor;
    private final Duration delay;
    private volatile boolean running;

    PreDrainLifecycle(Reactor reactor, Duration delay) {
        this.reactor = reactor;
        this.delay = delay;
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop(Runnable callback) {
        running = false;
        if (delay.isZero() || !reactor.running()) {
            callback.run();
            return;
        }
        LOG.info("Serving on for {} before draining", Seconds.of(delay));
        reactor.callFromThread(() -> reactor.callLater(delay, callback));
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public boolean isPauseable() {
        return false;
    }

    @Override
    public int getPhase() {
        return JTwistedPhases.PRE_DRAIN;
    }
}
