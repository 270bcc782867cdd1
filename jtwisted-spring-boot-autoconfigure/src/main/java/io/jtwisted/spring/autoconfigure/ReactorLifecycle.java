package io.jtwisted.spring.autoconfigure;

import io.jtwisted.defer.Deferred;
import io.jtwisted.loop.Loop;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorGroup;
import io.jtwisted.netty.NettyReactor;
import io.jtwisted.spring.JTwistedPhases;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/** Starts the reactors before all that needs them, and stops them after it. Leaves alone those which ran already. */
final class ReactorLifecycle extends PhaseLifecycle implements ApplicationListener<ContextClosedEvent> {
    private static final Logger LOG = LoggerFactory.getLogger(ReactorLifecycle.class);

    private final ApplicationContext context;
    private final ReactorGroup reactors;
    private final boolean keepAlive;
    private final AwaitThread awaitThread = new AwaitThread();
    private volatile List<Reactor> started = List.of();

    ReactorLifecycle(ApplicationContext context, ReactorGroup reactors, boolean keepAlive) {
        super(JTwistedPhases.REACTOR, reactors.reactors());
        this.context = context;
        this.reactors = reactors;
        this.keepAlive = keepAlive;
    }

    @Override
    public void start() {
        started = reactors.reactors().stream()
                .filter(reactor -> !reactor.running())
                .toList();
        running(true); // if one of them cannot start, Spring stops this, too
        started(Deferred.gatherResults(started.stream().map(Reactor::start).toList()));
        if (keepAlive) {
            awaitThread.start();
        }
    }

    /** The context closes: from now on nothing waits for ever for a reactor that does not answer. */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        if (event.getApplicationContext() != context) { // a child's
            return;
        }
        Loop current = Loop.current();
        if (current instanceof Reactor reactor && started.contains(reactor)) {
            LOG.warn(
                    "The context is closed in an event of {}: its connections are told, but the context does not wait for"
                            + " them. Close it on another thread, as new Thread(context::close).start()",
                    current);
        }
        for (Reactor reactor : started) {
            if (reactor instanceof NettyReactor netty) {
                netty.expectEnd();
            }
        }
    }

    @Override
    Deferred<Boolean> begin() {
        // One that was stopped by hand meanwhile needs nothing.
        List<Deferred<Boolean>> stopping = started.stream()
                .filter(Reactor::running)
                .map(reactor -> reactor.stop()
                        .addCallback(stopped -> true)
                        .addErrback(TimeoutException.class, blocked -> false)) // the reactor has warned of it
                .toList();
        return Deferred.gatherResults(stopping).addCallback(all -> true).always(awaitThread::stop);
    }
}
