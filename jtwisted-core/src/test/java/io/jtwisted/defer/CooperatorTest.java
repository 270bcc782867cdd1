package io.jtwisted.defer;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.testing.MemoryReactor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CooperatorTest {
    private final HandClock clock = new HandClock();
    private final Cooperator cooperator = Cooperator.of(clock);
    private final List<String> steps = new ArrayList<>();

    @Test
    void anIteratorIsRunToItsEnd() {
        Iterator<String> task = task("a", 3);
        Deferred<Iterator<String>> done = cooperator.coiterate(task);
        assertThat(steps).isEmpty();

        clock.advance(ZERO);

        assertThat(steps).containsExactly("a0", "a1", "a2");
        assertThat(done).succeededWith(task);
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void tasksTakeTurns() {
        cooperator.coiterate(task("a", 2)).otherwise(e -> {});
        cooperator.coiterate(task("b", 3)).otherwise(e -> {});

        clock.advance(ZERO);

        assertThat(steps).containsExactly("a0", "b0", "a1", "b1", "b2");
    }

    @Test
    void aSliceTakesTenMilliseconds() {
        cooperator.coiterate(slowTask("a", 4)).otherwise(e -> {});

        clock.advance(ZERO);
        assertThat(steps).containsExactly("a0", "a1", "a2");

        clock.advance(ZERO);
        assertThat(steps).containsExactly("a0", "a1", "a2", "a3");
    }

    @Test
    void theNextSliceGoesOnWhereTheLastOneEnded() {
        cooperator.coiterate(slowTask("a", 2)).otherwise(e -> {});
        cooperator.coiterate(slowTask("b", 2)).otherwise(e -> {});

        clock.advance(ZERO);
        assertThat(steps).containsExactly("a0", "b0", "a1");

        clock.advance(ZERO);
        assertThat(steps).containsExactly("a0", "b0", "a1", "b1");
    }

    @Test
    void othersAreServedBetweenSlicesAlsoWhenTimeStandsStill() {
        MemoryReactor reactor = new MemoryReactor();
        List<Integer> seen = new ArrayList<>();
        Iterator<Integer> numbers = IntStream.range(0, 25_000).iterator();
        Deferred<Iterator<Integer>> done = Cooperator.of(reactor).coiterate(numbers);
        reactor.callLater(ZERO, () -> seen.add(numbers.next()));
        reactor.callLater(ZERO, () -> reactor.callFromThread(() -> seen.add(numbers.next())));

        reactor.advance(ZERO);

        assertThat(done).succeededWith(numbers);
        assertThat(seen).containsExactly(10_000, 10_001);
    }

    @Test
    void aStepMayBeADeferredWhichIsWaitedFor() {
        Deferred<String> first = new Deferred<>();
        Iterator<Object> task =
                Stream.<Object>of(first, "b").peek(step -> steps.add("step")).iterator();
        Deferred<Iterator<Object>> done = cooperator.coiterate(task);
        cooperator.coiterate(task("other", 2)).otherwise(e -> {});

        clock.advance(ZERO);
        assertThat(steps).containsExactly("step", "other0", "other1");
        assertThat(clock.waiting()).isZero();

        first.callback("a");
        clock.advance(ZERO);
        assertThat(steps).containsExactly("step", "other0", "other1", "step");
        assertThat(done).succeededWith(task);
    }

    @Test
    void aStepMayBeADeferredWhichHasFired() {
        Iterator<Deferred<Integer>> task =
                IntStream.range(0, 5).mapToObj(Deferred::succeed).iterator();

        Deferred<Iterator<Deferred<Integer>>> done = cooperator.coiterate(task);
        clock.advance(ZERO);

        assertThat(done).succeededWith(task);
    }

    @Test
    void aFailedDeferredFailsTheTask() {
        Deferred<Iterator<Deferred<String>>> done =
                cooperator.coiterate(List.<Deferred<String>>of(Deferred.fail(new IOException("disk full")))
                        .iterator());

        clock.advance(ZERO);

        assertThat(done).failedWith(IOException.class).hasMessage("disk full");
    }

    @Test
    void whatAnIteratorThrowsFailsItsTaskAndNoOther() {
        Deferred<Iterator<Integer>> broken =
                cooperator.coiterate(Stream.of(1, 0).map(n -> 1 / n).iterator());
        Iterator<String> task = task("a", 2);
        Deferred<Iterator<String>> sound = cooperator.coiterate(task);

        clock.advance(ZERO);

        assertThat(broken).failedWith(ArithmeticException.class);
        assertThat(sound).succeededWith(task);
    }

    @Test
    void aSpentDeferredFailsTheTask() {
        Deferred<String> spent = Deferred.succeed("mine");
        spent.otherwise(e -> {});
        Deferred<Iterator<Deferred<String>>> done =
                cooperator.coiterate(List.of(spent).iterator());

        clock.advance(ZERO);

        assertThat(done).failedWith(IllegalStateException.class).hasMessageContaining("spent");
    }

    @Test
    void cancellingStopsTheTask() {
        Deferred<Iterator<String>> done = cooperator.coiterate(task("a", 2));

        done.cancel();
        clock.advance(ZERO);

        assertThat(done).failedWith(CancellationException.class);
        assertThat(steps).isEmpty();
    }

    @Test
    void aTaskWhichIsAddedByAStepIsRun() {
        Iterator<Object> task = Stream.<Object>of("one")
                .peek(step -> cooperator.coiterate(task("late", 1)).otherwise(e -> {}))
                .iterator();
        cooperator.coiterate(task).otherwise(e -> {});

        clock.advance(ZERO);
        clock.advance(ZERO);

        assertThat(steps).containsExactly("late0");
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void tasksWaitForTheStart() {
        Cooperator later = Cooperator.notStarted(clock);
        later.coiterate(task("a", 1)).otherwise(e -> {});

        clock.advance(ZERO);
        assertThat(steps).isEmpty();
        assertThat(later.running()).isFalse();

        later.start();
        clock.advance(ZERO);
        assertThat(steps).containsExactly("a0");
        assertThat(later.running()).isTrue();
    }

    @Test
    void stoppingFailsAllTasks() {
        Deferred<Iterator<String>> one = cooperator.coiterate(task("a", 1));
        Deferred<Iterator<String>> other = cooperator.coiterate(task("b", 1));

        cooperator.stop();
        clock.advance(ZERO);

        assertThat(cooperator.running()).isFalse();
        assertThat(one).failedWith(CancellationException.class).hasMessageContaining("cooperator");
        assertThat(other).failedWith(CancellationException.class);
        assertThat(steps).isEmpty();
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void aTaskForAStoppedCooperatorFailsAtOnce() {
        cooperator.stop();

        assertThat(cooperator.coiterate(task("a", 1))).failedWith(CancellationException.class);
    }

    @Test
    void aStoppedCooperatorStartsAgain() {
        cooperator.stop();
        cooperator.start();
        Iterator<String> task = task("a", 1);

        Deferred<Iterator<String>> done = cooperator.coiterate(task);
        clock.advance(ZERO);

        assertThat(done).succeededWith(task);
    }

    @Test
    void aTaskWhichEndsMayStopTheCooperator() {
        Deferred<Iterator<String>> other = cooperator.coiterate(task("b", 9));
        cooperator.coiterate(task("a", 1)).tap(done -> cooperator.stop()).otherwise(e -> {});

        clock.advance(ZERO);

        assertThat(other).failedWith(CancellationException.class);
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void aTaskWhichIsToldOfTheStopMayStopTheOthers() {
        CooperativeTask<Iterator<String>> other = cooperator.cooperate(task("b", 1));
        Deferred<Iterator<String>> done = other.whenDone();
        Cooperator both = cooperator;
        both.coiterate(task("a", 1)).otherwise(e -> {});
        CooperativeTask<Iterator<String>> last = both.cooperate(task("c", 1));
        done.otherwise(e -> last.stop());

        both.stop();

        assertThat(last.whenDone()).failedWith(CancellationException.class).hasMessage("this task was stopped");
    }

    @Test
    void itBelongsToTheThreadOfItsClock() {
        Cooperator foreign = Cooperator.of(new MemoryReactor());

        CompletableFuture<Void> elsewhere =
                CompletableFuture.runAsync(() -> foreign.coiterate(task("a", 1)).otherwise(e -> {}));

        assertThat(elsewhere)
                .failsWithin(ofSeconds(20))
                .withThrowableThat()
                .withMessageContaining("belongs to the thread of memory");
    }

    private Iterator<String> task(String name, int length) {
        return IntStream.range(0, length)
                .mapToObj(number -> name + number)
                .peek(steps::add)
                .iterator();
    }

    /** Takes 4 milliseconds a step. */
    private Iterator<String> slowTask(String name, int length) {
        return IntStream.range(0, length)
                .mapToObj(number -> name + number)
                .peek(step -> {
                    steps.add(step);
                    clock.pass(ofMillis(4));
                })
                .iterator();
    }
}
