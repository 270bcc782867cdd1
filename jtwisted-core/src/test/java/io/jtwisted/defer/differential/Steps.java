package io.jtwisted.defer.differential;

import io.jtwisted.defer.Callback;
import io.jtwisted.defer.Deferred;
import io.jtwisted.defer.Outcome;
import io.jtwisted.loop.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Adds a script's functions to chains, in our words: what returns a Deferred in Python is a {@code chain...} step here.
 */
@SuppressWarnings("NullAway") // the values of a script may be null
final class Steps {
    private final List<Script.Function> functions;
    private final Map<String, Chain> chains;
    private final List<String> trace;
    private final Consumer<String> stage;

    /** Its functions play their operations on this stage. */
    Steps(List<Script.Function> functions, Map<String, Chain> chains, List<String> trace, Consumer<String> stage) {
        this.functions = functions;
        this.chains = chains;
        this.trace = trace;
        this.stage = stage;
    }

    Script.Function function(String number) {
        return functions.get(Integer.parseInt(number));
    }

    static @Nullable Object value(String word) {
        return word.equals("null") ? null : Integer.valueOf(word);
    }

    Deferred<Object> maybe(Script.Function function) {
        Chain nowhere = new Chain(Deferred.succeed(0));
        Outcome<Object> nothing = new Outcome.Success<>(0);
        if (function.waits()) {
            return Deferred.maybeDeferred(() -> waiting(call(function, nowhere, nothing)));
        }
        Callable<Object> call = () -> call(function, nowhere, nothing);
        return Deferred.maybeDeferred(call);
    }

    Deferred<Object> add(Chain chain, String[] words) {
        Deferred<Object> end = chain.end;
        Script.Function last = function(words[words.length - 1]);
        return switch (words[2]) {
            case "callback" ->
                last.waits()
                        ? end.chainCallback(value -> waiting(call(last, chain, success(value))))
                        : end.addCallback(value -> call(last, chain, success(value)));
            case "errback" -> errback(chain, Trouble.type(words[3]), last);
            case "pair" -> pair(chain, function(words[3]), last);
            case "both" -> both(end, last.waits(), outcome -> call(last, chain, outcome));
            case "tap" -> end.tap(value -> look(last, chain, success(value)));
            case "always" -> end.always(() -> lookOnly(last, chain));
            default -> throw new IllegalArgumentException("no such step: " + words[2]);
        };
    }

    void otherwise(Chain chain, Script.Function function) {
        chain.end.otherwise(cause -> run(function, chain, text(failure(cause))));
    }

    Deferred<Object> probe(Chain chain, String number) {
        return chain.end.addBoth(outcome -> {
            trace.add("chain " + number + " has " + text(outcome));
            return again(outcome);
        });
    }

    Deferred<Object> timeout(Chain chain, String seconds, Clock clock) {
        return chain.end.addTimeout(Duration.ofSeconds(Integer.parseInt(seconds)), clock);
    }

    private <X extends Throwable> Deferred<Object> errback(Chain chain, Class<X> type, Script.Function function) {
        return function.waits()
                ? chain.end.chainErrback(type, cause -> waiting(call(function, chain, failure(cause))))
                : chain.end.addErrback(type, cause -> call(function, chain, failure(cause)));
    }

    /** A pair of which one waits is one step which looks at the outcome. */
    private Deferred<Object> pair(Chain chain, Script.Function callback, Script.Function errback) {
        if (callback.waits() || errback.waits()) {
            return both(
                    chain.end,
                    true,
                    outcome -> call(outcome instanceof Outcome.Success ? callback : errback, chain, outcome));
        }
        return chain.end.addCallbacks(
                value -> call(callback, chain, success(value)), cause -> call(errback, chain, failure(cause)));
    }

    private static Deferred<Object> both(Deferred<Object> end, boolean waits, Callback<Outcome<Object>, Object> step) {
        return waits ? end.chainBoth(outcome -> waiting(step.call(outcome))) : end.addBoth(step);
    }

    /** What the function makes of an outcome: a value, or the end of a chain to wait for. */
    private @Nullable Object call(Script.Function function, Chain chain, Outcome<Object> outcome) {
        run(function, chain, text(outcome));
        return switch (function.kind()) {
            case "value" -> value(function.word());
            case "again" -> again(outcome);
            case "raise" -> throw asItIs(Trouble.of(function.word()));
            default -> inner(function.word());
        };
    }

    private void look(Script.Function function, Chain chain, Outcome<Object> outcome) {
        run(function, chain, text(outcome));
        fall(function);
    }

    private void lookOnly(Script.Function function, Chain chain) {
        run(function, chain, "whatever");
        fall(function);
    }

    private static void fall(Script.Function function) {
        if (function.kind().equals("raise")) {
            throw asItIs(Trouble.of(function.word()));
        }
    }

    private void run(Script.Function function, Chain chain, String got) {
        trace.add(function.name() + " gets " + got);
        chain.running = true;
        function.operations().forEach(stage);
        chain.running = false;
        trace.add(function.name() + " ends");
    }

    private @Nullable Object inner(String number) {
        Chain inner = chains.get(number);
        if (inner == null || inner.spent() || inner.running) {
            trace.add("cannot wait for " + number);
            return null;
        }
        inner.taken = true;
        return inner.end;
    }

    @SuppressWarnings("unchecked") // all chains of a scene are of Objects
    private static Deferred<Object> waiting(@Nullable Object made) {
        return made instanceof Deferred ? (Deferred<Object>) made : Deferred.succeed(made);
    }

    private static Object again(Outcome<Object> outcome) {
        if (outcome instanceof Outcome.Success<Object> success) {
            return success.value();
        }
        throw asItIs(((Outcome.Failure<Object>) outcome).cause());
    }

    private static String text(Outcome<Object> outcome) {
        return outcome instanceof Outcome.Success<Object> success
                ? String.valueOf(success.value())
                : Trouble.name(((Outcome.Failure<Object>) outcome).cause());
    }

    private static Outcome<Object> success(@Nullable Object value) {
        return new Outcome.Success<>(value);
    }

    private static Outcome<Object> failure(Throwable cause) {
        return new Outcome.Failure<>(cause);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // a step may throw anything
    private static <X extends Throwable> RuntimeException asItIs(Throwable cause) throws X {
        throw (X) cause;
    }
}
