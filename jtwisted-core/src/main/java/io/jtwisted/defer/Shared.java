package io.jtwisted.defer;

import io.jtwisted.loop.Loop;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One result for many: each {@link #get} is a Deferred of its own. For what is asked for often and found out once: a
 * name, a login, a connection.
 *
 * <pre>{@code
 * Shared<Config> config = Shared.of(load());
 * config.get().tap(this::use).otherwise(this::fail);
 * }</pre>
 *
 * <p><b>Threads.</b> Any thread may ask. What it gets is at home on its own loop, as every Deferred; a thread which is
 * on none gets one at home where the result comes from. Waiting callers are told in the order in which they asked.
 *
 * <p><b>Cancelling</b> what one has got gives up for this one only: the others wait on, the work goes on, and its result
 * is there for later callers. {@link #cancel} stops the work for all.
 */
public final class Shared<T extends @Nullable Object> {
    private final Deferred<Boolean> end;
    private final @Nullable Loop home;
    private final Set<Deferred<T>> waiting = new LinkedHashSet<>(); // also the lock of what follows
    private @Nullable Outcome<T> outcome;

    /** A failure that no caller has asked for; kept so that it is not lost in silence. */
    private @Nullable Deferred<Boolean> unseen;

    private Shared(Deferred<T> source) {
        home = source.home();
        end = source.addBoth(this::arrived);
    }

    /** Shares this result, and spends the Deferred. */
    public static <T extends @Nullable Object> Shared<T> of(Deferred<T> source) {
        return new Shared<>(source);
    }

    /** The result for you: there already, or when it comes. */
    public Deferred<T> get() {
        Loop here = Loop.current();
        Deferred<T> mine = new Deferred<>(here == null ? home : here, this::leave);
        Outcome<T> known;
        Deferred<Boolean> seen;
        synchronized (waiting) {
            known = outcome;
            seen = unseen;
            unseen = null;
            if (known == null) {
                waiting.add(mine);
                return mine;
            }
        }
        if (seen != null) {
            seen.otherwise(cause -> {});
        }
        tell(mine, known);
        return mine;
    }

    /** Stops the work, as {@link Deferred#cancel}. Waiting and later callers get its outcome. */
    public void cancel() {
        end.cancel();
    }

    private boolean arrived(Outcome<T> arriving) {
        List<Deferred<T>> told;
        synchronized (waiting) {
            outcome = arriving;
            told = List.copyOf(waiting);
            waiting.clear();
            if (told.isEmpty() && arriving instanceof Outcome.Failure<T> failure) {
                unseen = unseen(failure.cause());
            }
        }
        told.forEach(one -> tell(one, arriving));
        return true;
    }

    private Deferred<Boolean> unseen(Throwable cause) {
        Deferred<Boolean> kept = new Deferred<>(home);
        kept.errback(cause);
        return kept;
    }

    private void leave(Deferred<T> cancelled) {
        synchronized (waiting) {
            waiting.remove(cancelled);
        }
    }

    private static <T extends @Nullable Object> void tell(Deferred<T> one, Outcome<T> outcome) {
        // One which was cancelled just now has fired.
        one.tryFire(
                outcome instanceof Outcome.Success<T> success
                        ? Node.encode(success.value())
                        : new Failed(((Outcome.Failure<T>) outcome).cause()));
    }
}
