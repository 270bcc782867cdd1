package io.jtwisted.defer;

import io.jtwisted.loop.Loop;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A few Deferreds for eight threads which do one thing each, all at once: an outer one with two producers, whose chain
 * waits for an inner one and grows meanwhile, while two threads cancel; and one which is awaited while it is fired.
 */
final class StressedRound {
    static final int THREADS = 8;

    /**
     * Who meets whom. P and Q produce for the outer one, I for the inner one, F for the awaited one; G adds to the outer
     * one, H to the awaited one; C and D cancel, or else D adds to the awaited one as well.
     */
    private static final List<String> ORDERS =
            List.of("PQCDIGHF", "CDPQHFIG", "PIGQCHDF", "PCQDHFIG", "HDFCPGQI", "FPHDCIGQ", "GPIQDCFH", "FHDPCQGI");

    private static final int LINKS = 4;
    private static final int KINDS = 4;
    private static final int AWAITED = 64;
    private static final String IN_ORDER = "1234";

    private final int number;
    private final @Nullable Loop home;
    private final boolean ends;
    private final Deferred<Integer> outer;
    private final Deferred<Integer> inner;
    private final Deferred<Integer> waiting;
    private final Deferred<Integer> awaited;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger refused = new AtomicInteger();
    private final AtomicInteger spent = new AtomicInteger();

    // Plain: what the steps of one chain touch needs no lock, also if several threads run them.
    private String steps = "";
    private String wrong = "";
    private @Nullable Outcome<Integer> fired;
    private int awaitedSteps;

    // Each is written by one thread.
    private volatile boolean innerRefused;
    private volatile int heard;

    /** All Deferreds are without a home. */
    static StressedRound homeless(int number) {
        return new StressedRound(number, null, null, false);
    }

    /** All Deferreds are at home there; the inner one at {@code elsewhere}. */
    static StressedRound at(int number, Loop home, Loop elsewhere) {
        return new StressedRound(number, home, elsewhere, false);
    }

    /** The same, and the home ends meanwhile: steps run elsewhere then, and nobody awaits. */
    static StressedRound endingAt(int number, Loop home) {
        return new StressedRound(number, home, home, true);
    }

    private StressedRound(int number, @Nullable Loop home, @Nullable Loop elsewhere, boolean ends) {
        this.number = number;
        this.home = home;
        this.ends = ends;
        this.outer = hasCanceller() ? cancellable(home, asked) : on(home);
        this.inner = on(elsewhere);
        this.awaited = on(home);
        this.waiting = outer.addBoth(this::outerFired).chainCallback(value -> inner);
    }

    private static Deferred<Integer> on(@Nullable Loop home) {
        return home == null ? new Deferred<>() : Deferred.on(home);
    }

    private static Deferred<Integer> cancellable(@Nullable Loop home, AtomicInteger asked) {
        return home == null
                ? new Deferred<>(cancelled -> asked.incrementAndGet())
                : Deferred.on(home, cancelled -> asked.incrementAndGet());
    }

    private boolean isCancelled() {
        return number % KINDS != 0;
    }

    private boolean hasCanceller() {
        return number % KINDS == 1;
    }

    /**
     * Does one of the eight deeds. Threads which come one after the other, the first and the second, the third and the
     * fourth and so on, do what has to be decided between them.
     */
    void play(int arrival) {
        String order = ORDERS.get(number / KINDS % ORDERS.size());
        switch (order.charAt(arrival)) {
            case 'P', 'Q' -> produce();
            case 'I' -> fireInner();
            case 'G' -> grow();
            case 'C' -> cancel();
            case 'D' -> cancelOrCompete();
            case 'H' -> hear(!ends && number % AWAITED < KINDS);
            default -> awaited.callback(3);
        }
    }

    private void produce() {
        try {
            outer.callback(1);
        } catch (IllegalStateException e) {
            refused.incrementAndGet();
        }
    }

    private void fireInner() {
        try {
            inner.callback(2);
        } catch (IllegalStateException e) {
            innerRefused = true;
        }
    }

    private void grow() {
        Deferred<Integer> last = waiting;
        for (int i = 1; i <= LINKS; i++) {
            int step = i;
            last = last.addBoth(outcome -> step(step, outcome));
        }
    }

    private void cancel() {
        if (isCancelled()) {
            waiting.cancel();
        }
    }

    /** Where nobody cancels, a second thread wants to add to what the other one awaits: a link has one consumer. */
    private void cancelOrCompete() {
        if (isCancelled()) {
            cancel();
        } else {
            hear(false);
        }
    }

    private void hear(boolean awaiting) {
        Deferred<Integer> end = count();
        if (end == null) {
            return;
        } else if (awaiting) {
            heard = end.await();
        } else {
            end.tap(value -> heard = value);
        }
    }

    private @Nullable Deferred<Integer> count() {
        try {
            return awaited.tap(value -> awaitedSteps++);
        } catch (IllegalStateException e) {
            spent.incrementAndGet();
            return null;
        }
    }

    private int outerFired(Outcome<Integer> outcome) {
        expect(fired == null, () -> "the outer one fired twice");
        fired = outcome;
        return value(outcome);
    }

    private int step(int step, Outcome<Integer> outcome) {
        expect(ends || home == null || home.inLoop(), () -> "step " + step + " is not at home");
        steps += step;
        if (outcome instanceof Outcome.Success<Integer> success) {
            int before = step == 1 ? 2 : step - 1;
            expect(success.value() == before, () -> "step " + step + " gets " + success.value());
        } else {
            expect(step == 1 && isCancelled(), () -> "step " + step + " gets " + outcome);
        }
        return step;
    }

    private int value(Outcome<Integer> outcome) {
        if (outcome instanceof Outcome.Success<Integer> success) {
            return success.value();
        }
        Throwable cause = ((Outcome.Failure<Integer>) outcome).cause();
        expect(isCancelled(), () -> "nobody cancels it, but " + cause);
        throw (CancellationException) cause;
    }

    private void expect(boolean met, Supplier<String> otherwise) {
        if (!met) {
            wrong += otherwise.get() + "; ";
        }
    }

    /** Whether its last steps have run. */
    boolean isOver() {
        return steps.length() >= LINKS && heard != 0;
    }

    /** What went wrong; empty if nothing did. To be called when all threads are through. */
    String verdict() {
        boolean cancelledFirst = fired instanceof Outcome.Failure && hasCanceller();
        expect(steps.equals(IN_ORDER), () -> "steps ran as " + steps + ", not " + IN_ORDER);
        expect(awaitedSteps == 1 && heard == 3, () -> "awaited: " + awaitedSteps + " steps, heard " + heard);
        expect(spent.get() == (isCancelled() ? 0 : 1), () -> spent + " adds found the awaited link spent");
        expect(!innerRefused, () -> "the only producer of the inner one was refused");
        expect(refused.get() == 1, () -> refused + " of two producers were refused");
        expect(asked.get() <= 1, () -> "the canceller was asked " + asked + " times");
        expect(asked.get() > 0 || !cancelledFirst, () -> "the canceller was not asked");
        return wrong.isEmpty() ? "" : "round " + number + " (" + number % KINDS + "), " + fired + ": " + wrong;
    }
}
