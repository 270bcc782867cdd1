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
import io.jtwisted.net.Factory;
import io.jtwisted.net.Ledger;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.PortStatistics;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorListener;
import io.jtwisted.net.ReactorStatistics;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.SystemEvent;
import io.jtwisted.net.SystemEvents;
import io.jtwisted.net.Tls;
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
 * <p><b>Threads.</b> It belongs to the thread which made it. That thread is on the loop ({@link #inLoop()}) also
 * between the turns of the reactor, so a test may touch protocols and factories as their own callbacks do, and what it
 * asks for is done when the method returns. Deferreds made by the reactor, and in what it calls, are at home on it and
 * fire at once on this thread; one that a test makes itself has no home and fires where it is fired. Other threads hop
 * by {@link #callFromThread}; their calls are made in the next turn, which any method of the reactor or of a
 * {@link MemoryPeer} brings about. To {@code await} a result which is not there on this thread would wait for ever.
 *
 * <p><b>Turns.</b> Whatever a test asks for ends when nothing is left to do at this moment; only
 * {@link #callFromThread} and {@link #callLater} leave it to the next turn, as they promise. A test in which something
 * asks for itself again and again fails instead of hanging.
 *
 * <p><b>TLS</b> is played, too: nothing is encrypted or verified, but {@code secure()} is true, and the
 * {@link io.jtwisted.net.TlsSession} has no certificates and the application protocol which both sides offer (the first
 * of the list, where the other side is a MemoryPeer).
 *
 * <p><b>Exceptions</b> out of queued and timed calls are logged as by a real reactor, and kept: see {@link #failures}.
 * What a protocol throws closes its connection and is logged; it is the {@link io.jtwisted.net.CloseReason}. Failures of
 * Deferreds which nobody handles are kept, too: see {@link #forgotten}, and {@link NothingForgotten}.
 */
public final class MemoryReactor implements Reactor, Home {
    private static final int BLOCKS = 1_000;

    private final Turns turns = new Turns(this);
    private final Network network = new Network(this, turns);
    private final Life life = new Life(this, network);
    private final Queue<Throwable> reported = new ConcurrentLinkedQueue<>();
    private final Unhandled unhandled = new Unhandled(this, this::unhandled);
    private Inline inline = newInline();

    public MemoryReactor() {
        Made.here(this);
    }

    /** Lets this much time pass: all calls which come due are made in order, each at its time. Zero runs a turn. */
    public MemoryReactor advance(Duration time) {
        turns.advance(time);
        return this;
    }

    /** What came out of queued and timed calls, in order. */
    public List<Throwable> failures() {
        return turns.failures();
    }

    /**
     * The failures of Deferreds at home here which nobody has handled: those which wait at the end of a chain now, and
     * those which were reported. Empty after a good test, which {@link NothingForgotten} looks after.
     */
    public List<Throwable> forgotten() {
        List<Throwable> waiting = unhandled.waiting();
        return Stream.concat(reported.stream(), waiting.stream()).toList();
    }

    /** As {@link #forgotten}, and forgets them: who takes them answers for them, and nobody reports them any more. */
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
     * @throws IllegalStateException if nobody listens there
     */
    public MemoryPeer dial(String endpoint) {
        Address address = Places.served(ServerEndpoint.parse(endpoint));
        MemoryPort port = network.portAt(address);
        if (port == null) {
            throw new IllegalStateException("nobody listens on " + address);
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

    /** Whom clients are waiting for, the longest first: see {@link #answers} and {@link #refuses}. */
    public List<Address> connecting() {
        turns.run(() -> this);
        return network.connecting();
    }

    /**
     * Plays the server for the client which has waited longest for a connection to this endpoint.
     *
     * @param endpoint as for {@link #connect(String, Protocol)}; only its place matters
     * @throws IllegalStateException if nobody connects there
     */
    public MemoryPeer answers(String endpoint) {
        return answers(ClientEndpoint.parse(endpoint));
    }

    /** The same with an endpoint that is ready. */
    public MemoryPeer answers(ClientEndpoint endpoint) {
        return turns.run(() -> network.answer(network.attemptAt(Places.wanted(endpoint))));
    }

    /** Refuses the client which has waited longest: it fails with a {@link ConnectException}. As {@link #answers}. */
    public MemoryReactor refuses(String endpoint) {
        return refuses(ClientEndpoint.parse(endpoint));
    }

    /** The same with an endpoint that is ready. */
    public MemoryReactor refuses(ClientEndpoint endpoint) {
        Address address = Places.wanted(endpoint);
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
    public <T extends @Nullable Object> Deferred<T> call(DeferredCallable<T> call) {
        return inLoop() ? turns.run(() -> Reactor.super.call(call)) : Reactor.super.call(call);
    }

    @Override
    public Deferred<Port> listenTcp(ServerEndpoint.Tcp endpoint, Factory factory) {
        return listen(endpoint, endpoint.name(), factory, endpoint.limits(), endpoint.tls());
    }

    @Override
    public Deferred<Port> listenUnix(ServerEndpoint.Unix endpoint, Factory factory) {
        return listen(endpoint, endpoint.name(), factory, endpoint.limits(), null);
    }

    @Override
    public <P extends Protocol> Deferred<P> connectTcp(ClientEndpoint.Tcp endpoint, P protocol) {
        return network.connect(Places.wanted(endpoint), protocol, endpoint.limits(), endpoint.tls())
                .within(endpoint.timeout());
    }

    @Override
    public <P extends Protocol> Deferred<P> connectUnix(ClientEndpoint.Unix endpoint, P protocol) {
        return network.connect(Places.wanted(endpoint), protocol, endpoint.limits(), null)
                .within(endpoint.timeout());
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

    /** It ends: whoever waits in a block waits in vain. */
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

    private Deferred<Port> listen(
            ServerEndpoint endpoint, String name, Factory factory, Limits limits, @Nullable Tls tls) {
        return Deferred.maybeDeferred(() -> network.listen(Places.served(endpoint), name, factory, limits, tls));
    }

    private MemoryPort portOf(Factory factory) {
        try {
            return network.portOf(factory);
        } catch (Exception e) {
            throw new IllegalStateException("the factory " + factory + " cannot start", e);
        }
    }
}
