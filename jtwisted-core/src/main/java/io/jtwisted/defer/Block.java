package io.jtwisted.defer;

import io.jtwisted.loop.Loop;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * A block of sequential code, from its first line to its end. Everything here happens while its loop has nothing else to
 * do, on whichever stack, so that nothing here needs a lock.
 */
final class Block<T extends @Nullable Object> implements Runnable {
    private final Inline inline;
    private final Callable<T> code;
    private final Coroutine stack;
    private final Runnable goOn = this::goOn;
    private Deferred<T> result;
    private ContextCarrier.Snapshot context;
    private ContextCarrier.Scope scope = () -> {};
    private @Nullable Awaiting<?> awaited;
    private @Nullable Object outcome;
    private boolean cancelled;

    /** Where it is among the blocks which have not ended. */
    int place;

    Block(Inline inline, Callable<T> code, Coroutine stack) {
        this.inline = inline;
        this.code = code;
        this.stack = stack;
        this.context = inline.context().capture();
        this.result = head();
    }

    /** The block in which the caller is; null if it is in none. For threads which belong to a loop. */
    static @Nullable Block<?> current() {
        return Thread.currentThread() instanceof BlockThread thread ? thread.block() : LoopStack.current();
    }

    /** Runs it up to its first wait. */
    Deferred<T> start() {
        Deferred<T> given = cancellable();
        inline.enter(goOn);
        return given;
    }

    @Override
    @SuppressWarnings("CatchingUnchecked") // the border: whatever the code throws is its result
    public void run() {
        try {
            scope = context.restore();
            try {
                outcome = encode(code.call());
            } finally {
                scope.close();
            }
        } catch (Exception | Error e) {
            outcome = new Failed(e);
        }
    }

    private static Object encode(@Nullable Object value) {
        return value instanceof Deferred
                ? new Failed(new IllegalStateException("a block returned a Deferred: return what its await() gives"))
                : Node.encode(value);
    }

    /** Waits for this one, on the stack of the block. */
    <V extends @Nullable Object> V await(Deferred<V> deferred) {
        Awaiting<V> link = deferred.add(new Awaiting<>(deferred, this));
        if (!link.hasOutcome()) {
            if (cancelled || inline.ended()) {
                cancelled = false;
                link.cancel();
            }
            if (!link.hasOutcome()) {
                suspend(link);
            }
        }
        return link.value();
    }

    private void suspend(Awaiting<?> link) {
        if (inline.ended()) {
            throw new CancellationException(inline.home() + " stopped before the result was there");
        }
        context = inline.context().capture();
        scope.close();
        awaited = link;
        try {
            stack.leave();
        } catch (IllegalStateException e) {
            awaited = null; // it has not left: what comes of the cancel must not enter it again
            link.cancel();
            throw e;
        } finally {
            awaited = null;
            scope = context.restore();
        }
    }

    /** The result for which it waits, or waited, is there. Any thread. */
    void arrived(Awaiting<?> link, Object arriving) {
        Loop home = inline.home();
        if (home.inLoop()) {
            arrive(link, arriving);
        } else {
            home.callFromThread(() -> arrive(link, arriving));
        }
    }

    private void arrive(Awaiting<?> link, Object arriving) {
        link.outcome(arriving);
        if (awaited == link) {
            inline.enter(goOn);
        }
    }

    private void goOn() {
        stack.enter(this);
        Object end = outcome;
        if (end != null) {
            stack.release();
            inline.ended(this);
            result.fire(end);
        }
    }

    /** The loop ends: nothing more will arrive. */
    void giveUp() {
        Awaiting<?> link = awaited;
        if (link != null) {
            link.cancel();
            if (awaited == link) { // what it waits for belongs to another loop, and is cancelled there, later
                arrive(
                        link,
                        new Failed(new CancellationException(inline.home() + " stopped before the result was there")));
            }
        }
    }

    private Deferred<T> head() {
        return Deferred.on(inline.home(), unfired -> {}); // fails with a CancellationException, and that is all
    }

    /** To cancel it is to cancel what the block waits for; what the block makes of that is the result. */
    private Deferred<T> cancellable() {
        return result.chainErrback(CancellationException.class, this::afterCancel);
    }

    private Deferred<T> afterCancel(CancellationException cancel) {
        if (outcome != null) {
            return Deferred.fail(cancel); // the block's own
        }
        result = head();
        Deferred<T> later = cancellable();
        Awaiting<?> link = awaited;
        if (link == null) {
            cancelled = true; // from inside: its next wait is for nothing
        } else {
            link.cancel();
        }
        return later;
    }
}
