package io.jtwisted.defer;

import io.jtwisted.loop.Loop;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The last link of a chain for which a thread waits. */
final class Awaiting<T extends @Nullable Object> extends Deferred<T> {
    private static final long LOOK_MILLIS = 100;

    private final CountDownLatch arrived = new CountDownLatch(1);
    private Object outcome = encode(null);

    private Awaiting(Deferred<T> awaited) {
        super(awaited, LOOK_MILLIS);
    }

    static <T extends @Nullable Object> T await(Deferred<T> awaited) {
        Loop home = awaited.home();
        if (Loop.current() != null || (home != null && home.inLoop() && !awaited.fired())) {
            throw new IllegalStateException(
                    "await() on a loop's thread would wait for itself: add a callback, or await on another thread");
        }
        Object there = awaited.takeWaiting();
        if (there != null) {
            return value(there);
        }
        Awaiting<T> link = awaited.add(new Awaiting<>(awaited));
        try {
            while (!link.arrived.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                if ((ended(home) || ended(link.homeOfInnermost()))
                        && !link.arrived.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw new CancellationException("the loop of this Deferred stopped before its result was there");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            awaited.cancel();
            throw new CancellationException("interrupted while waiting for a Deferred");
        }
        return value(link.outcome);
    }

    /** What is waited for may belong to another loop than the chain. */
    private @Nullable Loop homeOfInnermost() {
        Node innermost = innermost();
        return innermost == null ? null : innermost.home();
    }

    private static boolean ended(@Nullable Loop home) {
        return home != null && home.ended();
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // it is the outcome of a Deferred of this type
    private static <T extends @Nullable Object> T value(Object outcome) {
        if (outcome instanceof Failed failed) {
            throw Awaiting.<RuntimeException>asItIs(failed.cause);
        }
        return decode(outcome);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"
    }) // checked exceptions end here: a failure keeps its type
    private static <X extends Throwable> X asItIs(Throwable cause) throws X {
        throw (X) cause;
    }

    @Override
    Object apply(Object arriving) {
        outcome = arriving;
        arrived.countDown();
        return encode(null);
    }
}
