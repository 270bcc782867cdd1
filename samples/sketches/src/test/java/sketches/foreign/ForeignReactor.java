package sketches.foreign;

import io.jtwisted.defer.ContextCarrier;
import io.jtwisted.defer.Deferred;
import io.jtwisted.defer.DeferredCallable;
import io.jtwisted.defer.Home;
import io.jtwisted.defer.Inline;
import io.jtwisted.defer.Unhandled;
import io.jtwisted.loop.DelayedCall;
import io.jtwisted.net.Connections;
import io.jtwisted.net.Ledger;
import io.jtwisted.net.Listeners;
import io.jtwisted.net.MemoryStatistics;
import io.jtwisted.net.Network;
import io.jtwisted.net.PortStatistics;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorListener;
import io.jtwisted.net.ReactorStatistics;
import io.jtwisted.net.SystemEvent;
import io.jtwisted.net.SystemEvents;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A reactor that lives on a foreign thread, and has another one below for the network and for blocking work. */
final class ForeignReactor implements Reactor, Home {
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(2);
    private static final int BLOCKS = 1_000;

    private enum State {
        NEW,
        STARTING,
        RUNNING,
        STOPPING,
        ENDED
    }

    private final Reactor below;
    private final Slices slices;
    private final Listeners listeners = new Listeners();
    private final Connections connections = new Connections(this, listeners, false);
    private final ForeignNetwork network;
    private final SystemEvents events = new SystemEvents();
    private final Unhandled unhandled = new Unhandled(this, cause -> listeners.tell(to -> to.unhandled(this, cause)));
    private final Inline inline = new Inline(this, BLOCKS, ContextCarrier.none(), Runnable::run);
    private volatile State state = State.NEW;

    /**
     * Does not run yet.
     *
     * @param post as {@code SwingUtilities::invokeLater}
     * @param below moves the bytes; starts and stops with this one
     */
    ForeignReactor(Consumer<Runnable> post, Reactor below) {
        this.below = below;
        this.slices = new Slices(this, post, this::alarm);
        this.network = new ForeignNetwork(this, below);
    }

    private void alarm(long nanos) {
        below.callFromThread(() -> below.callLater(Duration.ofNanos(nanos), slices::wake));
    }

    /** The result of another reactor, at home here. */
    <T extends @Nullable Object> Deferred<T> home(Deferred<T> elsewhere) {
        Deferred<T> here = Deferred.on(this, cancelled -> elsewhere.cancel());
        elsewhere.chainDeferred(here);
        return here;
    }

    @Override
    public String name() {
        return "foreign";
    }

    @Override
    public boolean running() {
        return state == State.RUNNING;
    }

    @Override
    public boolean ended() {
        return state == State.ENDED;
    }

    @Override
    public boolean inLoop() {
        return slices.onThread() && !ended();
    }

    @Override
    public boolean inTurn() {
        return slices.inSlice() && !ended();
    }

    @Override
    public Deferred<Reactor> start() {
        return call(() -> {
            if (state != State.NEW) {
                throw new IllegalStateException(name() + " was started before");
            }
            state = State.STARTING;
            return home(below.start())
                    .chainCallback(started -> events.fire(SystemEvent.BEFORE_STARTUP))
                    .chainCallback(event -> {
                        state = State.RUNNING;
                        return events.fire(SystemEvent.DURING_STARTUP);
                    })
                    .chainCallback(event -> events.fire(SystemEvent.AFTER_STARTUP))
                    .addCallback(event -> (Reactor) this);
        });
    }

    @Override
    public Deferred<Reactor> stop() {
        return call(() -> {
            if (state != State.RUNNING) {
                throw new IllegalStateException(name() + " does not run");
            }
            state = State.STOPPING;
            return events.fire(SystemEvent.BEFORE_SHUTDOWN)
                    .chainCallback(event -> events.fire(SystemEvent.DURING_SHUTDOWN))
                    .chainCallback(event -> {
                        connections.stopListening();
                        return connections.seeOff(DRAIN_TIMEOUT);
                    })
                    .chainCallback(aborted -> events.fire(SystemEvent.AFTER_SHUTDOWN))
                    .chainCallback(event -> home(below.stop()))
                    .addCallback(stopped -> end());
        });
    }

    private Reactor end() {
        inline.end();
        slices.timed().end();
        state = State.ENDED;
        unhandled.stopped();
        return this;
    }

    @Override
    public void callFromThread(Runnable call) {
        slices.call(call);
    }

    @Override
    public void callWhenRunning(Runnable call) {
        if (running() && inTurn()) {
            call.run();
        } else if (running()) {
            callFromThread(call);
        } else {
            addSystemEventTrigger(SystemEvent.AFTER_STARTUP, call);
        }
    }

    @Override
    public void atTurnEnd(Runnable call) {
        if (!inLoop()) {
            throw new IllegalStateException("atTurnEnd belongs to the thread of " + name());
        }
        if (inTurn()) {
            slices.atEnd(call);
        } else {
            callFromThread(call);
        }
    }

    @Override
    public <T extends @Nullable Object> SystemEvents.Trigger addSystemEventTrigger(
            SystemEvent event, DeferredCallable<T> call) {
        return events.add(event, call);
    }

    @Override
    public Duration now() {
        return Duration.ofNanos(System.nanoTime());
    }

    @Override
    public DelayedCall callLater(Duration delay, Runnable call) {
        if (!inLoop()) {
            throw new IllegalStateException("callLater belongs to the thread of " + name());
        }
        return slices.callLater(delay, call);
    }

    @Override
    public Connections connections() {
        return connections;
    }

    @Override
    public void addListener(ReactorListener listener) {
        listeners.add(listener);
    }

    @Override
    public ReactorStatistics statistics() {
        PortStatistics clients = Ledger.total(List.of(connections.outgoing()));
        return new ReactorStatistics(
                slices.size(),
                slices.timed().size(),
                clients.opened(),
                clients.closed(),
                clients.received(),
                clients.sent(),
                0,
                unhandled.reported(),
                MemoryStatistics.NONE,
                Duration.ZERO,
                null);
    }

    @Override
    public Unhandled unhandled() {
        return unhandled;
    }

    @Override
    public <T extends @Nullable Object> Deferred<T> deferToThread(Callable<T> work) {
        return home(below.deferToThread(work));
    }

    @Override
    public <T extends @Nullable Object> Deferred<T> inline(Callable<T> block) {
        return call(() -> inline.run(block));
    }

    @Override
    public Network network() {
        return network;
    }

    @Override
    public String toString() {
        return name();
    }
}
