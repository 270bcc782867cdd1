package io.jtwisted.testing;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.SystemEvent;
import io.jtwisted.net.SystemEvents;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a reactor in memory starts and stops. It runs from the beginning. */
final class Life {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryReactor.class);

    private enum State {
        STARTING,
        /** Is starting, and shall stop then. */
        STARTING_TO_STOP,
        RUNNING,
        STOPPING,
        ENDED
    }

    private final MemoryReactor reactor;
    private final MemoryNetwork network;
    private final Turns turns;
    private final SystemEvents events;
    private final Queue<Runnable> whenRunning = new ConcurrentLinkedQueue<>();
    private volatile State state = State.RUNNING;
    private boolean startedUp = true;
    private @Nullable Deferred<Reactor> stopping;

    Life(MemoryReactor reactor, MemoryNetwork network) {
        this.reactor = reactor;
        this.network = network;
        this.turns = network.turns();
        this.events = new SystemEvents(turns::failed);
    }

    SystemEvents events() {
        return events;
    }

    boolean running() {
        return state == State.RUNNING;
    }

    boolean ended() {
        return state == State.ENDED;
    }

    Deferred<Reactor> start() {
        if (state != State.ENDED) {
            return Deferred.fail(new IllegalStateException(reactor + " runs already"));
        }
        state = State.STARTING;
        startedUp = false;
        return events.fire(SystemEvent.BEFORE_STARTUP)
                .chainCallback(event -> {
                    state = state == State.STARTING ? State.RUNNING : state;
                    return events.fire(SystemEvent.DURING_STARTUP);
                })
                .chainCallback(event -> events.fire(SystemEvent.AFTER_STARTUP))
                .addCallback(event -> started());
    }

    Deferred<Reactor> stop() {
        Deferred<Reactor> done = Deferred.on(reactor);
        if (state == State.RUNNING && startedUp) {
            shutDownLater();
        } else if (state == State.RUNNING || state == State.STARTING) {
            state = State.STARTING_TO_STOP;
        } else {
            done.errback(new IllegalStateException(reactor + " does not run"));
            return done;
        }
        stopping = done;
        return done;
    }

    /** At once, if it runs; what it throws is kept. */
    void callWhenRunning(Runnable call) {
        if (running() && startedUp && turns.mine()) {
            turns.run(() -> {
                turns.guarded(call);
                return call;
            });
        } else {
            whenRunning.add(call);
            turns.call(this::callWaiting);
        }
    }

    private Reactor started() {
        startedUp = true;
        callWaiting();
        if (state == State.STARTING_TO_STOP) {
            shutDownLater();
        }
        return reactor;
    }

    private void callWaiting() {
        if (startedUp) {
            for (Runnable call; (call = whenRunning.poll()) != null; ) {
                turns.guarded(call);
            }
        }
    }

    private void shutDownLater() {
        state = State.STOPPING;
        turns.call(this::shutDown); // never inside stop()
    }

    private void shutDown() {
        events.fire(SystemEvent.BEFORE_SHUTDOWN)
                .chainCallback(event -> events.fire(SystemEvent.DURING_SHUTDOWN))
                .chainCallback(event -> network.disconnect())
                .chainCallback(disconnected -> events.fire(SystemEvent.AFTER_SHUTDOWN))
                .tap(event -> end())
                .otherwise(failure -> {
                    LOG.error("{} did not stop as it should", reactor, failure);
                    turns.failed(failure);
                });
    }

    private void end() {
        reactor.endInline();
        turns.drain();
        state = State.ENDED;
        turns.forget();
        Deferred<Reactor> done = stopping;
        stopping = null;
        if (done != null) {
            done.callback(reactor);
        }
    }
}
