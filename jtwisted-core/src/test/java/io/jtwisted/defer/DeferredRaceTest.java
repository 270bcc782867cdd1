package io.jtwisted.defer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several threads at the same Deferreds: each step runs once, in order, whoever comes first. */
class DeferredRaceTest {
    private static final int ROUNDS = 50_000;
    private static final int BATCH = 1000;
    private static final int LINKS = 4;

    private final ExecutorService threads = Executors.newFixedThreadPool(4);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void withoutAHomeNoStepIsLostDoubledOrReordered() throws Exception {
        for (int i = 0; i < ROUNDS / BATCH; i++) {
            race(IntStream.range(0, BATCH)
                    .mapToObj(n -> new Round(new Deferred<>(), new Deferred<>()))
                    .toList());
        }
    }

    @Test
    void atHomeNoStepIsLostDoubledOrReordered() throws Exception {
        try (ThreadLoop loop = new ThreadLoop();
                ThreadLoop other = new ThreadLoop()) {
            for (int i = 0; i < ROUNDS / BATCH; i++) {
                race(IntStream.range(0, BATCH)
                        .mapToObj(n -> new Round(Deferred.on(loop), Deferred.on(n % 2 == 0 ? loop : other)))
                        .toList());
            }
        }
    }

    @Test
    void cancellersAreAskedAtMostOnceAndOneFireWins() throws Exception {
        AtomicIntegerArray asked = new AtomicIntegerArray(BATCH);
        AtomicIntegerArray ran = new AtomicIntegerArray(BATCH);
        List<Deferred<Integer>> deferreds = new ArrayList<>();
        for (int i = 0; i < BATCH; i++) {
            int number = i;
            Deferred<Integer> deferred = new Deferred<>(cancelled -> asked.incrementAndGet(number));
            deferred.addBoth(outcome -> ran.incrementAndGet(number));
            deferreds.add(deferred);
        }
        Callable<Boolean> cancels = () -> {
            deferreds.forEach(Deferred::cancel);
            return true;
        };

        together(List.of(cancels, cancels, cancels, cancels));

        for (int i = 0; i < BATCH; i++) {
            assertThat(asked.get(i)).isEqualTo(1);
            assertThat(ran.get(i)).isEqualTo(1);
        }
    }

    @Test
    void aCancelledProducerIsNeverRefusedItsOneFire() throws Exception {
        for (int round = 0; round < 20; round++) {
            List<Deferred<Integer>> deferreds = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                deferreds.add(new Deferred<>());
            }
            AtomicInteger refused = new AtomicInteger();
            Callable<Boolean> cancels = () -> {
                deferreds.forEach(Deferred::cancel);
                return true;
            };
            Callable<Boolean> fires = () -> {
                deferreds.forEach(deferred -> fire(deferred, refused));
                return true;
            };

            together(List.of(cancels, fires, cancels));
            int first = refused.get();
            deferreds.forEach(deferred -> fire(deferred, refused));
            deferreds.forEach(deferred -> deferred.otherwise(cause -> {}));

            assertThat(first).isZero();
            assertThat(refused).hasValue(BATCH);
        }
    }

    private static void fire(Deferred<Integer> deferred, AtomicInteger refused) {
        try {
            deferred.callback(1);
        } catch (IllegalStateException e) {
            refused.incrementAndGet();
        }
    }

    private void race(List<Round> rounds) throws Exception {
        together(List.of(
                () -> each(rounds, Round::extend),
                () -> each(rounds, round -> round.outer.callback(1)),
                () -> each(rounds, round -> round.inner.callback(2)),
                () -> each(rounds, round -> {
                    if (round.hashCode() % 3 == 0) {
                        round.waiting.cancel();
                    }
                })));
        for (Round round : rounds) {
            round.check();
        }
    }

    private static boolean each(List<Round> rounds, Consumer<Round> work) {
        rounds.forEach(work);
        return true;
    }

    private void together(List<Callable<Boolean>> works) throws Exception {
        CyclicBarrier start = new CyclicBarrier(works.size());
        List<Future<Boolean>> done = new ArrayList<>();
        for (Callable<Boolean> work : works) {
            done.add(threads.submit(() -> {
                start.await(10, TimeUnit.SECONDS);
                return work.call();
            }));
        }
        for (Future<Boolean> future : done) {
            future.get(20, TimeUnit.SECONDS);
        }
    }

    /** An outer chain which waits for an inner one, and links which a thread adds meanwhile. */
    private static final class Round {
        private final Deferred<Integer> outer;
        private final Deferred<Integer> inner;
        private final Deferred<Integer> waiting;
        private final List<Integer> steps = new ArrayList<>();
        private volatile Deferred<Integer> end;

        Round(Deferred<Integer> outer, Deferred<Integer> inner) {
            this.outer = outer;
            this.inner = inner;
            this.waiting = outer.chainCallback(value -> inner);
            this.end = waiting;
        }

        void extend() {
            Deferred<Integer> last = waiting;
            for (int i = 0; i < LINKS; i++) {
                int number = i;
                last = last.addBoth(outcome -> {
                    steps.add(number);
                    if (outcome instanceof Outcome.Failure<Integer> failure
                            && !(failure.cause() instanceof CancellationException)) {
                        throw new AssertionError(failure.cause());
                    }
                    return number;
                });
            }
            end = last;
        }

        void check() {
            int value = end.await();
            assertThat(value).isEqualTo(LINKS - 1);
            assertThat(steps).containsExactly(0, 1, 2, 3);
        }
    }
}
