package io.jtwisted.netty;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.SystemEvent;
import io.jtwisted.net.SystemEvents;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a reactor starts and stops: its phases, and the triggers which are pulled in each. */
final class Life {
    private static final Logger LOG = LoggerFactory.getLogger(NettyReactor.class);

    /** How long protocols that connect again when they have lost their connection are sent away. */
    private static final Duration COMING_BACK = Duration.ofSeconds(2);

    private enum State {
        /** It has not started, or has stopped. */
        RESTING,
        STARTING,
        RUNNING,
        STOPPING
    }

    /** A stop that was asked for. What comes of it is told once. */
    static final class Stop {
        private final Deferred<Reactor> done = new Deferred<>();
        private final AtomicBoolean told = new AtomicBoolean();

        boolean tell() {
            return told.compareAndSet(false, true);
        }
    }

    /**
     * A state, and the stop that is under way in it: one value, so that both change in one step.
     *
     * @param stop null in all states but STOPPING
     */
    private record Stage(State state, @Nullable Stop stop) {
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
    private final EndWatch watch;
    private final JvmEndHook jvmEnd;
    private volatile boolean ended;
    private volatile @Nullable NettyLoop loop;
    private volatile @Nullable KeepAlive keepAlive;
    private boolean up;
    private boolean stopWanted;
    private @Nullable TriggerPhase phase;

    /** When its triggers are waited for no more, on the clock of the reactor; null if it is not to stop. */
    private @Nullable Duration deadline;

    Life(NettyReactor reactor, Settings settings) {
        this.reactor = reactor;
        this.settings = settings;
        this.watch = new EndWatch(reactor, settings.stopTimeout(), this::giveUpStop);
        this.jvmEnd = new JvmEndHook(reactor + "-jvm-end", this::expectEnd);
    }

    SystemEvents events() {
        return events;
    }

    private Stage now() {
        return Objects.requireNonNull(stage.get());
    }

    boolean running() {
        return now().state() == State.RUNNING;
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

    /**
     * The same.
     *
     * @throws IllegalStateException if there was none yet
     */
    NettyLoop startedLoop() {
        NettyLoop now = loop;
        if (now == null) {
            throw new IllegalStateException(reactor + " has not started");
        }
        return now;
    }

    /** As {@link Reactor#givenUp()}. */
    boolean givenUp() {
        return watch.givenUp();
    }

    /** As {@link NettyReactor#expectEnd()}. */
    void expectEnd() {
        if (now().state() != State.RESTING) {
            watch.begin();
        }
        if (now().state() == State.RESTING) { // ended just now
            watch.end();
        }
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
                reactor, reactor.nettyNetwork().transport(), reactor.calls(), () -> ended = true, this::stopped);
        LOG.info("{} starts on {}", reactor, reactor.io());
        if (ended) {
            reactor.work().renew();
            reactor.nettyNetwork().renew();
        }
        Deferred<Reactor> started = Deferred.on(reactor);
        loop = next;
        ended = false;
        KeepAlive alive = new KeepAlive(reactor + "-alive");
        keepAlive = alive;
        try {
            reactor.watched().begin();
            if (!settings.daemon()) {
                alive.start();
            }
            next.start(settings.threadStart());
        } catch (Exception | Error e) {
            alive.end();
            reactor.watched().end();
            next.discard();
            loop = before;
            ended = endedBefore;
            throw e;
        }
        jvmEnd.add();
        reactor.callFromThread(() -> startUp(started)); // not before: of a start that fails it must not be left
        return started;
    }

    /** There is no loop to be had. A stop that was asked meanwhile fails. */
    private void giveUp(Throwable cause) {
        Stop stop = stage.getAndSet(Stage.RESTING).stop();
        watch.end();
        if (stop != null && stop.tell()) {
            stop.done.errback(new IllegalStateException(reactor + " did not start", cause));
        }
    }

    /** Pulls the startup triggers. On the loop. */
    void startUp(Deferred<Reactor> started) {
        pull(SystemEvent.BEFORE_STARTUP)
                .chainCallback(event -> {
                    stage.compareAndSet(Stage.STARTING, Stage.RUNNING);
                    return pull(SystemEvent.DURING_STARTUP);
                })
                .chainCallback(event -> pull(SystemEvent.AFTER_STARTUP))
                .tap(event -> {
                    up = true;
                    callWaiting();
                    started.callback(reactor);
                    shutDownIfWanted(); // a trigger may have asked
                })
                .otherwise(started::errback);
    }

