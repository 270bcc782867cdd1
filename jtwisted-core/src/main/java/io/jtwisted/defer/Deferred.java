package io.jtwisted.defer;

import io.jtwisted.loop.Clock;
import io.jtwisted.loop.Loop;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A result which is not there yet, and the chain of callbacks and errbacks which waits for it. Twisted:
 * {@code twisted.internet.defer.Deferred}.
 *
 * <pre>{@code
 * reactor.deferToThread(() -> whereabouts(user))
 *         .addErrback(DataAccessException.class, e -> "Ask again later.")
 *         .tap(this::sendLine)
 *         .otherwise(this::fail);
 * }</pre>
 *
 * <p><b>A chain.</b> A step that returns makes the chain go on with callbacks, one that throws makes it go on with
 * errbacks. A {@code chain...} step returns another Deferred, and the chain waits for it. Every add returns the link to
 * go on with and spends the old one: a result has one consumer, and a second add to the same link throws
 * {@link IllegalStateException} at once.
 *
 * <p><b>Home.</b> A Deferred made on a loop is at home there: its steps run on that loop, one after the other,
 * whichever thread fires it. Fired at home they run at once; fired or extended from elsewhere they hop home. Made on no
 * loop it has no home, and its steps run where it is fired, or where they are added if it was fired before. When its
 * home has ended, it has none. Any thread may fire, extend, cancel or await.
 *
 * <p><b>Failures</b> are Throwables. One that reaches the end of a chain and is not handled is logged when the
 * Deferred is garbage collected, or when its reactor stops; so a chain ends in {@link #otherwise} or is returned.
 * {@link #setDebugging} has the log say where it comes from.
 */
public sealed class Deferred<T extends @Nullable Object> extends Node
        permits Awaiting,
                Relay,
                Timeout,
                Links.Always,
                Links.ChainFailure,
                Links.ChainOutcome,
                Links.ChainValue,
                Links.Forward,
                Links.Gathered,
                Links.OnFailure,
                Links.OnOutcome,
                Links.OnValue,
                Links.Otherwise,
                Links.Tap {
    private static final String CALL = "a call is missing";

    /** One that has not fired; at home on the current loop, if there is one. */
    public Deferred() {
        this(Loop.current());
    }

    /**
     * One which can be cancelled well: {@code canceller} stops the work. It may fire the Deferred itself; if it does
     * not, the Deferred fails with a {@link CancellationException}. It is called at home, at most once.
     * What it throws is logged.
     */
    public Deferred(Consumer<? super Deferred<T>> canceller) {
        this(Loop.current(), canceller);
    }

    /** A link of a chain: waits for {@code previous}. */
    Deferred(Node previous, Object function) {
        super(previous, function);
    }

    Deferred(@Nullable Loop home) {
        super(origin(home));
    }

    /** One which has fired. */
    private Deferred(@Nullable Loop home, Object outcome) {
        super(home, outcome);
    }

    Deferred(@Nullable Loop home, Consumer<? super Deferred<T>> canceller) {
        this(Origin.of(home, canceller));
    }

    Deferred(Origin<T> origin) {
        super(origin);
    }

    /** One which is at home on this loop, wherever it is made. */
    public static <T extends @Nullable Object> Deferred<T> on(Loop home) {
        return new Deferred<>(home);
    }

    /** One which is at home on this loop, and can be cancelled well. */
    public static <T extends @Nullable Object> Deferred<T> on(Loop home, Consumer<? super Deferred<T>> canceller) {
        return new Deferred<>(home, canceller);
    }

    /** One which has fired with this value. */
    public static <T extends @Nullable Object> Deferred<T> succeed(T value) {
        return fired(valid(value));
    }

    /** One which has fired with this failure. */
    public static <T extends @Nullable Object> Deferred<T> fail(Throwable cause) {
        return fired(failed(cause));
    }

    private static <T extends @Nullable Object> Deferred<T> fired(Object outcome) {
        Loop home = Loop.current();
        if (Trail.wanted()) {
            Deferred<T> traced = new Deferred<>(home);
            traced.fire(outcome);
            return traced;
        }
        Deferred<T> fired = new Deferred<>(home, outcome);
        if (outcome instanceof Failed) {
            fired.unhandledSoFar(home);
        }
        return fired;
    }

    private static Object valid(@Nullable Object value) {
        if (value instanceof Deferred) {
            throw new IllegalArgumentException("a Deferred cannot be the value of another: use chainCallback");
        }
        return encode(value);
    }

    private static Failed failed(Throwable cause) {
        return new Failed(Objects.requireNonNull(cause, "an errback needs a cause"));
    }

    /** Calls now; what it returns is the value, what it throws the failure. */
    public static <T extends @Nullable Object> Deferred<T> maybeDeferred(Callable<T> call) {
        Objects.requireNonNull(call, CALL);
        return start().addCallback(started -> call.call());
    }

    /** Calls now; what it throws is the failure. */
    public static <T extends @Nullable Object> Deferred<T> maybeDeferred(DeferredCallable<T> call) {
        Objects.requireNonNull(call, CALL);
        return start().chainCallback(started -> call.call());
    }

    /** Calls now, and has null as its value; what it throws is the failure. */
    public static Deferred<@Nullable Void> maybeDeferred(Runnable call) {
        return maybeDeferred(valueless(call));
    }

    /** As a call which gives null. */
    static Callable<@Nullable Void> valueless(Runnable call) {
        Objects.requireNonNull(call, CALL);
        return () -> {
            call.run();
            return null;
        };
    }

    /**
     * All values, in the order of the Deferreds; or the first failure, upon which the others are left alone and their
     * results dropped. Cancelling it cancels all of them, and it goes on waiting for what they make of that. It consumes
     * them. {@link DeferredList} has more to choose from.
     *
     * @throws IllegalStateException if one of them is spent, or is in the list twice; then none of them is consumed
     */
    public static <T extends @Nullable Object> Deferred<List<T>> gatherResults(
            List<? extends Deferred<? extends T>> deferreds) {
        return new Gathering.Values<T>(deferreds).result();
    }

    /**
     * The first that succeeds; the others are cancelled, and their results dropped. When all have failed, it fails with
     * a {@link FailureGroupException}. Cancelling it cancels all of them. It consumes them.
     *
     * @throws IllegalArgumentException if there are none: none would ever win (Twisted's never fires)
     * @throws IllegalStateException as {@link #gatherResults} does
     */
    public static <T extends @Nullable Object> Deferred<Winner<T>> race(
            List<? extends Deferred<? extends T>> deferreds) {
        if (deferreds.isEmpty()) {
            throw new IllegalArgumentException("a race needs at least one Deferred");
        }
        return new Gathering.Race<T>(deferreds).result();
    }

    /**
     * Fires with null when this much time has passed on the clock. Cancelling it takes the call back. Any thread may ask,
     * if the clock is a {@link Loop}. Twisted: {@code twisted.internet.task.deferLater}.
     *
     * @throws IllegalArgumentException if the delay is negative
     */
    public static Deferred<@Nullable Void> deferLater(Clock clock, Duration delay) {
        return deferLater(clock, delay, () -> (@Nullable Void) null);
    }

    /** Calls when this much time has passed; what it returns is the value, what it throws the failure. */
    public static <T extends @Nullable Object> Deferred<T> deferLater(Clock clock, Duration delay, Callable<T> call) {
        Objects.requireNonNull(call, CALL);
        return Later.after(clock, delay).addCallback(due -> call.call());
    }

    /** Calls when this much time has passed, and fires with null then; what it throws is the failure. */
    public static Deferred<@Nullable Void> deferLater(Clock clock, Duration delay, Runnable call) {
        return deferLater(clock, delay, valueless(call));
    }

    /** The same with a call whose result comes later. Cancelling then cancels that. */
    public static <T extends @Nullable Object> Deferred<T> deferLater(
            Clock clock, Duration delay, DeferredCallable<T> call) {
        Objects.requireNonNull(call, CALL);
        return Later.after(clock, delay).chainCallback(due -> call.call());
    }

    /**
     * One which fires when the stage completes, with its value or with the failure inside all
     * {@link java.util.concurrent.CompletionException}s. Cancelling it cancels the stage, if that can be.
     */
    public static <T extends @Nullable Object> Deferred<T> from(CompletionStage<T> stage) {
        return Bridges.from(stage);
    }

    /**
     * Whether reports of unhandled failures say where their Deferreds were made and fired. Off by default, for it takes
     * two stack traces a Deferred; the system property {@code jtwisted.defer.debug=true} turns it on at the start. Those
     * which were made before do not know. Twisted: {@code setDebugging}.
     */
    public static void setDebugging(boolean wanted) {
        Trail.want(wanted);
    }

    private static Deferred<Boolean> start() {
        return succeed(true);
    }

    /**
     * Fires it with a value.
     *
     * @throws IllegalStateException if it was fired before (but the first call that comes after a {@link #cancel()} is
     *     ignored, unless the canceller has fired it), or if this is a link of a chain and not its beginning
     * @throws IllegalArgumentException if the value is a Deferred: return it from a {@code chainCallback} step
     */
    public final void callback(T value) {
        fire(valid(value));
    }

    /**
     * Fires it with a failure.
     *
     * @throws IllegalStateException as {@link #callback} does
     */
    public final void errback(Throwable cause) {
        fire(failed(cause));
    }

    /**
     * Whether the result is there; to look does not spend it. Twisted: {@code called}.
     *
     * @throws IllegalStateException if this link is spent
     */
    public final boolean fired() {
        return hasArrived();
    }

    /** Goes on with what the step makes of the value. */
    public final <U extends @Nullable Object> Deferred<U> addCallback(Callback<? super T, ? extends U> step) {
        return add(new Links.OnValue<T, U>(this, step));
    }

    /** Goes on with what the step makes of any failure. */
    public final Deferred<T> addErrback(Callback<? super Throwable, ? extends T> step) {
        return addErrback(Throwable.class, step);
    }

    /** Goes on with what the step makes of a failure of this type; others pass. Twisted: {@code Failure.trap}. */
    public final <X extends Throwable> Deferred<T> addErrback(Class<X> type, Callback<? super X, ? extends T> step) {
        return add(new Links.OnFailure<>(this, type, step));
    }

    /** One step of two: the errback does not see what the callback throws. */
    public final <U extends @Nullable Object> Deferred<U> addCallbacks(
            Callback<? super T, ? extends U> callback, Callback<? super Throwable, ? extends U> errback) {
        Objects.requireNonNull(callback, "the callback is missing");
        Objects.requireNonNull(errback, "the errback is missing");
        return addBoth(outcome -> outcome instanceof Outcome.Success<T> success
                ? callback.call(success.value())
                : errback.call(((Outcome.Failure<T>) outcome).cause()));
    }

    /** Goes on with what the step makes of it, however it ended. */
    public final <U extends @Nullable Object> Deferred<U> addBoth(Callback<? super Outcome<T>, ? extends U> step) {
        return add(new Links.OnOutcome<T, U>(this, step));
    }

    /** Goes on when the Deferred which the step returns has fired, and with its result. */
    public final <U extends @Nullable Object> Deferred<U> chainCallback(
            Callback<? super T, ? extends Deferred<? extends U>> step) {
        return add(new Links.ChainValue<T, U>(this, step));
    }

    /** After any failure, goes on with the result of the Deferred which the step returns. */
    public final Deferred<T> chainErrback(Callback<? super Throwable, ? extends Deferred<? extends T>> step) {
        return add(new Links.ChainFailure<>(this, Throwable.class, step));
    }

    /** After a failure of this type, goes on with the result of the Deferred which the step returns. */
    public final <X extends Throwable> Deferred<T> chainErrback(
            Class<X> type, Callback<? super X, ? extends Deferred<? extends T>> step) {
        return add(new Links.ChainFailure<>(this, type, step));
    }

    /** However it ended, goes on with the result of the Deferred which the step returns. */
    public final <U extends @Nullable Object> Deferred<U> chainBoth(
            Callback<? super Outcome<T>, ? extends Deferred<? extends U>> step) {
        return add(new Links.ChainOutcome<T, U>(this, step));
    }

    /**
     * Looks at the value and passes it on. What the action gives is dropped: if that is a Deferred, nothing waits for it,
     * and {@link #chainCallback} is what you want.
     */
    public final Deferred<T> tap(Action<? super T> action) {
        return add(new Links.Tap<>(this, action));
    }

    /** Runs whatever happened, and passes the result on. What it throws replaces the result. */
    public final Deferred<T> always(Runnable action) {
        return add(new Links.Always<>(this, action));
    }

    /**
     * Runs whatever happened, waits for what it gives, and passes the result on; does not wait if it gives null. Its
     * failure replaces the result. Cancelling cancels what it gives.
     */
    public final Deferred<T> always(DeferredCallable<?> action) {
        Objects.requireNonNull(action, CALL);
        return chainBoth(outcome -> Links.after(action.call(), outcome));
    }

    /** Ends a chain: handles any failure. What it throws itself is logged. */
    public final void otherwise(Action<? super Throwable> action) {
        add(new Links.Otherwise<>(this, action));
    }

    /** Passes the result on to another Deferred, which no other code may fire. */
    public final void chainDeferred(Deferred<? super T> other) {
        add(new Links.Forward<T>(this, other));
    }

    /**
     * Cancels what was added before, when this much time has passed on the clock of its home; it fails with a
     * {@link java.util.concurrent.TimeoutException} then. An outcome which the canceller gives passes.
     *
     * @throws IllegalStateException if its home is no clock
     */
    public final Deferred<T> addTimeout(Duration timeout) {
        if (home() instanceof Clock clock) {
            return addTimeout(timeout, clock);
        }
        throw new IllegalStateException("a Deferred without a home has no clock: use addTimeout(timeout, clock)");
    }

    /** The same, on another clock, which may be a {@link Loop} of its own. */
    public final Deferred<T> addTimeout(Duration timeout, Clock clock) {
        return Timeout.add(this, timeout, clock, null);
    }

    /**
     * The same, and the step makes the result when time is up: of the outcome that the cancellation had, a value or a
     * failure, a {@link CancellationException} as a rule. Not called when the result is there in time.
     */
    public final Deferred<T> addTimeout(
            Duration timeout, Clock clock, Callback<? super Outcome<T>, ? extends T> onTimeoutCancel) {
        Objects.requireNonNull(onTimeoutCancel, "the step is missing");
        return Timeout.add(this, timeout, clock, onTimeoutCancel);
    }

    /**
     * Stops the work, as far as it can be stopped. The innermost Deferred which this chain waits for is asked: its
     * canceller is called, and if that does not fire it, or there is none, it fails with a
     * {@link CancellationException}. The one late fire of its producer is ignored then. That exception has no stack,
     * unless {@link #setDebugging debugging} is on. A link that is spent stands for its chain: to cancel it cancels what
     * the links behind it wait for, up to the end of the chain. Does nothing if the chain waits for nothing.
     */
    public final void cancel() {
        cancelChain();
    }

    /**
     * Waits for the result: on a thread which may block, or in a block of {@code reactor.inline}, which gives the loop to
     * others meanwhile. A failure is thrown as it is, whatever its type, and tells among its suppressed exceptions where
     * it was awaited.
     *
     * <p><b>Never hold a lock here.</b> In a block of {@code reactor.inline}, other code runs on the loop while the block
     * waits. If the block waits inside {@code synchronized}, or holds a {@link java.util.concurrent.locks.Lock}, and that
     * other code wants the same monitor or lock, the loop waits for the block and the block for the loop: both wait for
     * ever, with everything else on this reactor. The watchdog of the reactor reports that. On continuations
     * before Java 24 a wait inside {@code synchronized} is refused with {@link IllegalStateException}; on threads, and from
     * Java 24 on, nothing refuses it. Take what you need out of the synchronized part, and wait outside.
     *
     * @throws IllegalStateException on a loop's thread outside of such a block, which would wait for itself
     * @throws CancellationException if the thread is interrupted (which cancels the Deferred and stays visible in the
     *     thread's flag), or if the home ends before the result is there
     */
    public final T await() {
        return Awaiting.await(this);
    }

    /**
     * A future of the result. It consumes the Deferred, and may have many users. Cancelling it cancels the Deferred, as
     * does other code that completes it, for example {@code orTimeout}. Kotlin's {@code await()} accepts it as it is.
     */
    public final CompletableFuture<T> toCompletableFuture() {
        return Bridges.toFuture(this);
    }
}
