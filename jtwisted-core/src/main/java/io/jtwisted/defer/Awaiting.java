package io.jtwisted.defer;

import io.jtwisted.loop.Loop;
import io.jtwisted.loop.LoopThread;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The last link of a chain for which a thread waits, or a block. */
final class Awaiting<T extends @Nullable Object> extends Deferred<T> {
    private static final long LOOK_MILLIS = 100;

    /** One failure may pass many waits; not all of them need to be told. */
    private static final int MOST_WAITS_TOLD = 8;

    /** A latch, or a block. */
    private final Object waiter;

    private @Nullable Object outcome;

    Awaiting(Deferred<T> awaited, Object waiter) {
        super(awaited, LOOK_MILLIS);
        this.waiter = waiter;
    }

    static <T extends @Nullable Object> T await(Deferred<T> awaited) {
        Loop home = awaited.home();
        if (!LoopThread.mayBlock()) {
            Block<?> block = Block.current();
            if (block == null) {
                throw waitsForItself();
            }
            return block.await(awaited);
        }
        if (home != null && home.inLoop() && !awaited.fired()) {
            throw waitsForItself();
        }
        Object there = awaited.takeWaiting();
        if (there != null) {
            return value(there);
        }
        CountDownLatch arrived = new CountDownLatch(1);
        Awaiting<T> link = awaited.add(new Awaiting<>(awaited, arrived));
        try {
            while (!arrived.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                Loop innermost = link.homeOfInnermost();
                if ((ended(home) || ended(innermost)) && !arrived.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw new CancellationException("the loop of this Deferred stopped before its result was there");
                }
                if (givenUp(home) || givenUp(innermost)) {
                    throw new CancellationException(
                            "the loop of this Deferred is to end and does not answer: its thread is blocked");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            awaited.cancel();
            throw new CancellationException("interrupted while waiting for a Deferred");
        }
        return link.value();
    }

    private static IllegalStateException waitsForItself() {
        return new IllegalStateException("await() on a loop's thread would wait for itself: add a callback, await on"
                + " another thread, or in a block of reactor.inline(...)");
    }

    /** What is waited for may belong to another loop than the chain. */
    private @Nullable Loop homeOfInnermost() {
        Node innermost = innermost();
        return innermost == null ? null : innermost.home();
    }

    private static boolean ended(@Nullable Loop home) {
        return home != null && home.ended();
    }

    private static boolean givenUp(@Nullable Loop home) {
        return home != null && home.givenUp();
    }

    /** Whether a block need not wait. */
    boolean hasOutcome() {
        return outcome != null;
    }

    void outcome(Object arrived) {
        outcome = arrived;
    }

    T value() {
        return value(outcome == null ? encode(null) : outcome);
    }

    /** The value, or the failure is thrown: as it is, with the stack of the waiting thread added. */
    @SuppressWarnings("TypeParameterUnusedInFormals") // it is the outcome of a Deferred of this type
    private static <T extends @Nullable Object> T value(Object arrived) {
        if (arrived instanceof Failed failed) {
            if (failed.cause.getSuppressed().length < MOST_WAITS_TOLD) {
                failed.cause.addSuppressed(new AwaitedHere());
            }
            throw Awaiting.<RuntimeException>asItIs(failed.cause);
        }
        return decode(arrived);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"
    }) // checked exceptions end here: a failure keeps its type
    private static <X extends Throwable> X asItIs(Throwable cause) throws X {
        throw (X) cause;
    }

    @Override
    Object apply(Object arriving) {
        if (waiter instanceof Block<?> block) {
            block.arrived(this, arriving);
        } else {
            outcome = arriving;
            ((CountDownLatch) waiter).countDown();
        }
        return encode(null);
    }

    /** The stack of the waiting thread, beside the one of the failure. */
    private static final class AwaitedHere extends Exception {

        AwaitedHere() {
            super("awaited here");
        }
    }
}
