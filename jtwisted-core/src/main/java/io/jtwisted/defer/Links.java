package io.jtwisted.defer;

import io.jtwisted.loop.Loop;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The kinds of links. A link is the node of its chain and the Deferred which the add returned, so that a step costs one
 * object; its kind is its class, so that it needs no field for it.
 */
final class Links {

    /** Follows what was taken without a link. */
    static final Deferred<?> NOBODYS = new Deferred<Boolean>((Loop) null);

    private Links() {}

    static final class OnValue<A extends @Nullable Object, B extends @Nullable Object> extends Deferred<B> {

        OnValue(Deferred<A> previous, Callback<? super A, ? extends B> function) {
            super(previous, function);
        }

        @Override
        Object apply(Object outcome) throws Throwable {
            if (outcome instanceof Failed) {
                return outcome;
            }
            Callback<A, B> function = function();
            return encode(function.call(decode(outcome)));
        }
    }

    static final class ChainValue<A extends @Nullable Object, B extends @Nullable Object> extends Deferred<B> {

        ChainValue(Deferred<A> previous, Callback<? super A, ? extends Deferred<? extends B>> function) {
            super(previous, function);
        }

        @Override
        Object apply(Object outcome) throws Throwable {
            if (outcome instanceof Failed) {
                return outcome;
            }
            Callback<A, Deferred<B>> function = function();
            return inner(function.call(decode(outcome)));
        }
    }

    static final class OnFailure<T extends @Nullable Object, X extends Throwable> extends Deferred<T> {
        private final Class<X> type;

        OnFailure(Deferred<T> previous, Class<X> type, Callback<? super X, ? extends T> function) {
            super(previous, function);
            this.type = Objects.requireNonNull(type, "the type of a failure is missing");
        }

        @Override
        Object apply(Object outcome) throws Throwable {
            if (outcome instanceof Failed failed && type.isInstance(failed.cause)) {
                Callback<X, T> function = function();
                return encode(function.call(type.cast(failed.cause)));
            }
            return outcome;
        }
    }

    static final class ChainFailure<T extends @Nullable Object, X extends Throwable> extends Deferred<T> {
        private final Class<X> type;

        ChainFailure(
                Deferred<T> previous, Class<X> type, Callback<? super X, ? extends Deferred<? extends T>> function) {
            super(previous, function);
            this.type = Objects.requireNonNull(type, "the type of a failure is missing");
        }

        @Override
        Object apply(Object outcome) throws Throwable {
            if (outcome instanceof Failed failed && type.isInstance(failed.cause)) {
                Callback<X, Deferred<T>> function = function();
                return inner(function.call(type.cast(failed.cause)));
            }
            return outcome;
        }
    }

    static final class OnOutcome<A extends @Nullable Object, B extends @Nullable Object> extends Deferred<B> {

        OnOutcome(Deferred<A> previous, Callback<? super Outcome<A>, ? extends B> function) {
            super(previous, function);
        }

        @Override
        Object apply(Object outcome) throws Throwable {
            Callback<Outcome<A>, B> function = function();
            return encode(function.call(visible(outcome)));
        }
    }

    static final class ChainOutcome<A extends @Nullable Object, B extends @Nullable Object> extends Deferred<B> {

        ChainOutcome(Deferred<A> previous, Callback<? super Outcome<A>, ? extends Deferred<? extends B>> function) {
            super(previous, function);
        }

        @Override
        Object apply(Object outcome) throws Throwable {
            Callback<Outcome<A>, Deferred<B>> function = function();
            return inner(function.call(visible(outcome)));
        }
    }

    static final class Tap<T extends @Nullable Object> extends Deferred<T> {

        Tap(Deferred<T> previous, Action<? super T> function) {
            super(previous, function);
        }

        @Override
        Object apply(Object outcome) throws Exception {
            if (!(outcome instanceof Failed)) {
                Action<T> function = function();
                function.run(decode(outcome));
            }
            return outcome;
        }
    }

    static final class Always<T extends @Nullable Object> extends Deferred<T> {

        Always(Deferred<T> previous, Runnable function) {
            super(previous, function);
        }

        @Override
        Object apply(Object outcome) {
            Runnable function = function();
            function.run();
            return outcome;
        }
    }

    /** The end of a chain: no step can follow, so a failure here is reported at once. */
    static final class Otherwise<T extends @Nullable Object> extends Deferred<T> {

        Otherwise(Deferred<T> previous, Action<? super Throwable> function) {
            super(previous, function);
        }

        @Override
        @SuppressWarnings("CatchingUnchecked") // whatever it throws, no other code would hear of it
        Object apply(Object outcome) {
            if (outcome instanceof Failed failed) {
                Action<Throwable> function = function();
                try {
                    function.run(failed.cause);
                } catch (Exception | Error e) {
                    Forgotten.report(e, home());
                }
            }
            return encode(null);
        }
    }

    static final class Forward<T extends @Nullable Object> extends Deferred<T> {

        Forward(Deferred<T> previous, Deferred<? super T> other) {
            super(previous, other);
        }

        @Override
        Object apply(Object outcome) {
            Deferred<T> other = function();
            if (outcome instanceof Failed failed) {
                other.errback(failed.cause);
            } else {
                other.callback(decode(outcome));
            }
            return encode(null);
        }
    }

    /** The end of a chain for which a {@link Gathering} waits. */
    static final class Gathered<T extends @Nullable Object> extends Deferred<T> {
        private final int index;

        Gathered(Deferred<T> previous, Gathering<? super T, ?> gathering, int index) {
            super(previous, gathering);
            this.index = index;
        }

        @Override
        Object apply(Object outcome) {
            Gathering<? super T, ?> gathering = function();
            return gathering.arrived(index, outcome);
        }
    }

    /** This outcome again, when that one has fired, if there is one; its failure if it fails. */
    static <T extends @Nullable Object, U extends @Nullable Object> Deferred<T> after(
            @Nullable Deferred<U> returned, Outcome<T> outcome) {
        if (returned != null) {
            return returned.addCallback(over -> again(outcome));
        }
        return outcome instanceof Outcome.Success<T> success
                ? Deferred.succeed(success.value())
                : Deferred.fail(((Outcome.Failure<T>) outcome).cause());
    }

    private static <T extends @Nullable Object> T again(Outcome<T> outcome) throws Throwable {
        if (outcome instanceof Outcome.Success<T> success) {
            return success.value();
        }
        throw ((Outcome.Failure<T>) outcome).cause();
    }

    private static Object inner(@Nullable Deferred<?> returned) {
        return returned != null
                ? returned
                : new Failed(new NullPointerException("a step returned null, not a Deferred"));
    }

    static <A extends @Nullable Object> Outcome<A> visible(Object outcome) {
        return outcome instanceof Failed failed
                ? new Outcome.Failure<>(failed.cause)
                : new Outcome.Success<>(Node.decode(outcome));
    }
}
