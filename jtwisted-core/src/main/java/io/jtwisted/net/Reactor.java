package io.jtwisted.net;

import io.jtwisted.defer.BlockingWork;
import io.jtwisted.defer.ContextCarrier;
import io.jtwisted.defer.Deferred;
import io.jtwisted.defer.DeferredCallable;
import io.jtwisted.loop.Clock;
import io.jtwisted.loop.Loop;
import io.jtwisted.loop.LoopThread;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A loop which listens, connects, waits and defers to threads. Everything that it calls it calls from its one thread,
 * one call after the other: what only its callbacks touch needs no lock. Twisted: {@code reactor}.
 *
 * <p>In each pass it makes the calls which other threads had queued when the pass began, then the timed calls which are
 * due, then looks at the network. Several reactors may run in one JVM. Its methods may be called from any thread,
 * except where they say otherwise.
 */
public interface Reactor extends Loop, Clock {

    /** A name for logs and threads. */
    String name();

    /** Whether it has started, and has not stopped. */
    boolean running();

    /**
     * Starts: pulls the startup triggers and waits for their Deferreds.
     *
     * @return fires on the reactor when it runs; fails with {@link IllegalStateException} if it runs already
     */
    Deferred<Reactor> start();

    /**
     * Stops: pulls the shutdown triggers and waits for their Deferreds, closes the ports, tells the protocols
     * ({@link Protocol#shuttingDown()}), aborts what is still open after a while, and ends its thread. It may be
     * started again.
     *
     * @return fires when the thread is done; fails with {@link IllegalStateException} if it does not run, and with
     *     {@link java.util.concurrent.TimeoutException} if its thread is blocked and was {@link #givenUp() given up}
     */
    Deferred<Reactor> stop();

    /** Calls when the reactor runs: at once if it does and this is its thread; in the order asked. */
    void callWhenRunning(Runnable call);

    /**
     * Calls when the turn that runs now ends, before what it wrote leaves: once, and sooner than
     * {@link #callFromThread}, which leaves the call to another turn. For makers of transports, which send then what a
     * turn wrote, and for what must not happen inside another event. What the call throws is logged.
     *
     * @throws IllegalStateException on any thread but the reactor's
     */
    void atTurnEnd(Runnable call);

    /** Has this called in each phase of this kind, every time the reactor starts or stops; waits for its Deferred. */
    <T extends @Nullable Object> SystemEvents.Trigger addSystemEventTrigger(
            SystemEvent event, DeferredCallable<T> call);

    /** Has this called in each phase of this kind, every time the reactor starts or stops. */
    default SystemEvents.Trigger addSystemEventTrigger(SystemEvent event, Runnable call) {
        return addSystemEventTrigger(
                event,
                () -> Deferred.maybeDeferred(() -> {
                    call.run();
                    return event;
                }));
    }

    /** For makers of transports: the connections and ports of this reactor, however they came. */
    Connections connections();

    /** Has this told from now on what happens here; a second time for the same listener does nothing. */
    void addListener(ReactorListener listener);

    /** How it is, at once, whatever it does. */
    ReactorStatistics statistics();

    /**
     * Runs blocking work on a thread of the reactor's bounded pool; the result comes home.
     *
     * @return fails with {@link java.util.concurrent.RejectedExecutionException} if the pool and its queue are full.
     *     To cancel it keeps work from being begun; it does not interrupt work which has
     */
    <T extends @Nullable Object> Deferred<T> deferToThread(Callable<T> work);

    /** The same with work which has no result. Fires with null when it is done. */
    default Deferred<@Nullable Void> deferToThread(Runnable work) {
        return deferToThread(valueless(work));
    }

    /** The same on threads of your own; what the pool throws, because it is full for one, is the failure. */
    default <T extends @Nullable Object> Deferred<T> deferToThreadPool(Executor pool, Callable<T> work) {
        return BlockingWork.run(this, pool, ContextCarrier.none(), work);
    }

    /** The same with work which has no result. Fires with null when it is done. */
    default Deferred<@Nullable Void> deferToThreadPool(Executor pool, Runnable work) {
        return deferToThreadPool(pool, valueless(work));
    }

    /**
     * Makes the call on the reactor and waits for its result, on a thread which may block. What it throws is thrown
     * here, as it is.
     *
     * @throws IllegalStateException on a loop's thread, which would wait for itself
     * @throws java.util.concurrent.CancellationException if the thread is interrupted, which cancels what the call
     *     returned and stays visible in the thread's flag; or if the reactor stops before the result is there
     */
    default <T extends @Nullable Object> T blockingCallFromThread(DeferredCallable<T> call) {
        if (inLoop() || !LoopThread.mayBlock()) {
            throw new IllegalStateException(
                    "blockingCallFromThread on a loop's thread would wait for itself: use call(...) there");
        }
        return call(call).await();
    }

    /** The same with a call which has its result at once. */
    default <T extends @Nullable Object> T blockingCallFromThread(Callable<T> call) {
        return blockingCallFromThread(() -> Deferred.maybeDeferred(call));
    }

    /** The same with a call which has no result: returns when it has been made. */
    default void blockingCallFromThread(Runnable call) {
        blockingCallFromThread(valueless(call));
    }

