package io.jtwisted.defer;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.net.Reactor;
import io.jtwisted.netty.NettyReactor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Eight threads fire, add, cancel and await at the same Deferreds at once, a quarter of a million times: no step is
 * lost, doubled or reordered. After a change of the chain, play more: {@code -Djtwisted.stress.rounds=1000000}.
 */
class DeferredStressIT {
    private static final int ROUNDS = Integer.getInteger("jtwisted.stress.rounds", 250_000);
    private static final int BATCH = 2_000;
    private static final int FEW = 200;
    private static final int TURNS = 100;
    private static final int SPINS = 2_000;
    private static final int SKEWS = 61;
    private static final long PATIENCE = 20;

    private final ExecutorService threads = Executors.newFixedThreadPool(StressedRound.THREADS);
    private final NettyReactor reactor = NettyReactor.create();
    private final NettyReactor other = NettyReactor.create();

    @AfterEach
    void stop() {
        threads.shutdownNow();
        if (reactor.running()) {
            reactor.stop().await();
        }
        if (other.running()) {
            other.stop().await();
        }
    }

    @Test
    void withoutAHome() throws Exception {
        List<String> wrong = stress(ROUNDS * 2 / 5, StressedRound::homeless);

        assertThat(wrong).isEmpty();
    }

    @Test
    void atHomeOnAReactor() throws Exception {
        reactor.start().await();
        other.start().await();

        List<String> wrong = stress(ROUNDS * 2 / 5, number -> StressedRound.at(number, reactor, reactor));

        assertThat(wrong).isEmpty();
    }

    @Test
    void betweenTwoReactors() throws Exception {
        reactor.start().await();
        other.start().await();

        List<String> wrong = stress(ROUNDS / 5, number -> StressedRound.at(number, reactor, other));

        assertThat(wrong).isEmpty();
    }

    @Test
    void whileTheReactorEnds() throws Exception {
        List<String> wrong = new ArrayList<>();

        try (Logged log = new Logged()) { // a cancelled chain which had not grown yet may be reported
            for (int i = 0; i < ROUNDS / 20 / FEW && wrong.isEmpty(); i++) {
                wrong.addAll(stressToTheEnd(i));
            }
            assertThat(log.causes()).hasOnlyElementsOfType(CancellationException.class);
        }

        assertThat(wrong).isEmpty();
    }

    private List<String> stressToTheEnd(int number) throws Exception {
        reactor.start().await();
        AtomicReference<Deferred<Reactor>> stopped = new AtomicReference<>();
        List<StressedRound> batch = batch(number, FEW, round -> StressedRound.endingAt(round, reactor));
        play(batch, () -> stopped.set(reactor.stop()));
        Objects.requireNonNull(stopped.get()).await();
        return verdict(batch);
    }

    private List<String> stress(int rounds, IntFunction<StressedRound> maker) throws Exception {
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < rounds / BATCH && wrong.isEmpty(); i++) {
            List<StressedRound> batch = batch(i, BATCH, maker);
            play(batch, () -> {});
            settle(batch);
            wrong.addAll(verdict(batch));
        }
        return wrong;
    }

    private static List<StressedRound> batch(int number, int size, IntFunction<StressedRound> maker) {
        return IntStream.range(number * size, (number + 1) * size)
                .mapToObj(maker)
                .toList();
    }

    private static List<String> verdict(List<StressedRound> batch) {
        return batch.stream()
                .map(StressedRound::verdict)
                .filter(words -> !words.isEmpty())
                .toList();
    }

    private void play(List<StressedRound> batch, Runnable halfWay) throws Exception {
        CyclicBarrier start = new CyclicBarrier(StressedRound.THREADS);
        AtomicIntegerArray arrivals = new AtomicIntegerArray(batch.size());
        List<Future<?>> done = new ArrayList<>();
        for (int thread = 0; thread < StressedRound.THREADS; thread++) {
            done.add(threads.submit(() -> {
                start.await(PATIENCE, TimeUnit.SECONDS);
                for (int i = 0; i < batch.size(); i++) {
                    int arrival = arrive(arrivals, i);
                    if (arrival == 0 && i == batch.size() / 2) {
                        halfWay.run();
                    }
                    batch.get(i).play(arrival);
                }
                return start;
            }));
        }
        for (Future<?> one : done) {
            one.get(PATIENCE, TimeUnit.SECONDS);
        }
    }

    /**
     * Every other thread waits a moment for the next one, so that two do their deeds at the same time; and as one deed is
     * longer than another before it comes to the point, one of the two waits a little more, each time another while.
     */
    private static int arrive(AtomicIntegerArray arrivals, int round) {
        int mine = arrivals.getAndIncrement(round);
        for (int spins = 0; mine % 2 == 0 && spins < SPINS && arrivals.get(round) == mine + 1; spins++) {
            // no hint to the processor: it would let the other one go ahead
        }
        int more = mine % 2 == round / SKEWS % 2 ? round % SKEWS : 0;
        for (int spins = 0; spins < more && arrivals.get(round) > mine; spins++) {
            // the same
        }
        return mine;
    }

    /** At home steps still run when the threads are through; a cancel may take some turns. */
    private void settle(List<StressedRound> batch) {
        for (int turn = 0; reactor.running() && turn < TURNS && !areOver(batch); turn++) {
            other.call(() -> Deferred.succeed(true)).await();
            reactor.call(() -> Deferred.succeed(true)).await();
        }
    }

    private boolean areOver(List<StressedRound> batch) {
        return reactor.call(() -> Deferred.succeed(batch.stream().allMatch(StressedRound::isOver)))
                .await();
    }
}
