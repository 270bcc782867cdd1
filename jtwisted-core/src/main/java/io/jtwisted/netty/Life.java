package io.jtwisted.netty;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.SystemEvent;
import io.jtwisted.net.SystemEvents;
import java.util.Objects;
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

    /**
     * A state, and what is told when it is over: one value, so that both change in one step.
     *
     * @param stopped fires when the reactor has stopped; null in all states but STOPPING
     */
    private record Stage(State state, @Nullable Deferred<Reactor> stopped) {
        private static final Stage RESTING = new Stage(State.RESTING, null);
        private static final Stage STARTING = new Stage(State.STARTING, null);
        private static final Stage RUNNING = new Stage(State.RUNNING, null);

        boolean mayStop() {
            return state == State.RUNNING || state == State.STARTING;
        }
    }

    private final NettyReactor reactor;
    private final Settings settings;
    private final SystemEvents events = new SystemEvents();
    private final Queue<Runnable> whenRunning = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.RESTING);
    private volatile boolean ended;
    private volatile @Nullable NettyLoop loop;
    private boolean up;
    private boolean stopWanted;

    Life(NettyReactor reactor, Settings settings) {
        this.reactor = reactor;
        this.settings = settings;
    }

    SystemEvents events() {
        return events;
    }

    boolean running() {
        return stage.get() == Stage.RUNNING;
    }

    /** As {@link Reactor#ended()}. */
    boolean ended() {
        return ended;
    }

    /** The loop of this life, or of the last one; null before the first. */
    @Nullable
    NettyLoop loop() {
        return loop;
    }

    /** As {@link Reactor#start()}. */
    @SuppressWarnings("CatchingUnchecked") // after a start that failed it can be started again
    Deferred<Reactor> start() {
        if (!begin()) {
            return Deferred.fail(new IllegalStateException(reactor + " runs already"));
        }
        try {
            return startLoop();
        } catch (Exception | Error e) { // no file descriptor or no thread left, as a rule
            giveUp(e);
            return Deferred.fail(e);
        }
    }

    /** False if it has begun already. */
    boolean begin() {
        return stage.compareAndSet(Stage.RESTING, Stage.STARTING);
    }

    @SuppressWarnings("CatchingUnchecked") // as a rule an OutOfMemoryError: no thread is to be had
    private Deferred<Reactor> startLoop() {
        NettyLoop before = loop;
        boolean endedBefore = ended;
        NettyLoop next = new NettyLoop(
                reactor, reactor.network().transport(), reactor.calls(), () -> ended = true, this::stopped);
        LOG.info("{} starts on {}", reactor, reactor.io());
        if (ended) {
            reactor.work().renew();
        }
        Deferred<Reactor> started = Deferred.on(reactor);
        loop = next;
        ended = false;
        try {
            reactor.watched().begin();
            next.start(settings);
        } catch (Exception | Error e) {
            reactor.watched().end();
            next.discard();
            loop = before;
            ended = endedBefore;
            throw e;
        }
        reactor.callFromThread(() -> startUp(started)); // not before: of a start that fails it must not be left
        return started;
    }

    /** There is no loop to be had. A stop that was asked meanwhile fails. */
    private void giveUp(Throwable cause) {
        Deferred<Reactor> asked = stage.getAndSet(Stage.RESTING).stopped();
        if (asked != null) {
            asked.errback(new IllegalStateException(reactor + " did not start", cause));
        }
    }

    /** Pulls the startup triggers. On the loop. */
    void startUp(Deferred<Reactor> started) {
        events.fire(SystemEvent.BEFORE_STARTUP)
                .chainCallback(event -> {
                    stage.compareAndSet(Stage.STARTING, Stage.RUNNING);
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
        Stage stopping = new Stage(State.STOPPING, new Deferred<>());
        if (!stage.getAndUpdate(now -> now.mayStop() ? stopping : now).mayStop()) {
            return Deferred.fail(new IllegalStateException(reactor + " does not run"));
        }
        reactor.callFromThread(() -> {
            if (stage.get() == stopping) { // else that start failed, and this is made in a later life
                stopWanted = true;
                shutDownIfWanted();
            }
        });
        return Objects.requireNonNull(stopping.stopped());
    }

    /** The loop has made its last call. */
    private void stopped() {
        reactor.watched().end();
        LOG.info("{} stopped", reactor);
        Deferred<Reactor> asked = stage.getAndSet(Stage.RESTING).stopped();
        if (asked != null) {
            asked.callback(reactor);
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
                .chainCallback(event -> disconnect())
                .chainCallback(disconnected -> events.fire(SystemEvent.AFTER_SHUTDOWN))
                .always(this::endLoop)
                .otherwise(failure -> LOG.error("{} did not stop as it should", reactor, failure));
    }

    /** Closes the ports and sees off the connections; fires when none is left, and no thread is at work. */
    private Deferred<Boolean> disconnect() {
        reactor.network().stopListening();
        return reactor.loop()
                .connections()
                .seeOff(connection -> true, settings.drainTimeout())
                .chainCallback(gone -> reactor.work().finish(settings.drainTimeout()));
    }

    /** Takes no more work, and lets the thread end. */
    private void endLoop() {
        reactor.network().giveUp(); // what the last protocols and triggers have begun
        reactor.work().end();
        reactor.loop().stop();
    }

    private void callWaiting() {
        for (Runnable call; (call = whenRunning.poll()) != null; ) {
            reactor.callFromThread(call); // each on its own: one that throws must not take the others with it
        }
    }
}
