package io.jtwisted.defer;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Waits for several Deferreds, whatever becomes of each. {@link Deferred#gatherResults} is simpler where one failure
 * spoils all. Twisted: {@code DeferredList}, with its flags as methods.
 *
 * <pre>{@code
 * DeferredList.of(answers).consumeErrors().outcomes().tap(this::tell).otherwise(this::fail);
 * }</pre>
 *
 * <p>The options make a new list and touch nothing; {@link #outcomes} and {@link #fireOnOneCallback} begin to wait, once,
 * and spend the Deferreds. What they return is at home where they are called; the Deferreds may have other homes, and be
 * fired by any thread. To cancel it cancels all of them, each on its own home.
 */
public final class DeferredList<T extends @Nullable Object> {
    private final List<Deferred<? extends T>> deferreds;
    private final boolean onOneErrback;
    private final boolean consumesErrors;

    private DeferredList(List<Deferred<? extends T>> deferreds, boolean onOneErrback, boolean consumesErrors) {
        this.deferreds = deferreds;
        this.onOneErrback = onOneErrback;
        this.consumesErrors = consumesErrors;
    }

    /** Of these, in this order. */
    public static <T extends @Nullable Object> DeferredList<T> of(List<? extends Deferred<? extends T>> deferreds) {
        return new DeferredList<>(List.copyOf(deferreds), false, false);
    }

    /**
     * Fails as soon as one fails, with a {@link FirstErrorException}; the others go on, and their results are ignored.
     */
    public DeferredList<T> fireOnOneErrback() {
        return new DeferredList<>(deferreds, true, consumesErrors);
    }

    /** Handles the failures: otherwise each is also reported as not handled, although the result has it. */
    public DeferredList<T> consumeErrors() {
        return new DeferredList<>(deferreds, onOneErrback, true);
    }

    /**
     * What became of each, in the order of the Deferreds, when all have fired. Of none, it is there at once.
     *
     * @throws IllegalStateException if one of them is spent, or is in the list twice; then none of them is consumed
     */
    public Deferred<List<Outcome<T>>> outcomes() {
        return new Outcomes<>(this).result();
    }

    /**
     * The first that succeeds; the others go on, and their results are ignored. When all have failed, it fails with a
     * {@link FailureGroupException} (where Twisted gives the list of failures, as a value of another type). Of none, it
     * never fires.
     *
     * @throws IllegalStateException as {@link #outcomes} does
     */
    public Deferred<Winner<T>> fireOnOneCallback() {
        return new First<>(this).result();
    }

    private static final class Outcomes<T extends @Nullable Object> extends Gathering<T, List<Outcome<T>>> {
        private final DeferredList<T> list;

        Outcomes(DeferredList<T> list) {
            super(list.deferreds, true);
            this.list = list;
        }

        @Override
        void failed(int index, Throwable cause) {
            if (list.onOneErrback) {
                fail(new FirstErrorException(index, cause));
            }
        }

        @Override
        void all() {
            fire(outcomes());
        }

        @Override
        boolean consumesErrors() {
            return list.consumesErrors;
        }
    }

    private static final class First<T extends @Nullable Object> extends Gathering<T, Winner<T>> {
        private final DeferredList<T> list;
        private final AtomicBoolean succeeded = new AtomicBoolean();

        First(DeferredList<T> list) {
            super(list.deferreds, true);
            this.list = list;
        }

        @Override
        void succeeded(int index, Object outcome) {
            succeeded.setPlain(true); // published by the count of the missing ones
            fire(new Winner<>(index, Node.decode(outcome)));
        }

        @Override
        void failed(int index, Throwable cause) {
            if (list.onOneErrback) {
                fail(new FirstErrorException(index, cause));
            }
        }

        @Override
        void all() {
            if (!succeeded.getPlain()) {
                fail(failures());
            }
        }

        @Override
        void none() {}

        @Override
        boolean consumesErrors() {
            return list.consumesErrors;
        }
    }
}