    /** Pulls the triggers of a phase. If the reactor is to stop, they are waited for until the deadline. */
    private Deferred<SystemEvent> pull(SystemEvent event) {
        Deferred<SystemEvent> triggers = events.fire(event);
        if (triggers.fired()) {
            return triggers;
        }
        TriggerPhase waiting = new TriggerPhase(reactor, event, triggers);
        phase = waiting;
        limit(waiting);
        return waiting.over();
    }

    private void limit(@Nullable TriggerPhase waiting) {
        Duration until = deadline;
        if (waiting != null && until != null) {
            Duration left = until.minus(reactor.now());
            waiting.limit(left.isNegative() ? Duration.ZERO : left);
        }
    }

    /** As {@link Reactor#stop()}. */
    Deferred<Reactor> stop() {
        Stop stop = beginStop();
        if (stop == null) {
            return Deferred.fail(new IllegalStateException(reactor + " does not run"));
        }
        watch.begin(); // before the loop can end
        if (now().stop() != stop) { // the start has failed meanwhile
            watch.end();
        }
        reactor.callFromThread(() -> {
            if (now().stop() == stop) { // else that start failed, and this is made in a later life
                stopWanted = true;
                deadline = reactor.now().plus(settings.stopTimeout());
                limit(phase); // of the start, if it is not through
                shutDownIfWanted();
            }
        });
        return stop.done;
    }

    /** From now on it is to stop; null if it does not run. */
    @Nullable
    Stop beginStop() {
        Stage stopping = new Stage(State.STOPPING, new Stop());
        return stage.getAndUpdate(now -> now.mayStop() ? stopping : now).mayStop() ? stopping.stop() : null;
    }

    /**
     * The loop does not answer: callers that wait for its stop are told, and the JVM may end. On the thread of the
     * watch.
     */
    private void giveUpStop() {
        Stop stop = now().stop();
        if (stop != null && stop.tell()) {
            stop.done.errback(new TimeoutException(reactor + " did not stop within "
                    + settings.stopTimeout().toMillis() + " ms: its thread is blocked"));
        }
        letJvmEnd();
    }

    private void letJvmEnd() {
        KeepAlive alive = keepAlive;
        if (alive != null) {
            alive.end();
        }
    }

    /** The loop has made its last call. */
    private void stopped() {
        reactor.watched().end();
        LOG.info("{} stopped", reactor);
        jvmEnd.remove();
        letJvmEnd();
        deadline = null;
        Stop stop = stage.getAndSet(Stage.RESTING).stop();
        watch.end();
        if (stop != null && stop.tell()) {
            stop.done.callback(reactor);
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
        pull(SystemEvent.BEFORE_SHUTDOWN)
                .chainCallback(event -> pull(SystemEvent.DURING_SHUTDOWN))
                .chainCallback(event -> disconnect())
                .chainCallback(disconnected -> pull(SystemEvent.AFTER_SHUTDOWN))
                .always(this::endLoop)
                .otherwise(failure -> LOG.error("{} did not stop as it should", reactor, failure));
    }

    /** Closes the ports and sees off the connections; fires when none is left, and no thread is at work. */
    private Deferred<Boolean> disconnect() {
        reactor.nettyNetwork().giveUp();
        reactor.connections().stopListening();
        return reactor.connections()
                .seeOff(settings.drainTimeout())
                .addTimeout(settings.drainTimeout().plus(COMING_BACK))
                .addErrback(TimeoutException.class, late -> {
                    LOG.warn("{} stops, and protocols connect again and again", reactor);
                    return 0;
                })
                .chainCallback(gone -> reactor.work().finish(settings.drainTimeout()));
    }

    /** Takes no more work, and lets the thread end. */
    private void endLoop() {
        reactor.nettyNetwork().giveUp(); // what the last protocols and triggers have begun
        reactor.work().end();
        reactor.loop().stop();
    }

    private void callWaiting() {
        for (Runnable call; (call = whenRunning.poll()) != null; ) {
            reactor.callFromThread(call); // each on its own: one that throws must not take the others with it
        }
    }
}