    /**
     * Runs a block of sequential code which waits by {@link Deferred#await()}, on the reactor: at once if this is its
     * thread, up to the first wait. Between two waits nothing else runs on this reactor, and {@link Loop#current()} is
     * this one; so the block may touch what callbacks touch, and must not block otherwise. A failure is thrown by
     * {@code await} as it is. Twisted: {@code inlineCallbacks}.
     *
     * <pre>{@code
     * reactor.inline(() -> {
     *     Register.Client register = reactor.connect("tcp:localhost:6300", new Register.Client()).await();
     *     return register.get("motto").await();
     * });
     * }</pre>
     *
     * <p>Where {@code java.base/jdk.internal.vm} is exported (a line in the manifest of the application's jar, on Java 21
     * and later), the block runs on the reactor's own thread, and cannot wait inside a class initializer, nor, before Java
     * 24, inside {@code synchronized}. Else it has a thread of its own while the reactor's waits, and the thread-locals of
     * that. It must not hold a lock over a wait: other code of the reactor that wants it would wait for ever (see
     * {@link Deferred#await()}). A wait for what is not there yet costs about 0.2 microseconds in the first case and 0.4 in the second, where a
     * callback costs 0.02; one for what is there costs as much as a callback ({@code benchmarks/README.md}).
     *
     * @return what the block returns or throws. To cancel it cancels what the block waits for, which is thrown there as a
     *     {@link java.util.concurrent.CancellationException}; the block may catch it and go on. It fails with
     *     {@link java.util.concurrent.RejectedExecutionException} if there are too many blocks
     */
    <T extends @Nullable Object> Deferred<T> inline(Callable<T> block);

    /** The same with a block which has no result. Fires with null when it has ended. */
    default Deferred<@Nullable Void> inline(Runnable block) {
        return inline(valueless(block));
    }

    /** Makes the call on the reactor: at once if this is its thread. What it throws is the failure. */
    default <T extends @Nullable Object> Deferred<T> call(DeferredCallable<T> call) {
        Objects.requireNonNull(call, "a call is missing");
        Deferred<Reactor> begin = Deferred.on(this);
        Deferred<T> result = begin.chainCallback(reactor -> {
            if (!inLoop()) { // a stopped home lets chains run anywhere; promises about this thread do not
                throw new IllegalStateException(name() + " has stopped");
            }
            return call.call();
        });
        begin.callback(this);
        return result;
    }

    /** Makes the call on the reactor: at once if this is its thread. What it throws is the failure. */
    default <T extends @Nullable Object> Deferred<T> call(Callable<T> call) {
        Objects.requireNonNull(call, "a call is missing");
        return call(() -> Deferred.maybeDeferred(call));
    }

    /** Makes the call on the reactor: at once if this is its thread. Fires with null when it has been made. */
    default Deferred<@Nullable Void> call(Runnable call) {
        return call(valueless(call));
    }

    private static Callable<@Nullable Void> valueless(Runnable call) {
        Objects.requireNonNull(call, "a call is missing");
        return () -> {
            call.run();
            return null;
        };
    }

    /**
     * Fires with null when this much time has passed. Cancelling it takes that back. As {@link Deferred#deferLater}, for
     * any thread.
     */
    default Deferred<@Nullable Void> deferLater(Duration delay) {
        return Deferred.deferLater(this, delay);
    }

    /** Calls when this much time has passed; what it returns is the value, what it throws the failure. */
    default <T extends @Nullable Object> Deferred<T> deferLater(Duration delay, Callable<T> call) {
        return Deferred.deferLater(this, delay, call);
    }

    /** Calls when this much time has passed, and fires with null then; what it throws is the failure. */
    default Deferred<@Nullable Void> deferLater(Duration delay, Runnable call) {
        return Deferred.deferLater(this, delay, call);
    }

    /** The same with a call whose result comes later. Cancelling then cancels that. */
    default <T extends @Nullable Object> Deferred<T> deferLater(Duration delay, DeferredCallable<T> call) {
        return Deferred.deferLater(this, delay, call);
    }

    /** The reactor as an executor, for other libraries. Runs its tasks by {@link #callFromThread}. */
    default Executor asExecutor() {
        return this::callFromThread;
    }

    /**
     * Listens, and serves each connection with a protocol of the factory.
     *
     * @return fires when it listens; fails with what the operating system says, and the address
     * @throws IllegalArgumentException if the endpoint is not understood, with the part that is wrong
     */
    default Deferred<Port> listen(String endpoint, Factory factory) {
        return listen(ServerEndpoint.parse(endpoint), factory);
    }

    /**
     * The same with a factory that has nothing to share: {@code listen("tcp:8007", Echo::new)}. For a class with
     * several constructors write {@code () -> new Echo()}.
     */
    default Deferred<Port> listen(String endpoint, Supplier<? extends Protocol> protocols) {
        return listen(ServerEndpoint.parse(endpoint), peer -> protocols.get());
    }

    /** The same with an endpoint that is ready. */
    default Deferred<Port> listen(ServerEndpoint endpoint, Factory factory) {
        return call(() -> endpoint.listen(this, factory));
    }

    /**
     * Connects this protocol.
     *
     * @return fires with the protocol after its {@code connectionMade}; cancel it to give up
     * @throws IllegalArgumentException if the endpoint is not understood, with the part that is wrong
     */
    default <P extends Protocol> Deferred<P> connect(String endpoint, P protocol) {
        return connect(ClientEndpoint.parse(endpoint), protocol);
    }

    /** The same with an endpoint that is ready. */
    default <P extends Protocol> Deferred<P> connect(ClientEndpoint endpoint, P protocol) {
        return call(() -> endpoint.connect(this, protocol));
    }

    /** What it can open by itself: for makers of endpoints, on the reactor. */
    Network network();
}
