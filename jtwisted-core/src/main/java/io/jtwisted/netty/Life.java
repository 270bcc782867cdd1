package io.jtwisted.netty;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.SystemEvent;
import io.jtwisted.net.SystemEvents;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a reactor starts and stops: its phases, and the triggers which are pulled in each. */
final class Life {
    private static final Logger LOG = LoggerFactory.getLogger(NettyReactor.class);

    private enum State {
        /** It has not started, or has stopped. */
        RESTING,
        STARTING,
        RUNNING,
        STOPPING
    }

    private final NettyReactor reactor;
    private final SystemEvents events = new SystemEvents();
    private final Queue<Runnable> whenRunning = new ConcurrentLinkedQueue<>();
    private final AtomicReference<State> state = new AtomicReference<>(State.RESTING);
    private volatile @Nullable Deferred<Reactor> stopping;
    private boolean up;
    private boolean stopWanted;

    Life(NettyReactor reactor) {
        this.reactor = reactor;
    }

    SystemEvents events() {
        return events;
    }

    boolean running() {
        return state.get() == State.RUNNING;
    }

    /** False if it has begun already. */
    boolean begin() {
        return state.compareAndSet(State.RESTING, State.STARTING);
    }

    /** It has begun in vain: there is no loop to be had. */
    void giveUp() {
        state.set(State.RESTING);
    }

    /** Pulls the startup triggers. On the loop. */
    void startUp(Deferred<Reactor> started) {
        events.fire(SystemEvent.BEFORE_STARTUP)
                .chainCallback(event -> {
                    state.compareAndSet(State.STARTING, State.RUNNING);
                    return events.fire(SystemEvent.DURING_STARTUP);
                })
                .chainCallback(event -> events.fire(SystemEvent.AFTER_STARTUP))
                .tap(event -> {
                    up = true;
                    callWaiting();
                    started.callback(reactor);
                    shutDownIfWanted(); // a trigger may have asked
                })
                .otherwise(started::errback);
    }

    /** As {@link Reactor#stop()}. */
    Deferred<Reactor> stop() {
        if (!state.compareAndSet(State.RUNNING, State.STOPPING)
                && !state.compareAndSet(State.STARTING, State.STOPPING)) {
            return Deferred.fail(new IllegalStateException(reactor + " does not run"));
        }
        Deferred<Reactor> done = new Deferred<>();
        stopping = done; // before the call which may end in firing it
        reactor.callFromThread(() -> {
            stopWanted = true;
            shutDownIfWanted();
        });
        return done;
    }

    /** The loop has made its last call. */
    void end() {
        state.set(State.RESTING);
        Deferred<Reactor> done = stopping;
        if (done != null) {
            done.callback(reactor);
        }
    }

    /** As {@link Reactor#callWhenRunning}. */
    void callWhenRunning(Runnable call) {
        if (running() && reactor.inLoop()) {
            call.run();
            return;
        }
        whenRunning.add(call);
        if (running()) {
            reactor.callFromThread(this::callWaiting);
        }
    }

    /** Once in each life, and not before the start-up is through. */
    private void shutDownIfWanted() {
        if (up && stopWanted) {
            up = false;
            stopWanted = false;
            shutDown();
        }
    }

    private void shutDown() {
        events.fire(SystemEvent.BEFORE_SHUTDOWN)
                .chainCallback(event -> events.fire(SystemEvent.DURING_SHUTDOWN))
                .chainCallback(event -> reactor.disconnect())
                .chainCallback(disconnected -> events.fire(SystemEvent.AFTER_SHUTDOWN))
                .always(reactor::end)
                .otherwise(failure -> LOG.error("{} did not stop as it should", reactor, failure));
    }

    private void callWaiting() {
        for (Runnable call; (call = whenRunning.poll()) != null; ) {
            reactor.callFromThread(call); // each on its own: one that throws must not take the others with it
        }
    }
}
