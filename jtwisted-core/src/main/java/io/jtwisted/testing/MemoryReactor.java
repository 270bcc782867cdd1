package io.jtwisted.testing;

import io.jtwisted.defer.ContextCarrier;
import io.jtwisted.defer.Deferred;
import io.jtwisted.defer.DeferredCallable;
import io.jtwisted.defer.Home;
import io.jtwisted.defer.Inline;
import io.jtwisted.defer.Unhandled;
import io.jtwisted.loop.DelayedCall;
import io.jtwisted.net.Address;
import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.Connections;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Ledger;
import io.jtwisted.net.Limits;
import io.jtwisted.net.MemoryStatistics;
import io.jtwisted.net.Network;
import io.jtwisted.net.Port;
import io.jtwisted.net.PortStatistics;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorListener;
import io.jtwisted.net.ReactorStatistics;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.SystemEvent;
import io.jtwisted.net.SystemEvents;
import io.jtwisted.net.Transport;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A reactor whose time and network a test plays: no sockets, no threads, no sleeping. It runs from the beginning, and
 * its time stands still until {@link #advance}. Twisted: {@code MemoryReactorClock} and {@code iosim}.
 *
 * <pre>{@code
 * MemoryReactor reactor = new MemoryReactor();
 * MemoryPeer alice = reactor.dial(room).sends("alice\r\n");
 * reactor.advance(Duration.ofMinutes(5));
 * assertThat(alice.isDisconnected()).isTrue();
 * }</pre>
 *
 * <p><b>Threads.</b> It belongs to the thread that made it, and between its turns that thread is the loop's thread:
 * {@link #inLoop()} is true, {@code Loop.current()} is this reactor, and a Deferred that the test makes is at home here. So
 * a test may touch protocols and factories as their own callbacks do. With several reactors in a test, the current one is
 * that which was made or used last; in a turn of one, the others are other loops, to which it has to hop. Other threads hop
 * by {@link #callFromThread}, as they do with every reactor; their calls, and the steps of the Deferreds that they fire,
 * are made in the next turn, which any method of the reactor or of a {@link MemoryPeer} brings about. The thread of the
 * test may block for others; to {@code await} a result of this reactor that is not there would wait for ever, and throws.
 * The thread belongs to no loop any more when the reactor has stopped, or when {@link NothingForgotten} has ended the test.
 *
 * <p><b>Turns.</b> Each call of the test is a turn: a method of the reactor or of a peer, a command to a transport or a
 * protocol ({@code write}, {@code sendLine}, {@code loseConnection}), a Deferred at home here which the test fires or
 * extends. When it returns, nothing is left to do at this moment. Only {@link #callFromThread} and {@link #callLater} leave
 * their call to the next turn, as they promise. A method of a protocol that gives several commands is one turn where it
 * begins with {@code reactor().call(...)}, or where the test calls it so. A test in which something asks for itself again
 * and again fails instead of hanging.
 *
 * <p><b>TLS</b> is played, too: nothing is encrypted or verified, and the {@link io.jtwisted.net.TlsSession} has no
 * certificates and the application protocol that both sides offer (the first of the list, where the other side is a
 * MemoryPeer). A MemoryPeer that dials or answers a TLS endpoint speaks TLS. {@code startTls} is as strict as on sockets:
 * it needs both sides ({@link MemoryPeer#startsTls}), words in the clear are no handshake, a hello that comes before this
 * side has begun is bytes like others, and a handshake that fails closes both sides.
 *
 * <p><b>Exceptions.</b> What a protocol throws closes its connection; it is the {@link io.jtwisted.net.CloseReason}. What
 * is logged at ERROR, because the fault is ours, is kept, also where it came out of a timed call, a producer, a factory, a
 * trigger or a listener: see {@link #failures}. So are failures of Deferreds that nothing handles: see {@link #forgotten}.
 * Both fail the test, with {@link NothingForgotten}, unless it takes them.
 */
public final class MemoryReactor implements Reactor, Home {
    private static final int BLOCKS = 1_000;

    private final Turns turns = new Turns(this);
    private final MemoryNetwork network = new MemoryNetwork(this, turns);
    private final Life life = new Life(this, network);
    private final Queue<Throwable> reported = new ConcurrentLinkedQueue<>();
    private final Unhandled unhandled = new Unhandled(this, this::unhandled);
    private Inline inline = newInline();

    public MemoryReactor() {
        Made.here().use(this);
    }

    /** Lets this much time pass: all calls which come due are made in order, each at its time. Zero runs a turn. */
    public MemoryReactor advance(Duration time) {
        turns.advance(time);
        return this;
    }

    /**
     * Takes what went wrong here and was logged at ERROR since this was asked last, in order: what protocols, producers,
     * factories, queued and timed calls, triggers and listeners threw that was not the peer's fault. A test that provokes
     * such a failure takes it, and asserts what it is; what is left fails the test with {@link NothingForgotten}.
     */
    public List<Throwable> failures() {
        return turns.takeFailures();
    }

    /**
     * The failures of Deferreds at home here that no step has handled: those that wait at the end of a chain now, and
     * those which were reported. Empty after a good test, which {@link NothingForgotten} looks after.
     */
    public List<Throwable> forgotten() {
        List<Throwable> waiting = unhandled.waiting();
        return Stream.concat(reported.stream(), waiting.stream()).toList();
    }

    /** As {@link #forgotten}, and forgets them: the caller takes them over, and they are not reported any more. */
    public List<Throwable> takeForgotten() {
        List<Throwable> waiting = unhandled.take();
        List<Throwable> forgotten = new ArrayList<>();
        for (Throwable cause; (cause = reported.poll()) != null; ) {
            forgotten.add(cause);
        }
        forgotten.addAll(waiting);
        return forgotten;
    }

    /** Has all connections read this many bytes at a time, at most, from now on: to cut messages everywhere. */
    public MemoryReactor inChunksOf(int bytes) {
        network.inChunksOf(bytes);
        return this;
    }

    /**
     * Connects to this factory: where it listens, or else to a port in memory which is opened for it. The peer of a
     * refused connection {@link MemoryPeer#isDisconnected() is disconnected}.
     *
     * @throws IllegalStateException if the factory cannot start
     */
    public MemoryPeer dial(Factory factory) {
        return turns.run(() -> network.dial(portOf(factory)));
    }

    /** The same with a factory which has nothing to share: {@code dial(Echo::new)}. A new port each time. */
    public MemoryPeer dial(Supplier<? extends Protocol> protocols) {
        Factory factory = peer -> protocols.get();
        return dial(factory);
    }

    /**
     * Connects to whatever listens there: {@code dial("tcp:8007")} after {@code listen("tcp:8007", ...)}.
     *
     * @param endpoint as for {@link #listen(String, Factory)}; only its place matters
     * @throws IllegalStateException if no port listens there
     */
    public MemoryPeer dial(String endpoint) {
        Address address = ServerEndpoint.parse(endpoint).place();
        MemoryPort port = network.portAt(address);
        if (port == null) {
            throw new IllegalStateException("no port listens on " + address);
        }
        return dial(port);
    }

    /**
     * Connects to this port.
     *
     * @throws IllegalArgumentException if it is not of this reactor, or closed
     */
    public MemoryPeer dial(Port port) {
        if (port instanceof MemoryPort memory && network.portAt(port.host()) == memory) {
            return turns.run(() -> network.dial(memory));
        }
        throw new IllegalArgumentException("this reactor does not listen on " + port);
    }

    /** The servers for which clients are waiting, the longest first: see {@link #answers} and {@link #refuses}. */
    public List<Address> connecting() {
        turns.run(() -> this);
        return network.connecting();
    }

    /**
     * Plays the server for the client which has waited longest for a connection to this endpoint.
     *
     * @param endpoint as for {@link #connect(String, Protocol)}; only its place matters
     * @throws IllegalStateException if no client connects there
     */
    public MemoryPeer answers(String endpoint) {
        return answers(ClientEndpoint.parse(endpoint));
    }

    /** The same with an endpoint that is ready. */
    public MemoryPeer answers(ClientEndpoint endpoint) {
        return turns.run(() -> network.answer(network.attemptAt(endpoint.place())));
    }

    /** Refuses the client which has waited longest: it fails with a {@link ConnectException}. As {@link #answers}. */
    public MemoryReactor refuses(String endpoint) {
        return refuses(ClientEndpoint.parse(endpoint));
    }

    /** The same with an endpoint that is ready. */
    public MemoryReactor refuses(ClientEndpoint endpoint) {
        Address address = endpoint.place();
        return turns.run(() -> {
            network.attemptAt(address).fail(new ConnectException("connection refused: " + address));
            return this;
        });
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public boolean running() {
        return life.running();
    }

    @Override
    public boolean ended() {
        return life.ended();
    }

    @Override
    public boolean inLoop() {
        return turns.mine() && !ended();
    }

    @Override
    public boolean inTurn() {
        return turns.calls() && !ended();
    }

    @Override
    public void enter(Runnable call) {
        if (turns.mine() && !turns.calls()) {
            turns.run(() -> {
                call.run();
                return this;
            });
        } else {
            turns.call(call);
        }
    }

    @Override
    public Duration now() {
        return Duration.ofNanos(turns.nanos());
    }

    @Override
    public Deferred<Reactor> start() {
        return turns.run(life::start);
    }

    @Override
    public Deferred<Reactor> stop() {
        return ended() ? life.stop() : call(life::stop);
    }

    @Override
    public void callFromThread(Runnable call) {
        turns.call(call);
    }

    @Override
    public void callWhenRunning(Runnable call) {
        life.callWhenRunning(call);
    }

    @Override
    public <T extends @Nullable Object> SystemEvents.Trigger addSystemEventTrigger(
            SystemEvent event, DeferredCallable<T> call) {
        return life.events().add(event, call);
    }

    @Override
    public DelayedCall callLater(Duration delay, Runnable call) {
        if (!inLoop()) {
            throw new IllegalStateException("callLater belongs to the thread of " + name()
                    + ": use deferLater(...), or callFromThread(() -> callLater(...)), from others");
        }
        return turns.timed().add(delay, call);
    }

    @Override
    public void atTurnEnd(Runnable call) {
        if (inTurn()) {
            turns.atEnd(call);
        } else if (inLoop()) {
            enter(() -> turns.atEnd(call));
        } else {
            throw new IllegalStateException(
                    "atTurnEnd belongs to the thread of " + name() + ": use callFromThread from others");
        }
    }

    @Override
    public Connections connections() {
        return network.connections();
    }

    @Override
    public void addListener(ReactorListener listener) {
        network.listeners().add(listener);
    }

    @Override
    public Unhandled unhandled() {
        return unhandled;
    }

    private void unhandled(Throwable cause) {
        reported.add(cause);
        network.listeners().tell(listener -> listener.unhandled(this, cause));
    }

    /** As that of a real reactor; but this one is never blocked, and its calls never wait. */
    @Override
    public ReactorStatistics statistics() {
        PortStatistics clients = Ledger.total(List.of(network.outgoing()));
        return new ReactorStatistics(
                turns.pendingCalls(),
                turns.timed().size(),
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

    /**
     * Does the work in the next turn, on the thread of the test; it may block, but not for this reactor. Like on
     * another thread, {@link #inLoop()} is false in it.
     */
    @Override
    public <T extends @Nullable Object> Deferred<T> deferToThread(Callable<T> work) {
        Deferred<T> result = Deferred.on(this);
        callFromThread(() -> turns.work(() -> Deferred.maybeDeferred(work).chainDeferred(result)));
        if (inLoop()) {
            turns.run(() -> this);
        }
        return result;
    }

    /** As a real reactor does; a block which has a thread of its own runs while the thread of the test waits for it. */
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

    /** Connects a client of this reactor to this factory, as {@link #dial(Factory)} finds it. */
    <P extends Protocol> Deferred<P> join(Factory factory, P client) {
        return call(() -> network.connect(portOf(factory).host(), client, Limits.client(), null)
                .within(Duration.ZERO));
    }

    /** Breaks the connection of this transport. */
    void cut(Transport transport) {
        turns.run(() -> {
            if (transport instanceof MemoryConnection connection) {
                connection.cut();
            }
            return this;
        });
    }

    /** It ends: a block that waits is cancelled. */
    void endInline() {
        inline.end();
        inline = newInline();
    }

    private Inline newInline() {
        return new Inline(
                this,
                BLOCKS,
                ContextCarrier.none(),
                step -> turns.run(() -> {
                    step.run();
                    return this;
                }));
    }

    private MemoryPort portOf(Factory factory) {
        try {
            return network.portOf(factory);
        } catch (Exception e) {
            throw new IllegalStateException("the factory " + factory + " cannot start", e);
        }
    }
}
