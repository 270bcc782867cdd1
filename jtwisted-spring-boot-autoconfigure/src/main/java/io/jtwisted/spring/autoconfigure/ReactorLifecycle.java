package io.jtwisted.spring.autoconfigure;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorGroup;
import io.jtwisted.spring.JTwistedPhases;
import java.util.List;

/** Starts the reactors before all that needs them, and stops them after it. Leaves alone those which ran already. */
final class ReactorLifecycle extends PhaseLifecycle {
    private final ReactorGroup reactors;
    private final boolean keepAlive;
    private final AwaitThread awaitThread = new AwaitThread();
    private List<Reactor> started = List.of();

    ReactorLifecycle(ReactorGroup reactors, boolean keepAlive) {
        super(JTwistedPhases.REACTOR);
        this.reactors = reactors;
        this.keepAlive = keepAlive;
    }

    @Override
    public void start() {
        started = reactors.reactors().stream()
                .filter(reactor -> !reactor.running())
                .toList();
        Deferred.gatherResults(started.stream().map(Reactor::start).toList()).await();
        if (keepAlive) {
            awaitThread.start();
        }
        running(true);
    }

    @Override
    public void stop() {
        running(false);
        awaitThread.stop();
        // One that somebody has stopped by hand meanwhile needs nothing.
        Deferred.gatherResults(started.stream()
                        .filter(Reactor::running)
                        .map(Reactor::stop)
                        .toList())
                .await();
    }
}
