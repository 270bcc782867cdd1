package io.jtwisted.defer;

import io.jtwisted.loop.Loop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Waits for several Deferreds, whose homes may differ, and makes one result of theirs. */
abstract class Gathering<T extends @Nullable Object, R> {
    /** Of so many it is quicker to compare each with each than to make a set. */
    private static final int FEW = 8;

    private final List<Deferred<? extends T>> deferreds;
    private final @Nullable Object[] outcomes; // each is written once, before missing counts it
    private final AtomicInteger missing;
    private final Deferred<R> result;

    /** @param waits whether a cancel, which cancels all of them, is not its end: it waits for what they make of that */
    Gathering(List<? extends Deferred<? extends T>> gathered, boolean waits) {
        deferreds = List.copyOf(gathered);
        outcomes = new Object[deferreds.size()];
        missing = new AtomicInteger(outcomes.length);
        Origin<R> cancelling = Origin.of(Loop.current(), cancelled -> cancel());
        result = new Deferred<>(waits ? cancelling.waiting() : cancelling);
    }

    /** Begins to wait. */
    final Deferred<R> result() {
        checkUnspent();
        for (int i = 0; i < outcomes.length; i++) {
            gather(i, deferreds.get(i));
        }
        if (outcomes.length == 0) {
            none();
        }
        return result;
    }

    /** Before it takes the first of them: it takes all or none. */
    private void checkUnspent() {
        for (int i = 0; i < outcomes.length; i++) {
            if (deferreds.get(i).spent()) {
                throw new IllegalStateException("number " + i + " of these Deferreds is spent, and none was taken:"
                        + " go on with what its first add returned, or share it with Shared.of");
            }
        }
        if (hasDoubles()) {
            throw new IllegalStateException("a Deferred is in this list twice, and none was taken: a result has one"
                    + " consumer; share it with Shared.of");
        }
    }

    private boolean hasDoubles() {
        if (outcomes.length > FEW) {
            return new HashSet<>(deferreds).size() < outcomes.length;
        }
        for (int i = 1; i < outcomes.length; i++) {
            for (int j = 0; j < i; j++) {
                if (deferreds.get(i) == deferreds.get(j)) {
                    return true;
                }
            }
        }
        return false;
    }

    private <U extends T> void gather(int index, Deferred<U> deferred) {
        deferred.add(new Links.Gathered<U>(deferred, this, index));
    }

    /** One of them is there. Gives what its chain ends with. */
    final Object arrived(int index, Object outcome) {
        outcomes[index] = outcome;
        if (outcome instanceof Failed failed) {
            failed(index, failed.cause);
        } else {
            succeeded(index, outcome);
        }
        if (missing.decrementAndGet() == 0) {
            all();
        }
        return outcome instanceof Failed && !consumesErrors() ? outcome : Node.encode(null);
    }

    void succeeded(int index, Object outcome) {}

    void failed(int index, Throwable cause) {}

    /** Every outcome is there. */
    void all() {}

    /** There was none to wait for. */
    void none() {
        all();
    }

    boolean consumesErrors() {
        return true;
    }

    void cancel() {
        deferreds.forEach(Deferred::cancel);
    }

    /** The first counts, and none after a cancel. */
    final void fire(R value) {
        result.tryFire(value);
    }

    final void fail(Throwable cause) {
        result.tryFire(new Failed(cause));
    }

    final List<T> values() {
        List<T> values = new ArrayList<>(outcomes.length);
        for (Object outcome : outcomes) {
            values.add(Node.decode(present(outcome)));
        }
        return Collections.unmodifiableList(values);
    }

    final List<Outcome<T>> outcomes() {
        return Arrays.stream(outcomes)
                .map(outcome -> Links.<T>visible(present(outcome)))
                .toList();
    }

    final FailureGroupException failures() {
        return new FailureGroupException(Arrays.stream(outcomes)
                .map(outcome -> ((Failed) present(outcome)).cause)
                .toList());
    }

    private static Object present(@Nullable Object outcome) {
        if (outcome == null) {
            throw new IllegalStateException("asked before all outcomes were there");
        }
        return outcome;
    }

    /** All values, or the first failure as it is. */
    static final class Values<T extends @Nullable Object> extends Gathering<T, List<T>> {
        private final AtomicBoolean failed = new AtomicBoolean();

        Values(List<? extends Deferred<? extends T>> gathered) {
            super(gathered, true);
        }

        @Override
        void failed(int index, Throwable cause) {
            failed.setPlain(true); // published by the count of the missing ones
            fail(cause);
        }

        @Override
        void all() {
            if (!failed.getPlain()) {
                fire(values());
            }
        }
    }

    /** The first value, and the others are cancelled. */
    static final class Race<T extends @Nullable Object> extends Gathering<T, Winner<T>> {
        private final AtomicBoolean won = new AtomicBoolean();
        private volatile boolean cancelled;

        Race(List<? extends Deferred<? extends T>> gathered) {
            super(gathered, false);
        }

        @Override
        void succeeded(int index, Object outcome) {
            if (won.compareAndSet(false, true)) {
                super.cancel(); // the winner as well, which does nothing
                fire(new Winner<>(index, Node.decode(outcome)));
            }
        }

        @Override
        void all() {
            if (won.compareAndSet(false, true)) {
                fail(cancelled ? because(failures()) : failures());
            }
        }

        @Override
        void cancel() {
            cancelled = true;
            super.cancel();
        }

        private static CancellationException because(FailureGroupException failures) {
            CancellationException cancellation = new CancellationException("cancelled");
            cancellation.initCause(failures);
            return cancellation;
        }
    }
}
