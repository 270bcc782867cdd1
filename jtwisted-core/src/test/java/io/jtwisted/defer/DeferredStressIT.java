package io.jtwisted.defer;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.net.Reactor;
import io.jtwisted.netty.NettyReactor;
import java.util.ArrayList;
import java.util.List;
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
 * Eight threads fire, add, cancel and await at the same Deferreds at once, a million times: no step is lost, doubled or
 * reordered. {@code -Djtwisted.stress.rounds} gives another number for the three tests together.
 */
class DeferredStressIT {
    private static final int ROUNDS = Integer.getInteger("jtwisted.stress.rounds", 1_000_000);
    private static final int BATCH = 2_000;
    private static final int TURNS = 100;
    private static final int SPINS = 100;
    private static final long PATIENCE = 20;

    private final ExecutorService threads = Executors.newFixedThreadPool(StressedRound.ROLES);
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

        for (int i = 0; i < ROUNDS / 20 / BATCH && wrong.isEmpty(); i++) {
            reactor.start().await();
            List<StressedRound> batch = batch(i, number -> StressedRound.endingAt(number, reactor));
            AtomicReference<Deferred<Reactor>> stopped = new AtomicReference<>();
            play(batch, i, () -> stopped.set(reactor.stop()));
            stopped.get().await();
            wrong.addAll(verdict(batch));
        }

        assertThat(wrong).isEmpty();
    }

    private List<String> stress(int rounds, IntFunction<StressedRound> maker) throws Exception {
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < rounds / BATCH && wrong.isEmpty(); i++) {
            List<StressedRound> batch = batch(i, maker);
            play(batch, i, () -> {});
            settle(batch);
            wrong.addAll(verdict(batch));
        }
        return wrong;
    }

    private static List<StressedRound> batch(int number, IntFunction<StressedRound> maker) {
        return IntStream.range(number * BATCH, (number + 1) * BATCH)
                .mapToObj(maker)
                .toList();
    }

    private static List<String> verdict(List<StressedRound> batch) {
        return batch.stream()
                .map(StressedRound::verdict)
                .filter(words -> !words.isEmpty())
                .toList();
    }

    /** The threads change their roles with each batch. */
    private void play(List<StressedRound> batch, int shift, Runnable halfWay) throws Exception {
        CyclicBarrier start = new CyclicBarrier(StressedRound.ROLES);
        AtomicIntegerArray arrivals = new AtomicIntegerArray(BATCH);
        List<Future<?>> done = new ArrayList<>();
        for (int thread = 0; thread < StressedRound.ROLES; thread++) {
            int role = (thread + shift) % StressedRound.ROLES;
            done.add(threads.submit(() -> {
                start.await(PATIENCE, TimeUnit.SECONDS);
                for (int i = 0; i < BATCH; i++) {
                    if (role == 0 && i == BATCH / 2) {
                        halfWay.run();
                    }
                    meet(arrivals, i);
                    batch.get(i).play(role);
                }
                return role;
            }));
        }
        for (Future<?> one : done) {
            one.get(PATIENCE, TimeUnit.SECONDS);
        }
    }

    /** Waits a moment for another thread, so that two come to the same round at the same time. */
    private static void meet(AtomicIntegerArray arrivals, int round) {
        int mine = arrivals.incrementAndGet(round);
        for (int spins = 0; mine % 2 == 1 && spins < SPINS && arrivals.get(round) == mine; spins++) {
            // no hint to the processor: it would let the other one go ahead
        }
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
