package io.jtwisted.defer;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.net.Reactor;
import io.jtwisted.testing.MemoryReactor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a stop and a restart of their reactor mean for what works on it bit by bit. */
class RestTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final List<Long> counts = new ArrayList<>();
    private final LoopingCall loop = LoopingCall.withCount(reactor, counts::add);

    @Test
    void aLoopingCallRestsAndGoesOnWithANewGrid() {
        Deferred<LoopingCall> end = loop.start(ofSeconds(1));
        reactor.advance(ofMillis(1_900));

        stop();
        reactor.advance(ofSeconds(100));
        List<Long> before = List.copyOf(counts);
        start();
        reactor.advance(ofMillis(999));
        List<Long> afterALittle = List.copyOf(counts);
        reactor.advance(ofMillis(1));

        assertThat(loop.running()).isTrue();
        assertThat(before).containsExactly(1L, 1L);
        assertThat(afterALittle).containsExactly(1L, 1L);
        assertThat(counts).containsExactly(1L, 1L, 1L);
        assertThat(end.fired()).isFalse();
    }

    @Test
    void oneThatRestedStopsAndStartsAsEver() {
        Deferred<LoopingCall> end = loop.start(ofSeconds(1));
        stop();
        start();

        loop.stop();
        reactor.advance(ofSeconds(5));
        Seen<LoopingCall> ended = Seen.of(end);
        Deferred<LoopingCall> again = loop.start(ofSeconds(1));
        reactor.advance(ofSeconds(1));

        assertThat(ended.value()).isSameAs(loop);
        assertThat(counts).containsExactly(1L, 1L, 1L);
        assertThat(again.fired()).isFalse();
    }

    @Test
    void oneThatRestsMayBeCancelledFromAnyThread() {
        Deferred<LoopingCall> end = loop.start(ofSeconds(1));
        Seen<LoopingCall> ended = Seen.of(end);
        stop();

        CompletableFuture.runAsync(end::cancel).join();
        start();
        reactor.advance(ofSeconds(5));

        assertThat(ended.failure()).isInstanceOf(CancellationException.class);
        assertThat(loop.running()).isFalse();
        assertThat(counts).containsExactly(1L);
        assertThat(reactor.failures()).isEmpty();
    }

    @Test
    void aCallWhichEndsWhileTheReactorIsStoppedIsFollowedByOneAfterTheRestart() {
        List<Deferred<Long>> results = new ArrayList<>();
        LoopingCall slow = LoopingCall.chainWithCount(reactor, count -> {
            counts.add(count);
            results.add(Deferred.on(reactor));
            return results.get(results.size() - 1);
        });
        Deferred<LoopingCall> end = slow.start(ofSeconds(1));
        stop();

        CompletableFuture.runAsync(() -> results.get(0).callback(1L)).join();
        start();
        reactor.advance(ofSeconds(1));

        assertThat(counts).containsExactly(1L, 1L);
        assertThat(end.fired()).isFalse();
    }

    @Test
    void theTasksOfACooperatorGoOnAfterTheRestart() {
        Cooperator cooperator = Cooperator.of(reactor);
        List<Integer> steps = new ArrayList<>();
        Deferred<Iterator<Integer>> done =
                reactor.call(() -> cooperator.coiterate(Stream.iterate(1, step -> step <= 30_000, step -> step + 1)
                        .peek(steps::add)
                        .iterator()));
        reactor.call(() -> {
            reactor.stop(); // after the first slice
        });

        start();
        int before = steps.size();
        reactor.advance(ZERO);

        assertThat(before).isPositive();
        assertThat(steps).hasSize(30_000);
        assertThat(done.fired()).isTrue();
    }

    @Test
    void aTaskThatAwaitedTheStopGoesOnAfterTheRestart() {
        Cooperator cooperator = Cooperator.of(reactor);
        List<Deferred<String>> waits = new ArrayList<>();
        Iterator<Deferred<String>> work = Stream.generate(() -> {
                    waits.add(Deferred.on(reactor));
                    return waits.get(waits.size() - 1);
                })
                .iterator();
        Deferred<?> done = cooperator.coiterate(work);
        reactor.advance(ZERO);
        stop();

        CompletableFuture.runAsync(() -> waits.get(0).callback("there")).join();
        start();
        reactor.advance(ZERO);

        assertThat(waits).hasSize(2);
        assertThat(done.fired()).isFalse();
    }

    private void stop() {
        Seen<Reactor> stopped = Seen.of(reactor.stop());
        reactor.advance(ZERO);
        assertThat(stopped.arrived()).isTrue();
        assertThat(reactor.ended()).isTrue();
    }

    private void start() {
        reactor.start().otherwise(cause -> {
            throw new AssertionError(cause);
        });
        assertThat(reactor.running()).isTrue();
    }
}
