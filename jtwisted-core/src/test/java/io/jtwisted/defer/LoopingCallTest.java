package io.jtwisted.defer;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.jtwisted.testing.MemoryReactor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class LoopingCallTest {
    private final HandClock clock = new HandClock();
    private final List<Duration> calls = new ArrayList<>();
    private final LoopingCall loop = LoopingCall.of(clock, () -> calls.add(clock.now()));

    // ---- the grid

    @Test
    void theFirstCallIsMadeAtOnce() {
        Deferred<LoopingCall> end = loop.start(ofSeconds(1));

        assertThat(calls).containsExactly(ZERO);
        assertThat(loop.running()).isTrue();
        assertThat(end).isPending();
    }

    @Test
    void theFirstCallMayWait() {
        loop.start(ofSeconds(1), false).otherwise(e -> {});
        assertThat(calls).isEmpty();

        clock.advance(ofMillis(999));
        assertThat(calls).isEmpty();

        clock.advance(ofMillis(1));
        assertThat(calls).containsExactly(ofSeconds(1));
    }

    @Test
    void aLateCallDoesNotMoveTheGrid() {
        loop.start(ofSeconds(1)).otherwise(e -> {});

        clock.advance(ofMillis(1_300));
        clock.advance(ofMillis(700));
        clock.advance(ofMillis(999));

        assertThat(calls).containsExactly(ZERO, ofMillis(1_300), ofSeconds(2));
    }

    @Test
    void callsWhichWereMissedAreSkipped() {
        loop.start(ofSeconds(1)).otherwise(e -> {});

        clock.advance(ofMillis(3_500));
        clock.advance(ofMillis(500));

        assertThat(calls).containsExactly(ZERO, ofMillis(3_500), ofSeconds(4));
    }

    @Test
    void aCallMayTakeLongerThanTheInterval() {
        LoopingCall slow = LoopingCall.of(clock, () -> {
            calls.add(clock.now());
            clock.pass(ofMillis(2_500));
        });
        slow.start(ofSeconds(1)).otherwise(e -> {});

        clock.advance(ofMillis(499));
        clock.advance(ofMillis(1));

        assertThat(calls).containsExactly(ZERO, ofSeconds(3));
    }

    @Test
    void aCallWhichEndsOnTheGridIsNotRepeatedAtOnce() {
        LoopingCall slow = LoopingCall.of(clock, () -> {
            calls.add(clock.now());
            clock.pass(ofSeconds(1));
        });
        slow.start(ofSeconds(1)).otherwise(e -> {});

        clock.advance(ofMillis(999));
        clock.advance(ofMillis(1));

        assertThat(calls).containsExactly(ZERO, ofSeconds(2));
    }

    @Test
    void everyLineOfTheGridIsCalledOnceWhateverTheInterval() {
        Random random = new Random(5);
        for (Duration interval : List.of(
                Duration.ofNanos(1), Duration.ofNanos(333_333_333), ofSeconds(1).dividedBy(7))) {
            HandClock uneven = new HandClock();
            List<Long> lines = new ArrayList<>();
            LoopingCall.of(uneven, () -> lines.add(uneven.now().toNanos() / interval.toNanos()))
                    .start(interval)
                    .otherwise(e -> {});

            for (int i = 0; i < 200; i++) {
                uneven.advance(Duration.ofNanos(random.nextLong(2 * interval.toNanos())));
            }

            assertThat(lines).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(50);
        }
    }

    @Test
    void withoutAnIntervalThereIsOneCallInEveryPass() {
        loop.start(ZERO).otherwise(e -> {});

        clock.advance(ZERO);
        clock.advance(ofSeconds(5));

        assertThat(calls).containsExactly(ZERO, ZERO, ofSeconds(5));
    }

    @Test
    void anIntervalMayBeLongerThanAnyLife() {
        loop.start(ofSeconds(Long.MAX_VALUE)).otherwise(e -> {});

        clock.advance(Duration.ofDays(10_000));

        assertThat(calls).containsExactly(ZERO);
        assertThat(clock.waiting()).isOne();
    }

    @Test
    void aResetBeginsANewGrid() {
        loop.start(ofSeconds(1)).otherwise(e -> {});
        clock.advance(ofMillis(400));

        loop.reset();
        clock.advance(ofMillis(999));
        assertThat(calls).containsExactly(ZERO);

        clock.advance(ofMillis(1));
        assertThat(calls).containsExactly(ZERO, ofMillis(1_400));
        assertThat(clock.waiting()).isOne();
    }

    @Test
    void aResetDuringACallDoesNothing() {
        List<LoopingCall> self = new ArrayList<>();
        LoopingCall resetting = LoopingCall.of(clock, () -> {
            calls.add(clock.now());
            clock.pass(ofMillis(300));
            self.forEach(LoopingCall::reset);
        });
        self.add(resetting);
        resetting.start(ofSeconds(1)).otherwise(e -> {});

        clock.advance(ofMillis(700));

        assertThat(calls).containsExactly(ZERO, ofSeconds(1));
    }

    // ---- Deferreds

    @Test
    void aCallIsOverWhenItsDeferredHasFired() {
        List<Deferred<String>> results = new ArrayList<>();
        LoopingCall asking = LoopingCall.of(clock, () -> {
            calls.add(clock.now());
            results.add(new Deferred<>());
            return results.get(results.size() - 1);
        });
        asking.start(ofSeconds(1)).otherwise(e -> {});

        clock.advance(ofMillis(2_200));
        assertThat(calls).containsExactly(ZERO);

        results.get(0).callback("done");
        clock.advance(ofMillis(800));
        assertThat(calls).containsExactly(ZERO, ofSeconds(3));
    }

    @Test
    void whatACallThrowsEndsTheLoop() {
        IllegalStateException broken = new IllegalStateException("broken");
        LoopingCall breaking = LoopingCall.withCount(clock, count -> {
            throw broken;
        });

        Deferred<LoopingCall> end = breaking.start(ofSeconds(1));

        assertThat(end).failedWith(IllegalStateException.class).isSameAs(broken);
        assertThat(breaking.running()).isFalse();
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void aFailedDeferredEndsTheLoop() {
        Deferred<String> result = new Deferred<>();
        LoopingCall asking = LoopingCall.of(clock, () -> result);
        Deferred<LoopingCall> end = asking.start(ofSeconds(1));

        result.errback(new IOException("no answer"));

        assertThat(end).failedWith(IOException.class).hasMessage("no answer");
        assertThat(asking.running()).isFalse();
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void aLoopWhichFailedMayBeStartedAgain() {
        LoopingCall once = LoopingCall.of(clock, () -> {
            calls.add(clock.now());
            return calls.size() == 1 ? Deferred.fail(new IOException("not yet")) : Deferred.succeed("now");
        });
        once.start(ofSeconds(1)).otherwise(e -> {});

        Deferred<LoopingCall> end = once.start(ofSeconds(1));

        assertThat(calls).hasSize(2);
        assertThat(end).isPending();
    }

    // ---- to stop

    @Test
    void stoppingTellsTheOneWhoStarted() {
        Deferred<LoopingCall> end = loop.start(ofSeconds(1));

        loop.stop();

        assertThat(end).succeededWith(loop);
        assertThat(loop.running()).isFalse();
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void aCallMayStopItsLoop() {
        List<LoopingCall> self = new ArrayList<>();
        LoopingCall stopping = LoopingCall.of(clock, () -> {
            calls.add(clock.now());
            self.forEach(LoopingCall::stop);
        });
        self.add(stopping);

        Deferred<LoopingCall> end = stopping.start(ofSeconds(1));

        assertThat(end).succeededWith(stopping);
        assertThat(calls).containsExactly(ZERO);
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void stoppingWaitsForTheCallUnderWay() {
        Deferred<String> result = new Deferred<>();
        LoopingCall asking = LoopingCall.of(clock, () -> result);
        Deferred<LoopingCall> end = asking.start(ofSeconds(1));

        asking.stop();
        assertThat(asking.running()).isFalse();
        assertThat(end).isPending();
        assertThatIllegalStateException().isThrownBy(() -> asking.start(ZERO)).withMessageContaining("not over");

        result.callback("done");
        assertThat(end).succeededWith(asking);
    }

    @Test
    void theLastCallMayFail() {
        Deferred<String> result = new Deferred<>();
        LoopingCall asking = LoopingCall.of(clock, () -> result);
        Deferred<LoopingCall> end = asking.start(ofSeconds(1));

        asking.stop();
        result.errback(new IOException("no answer"));

        assertThat(end).failedWith(IOException.class);
    }

    @Test
    void cancellingStopsTheLoop() {
        Deferred<LoopingCall> end = loop.start(ofSeconds(1));

        end.cancel();

        assertThat(end).failedWith(CancellationException.class);
        assertThat(loop.running()).isFalse();
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void cancellingCancelsTheCallUnderWay() {
        List<String> cancelled = new ArrayList<>();
        LoopingCall asking = LoopingCall.of(clock, () -> new Deferred<String>(d -> cancelled.add("the call")));
        Deferred<LoopingCall> end = asking.start(ofSeconds(1));

        end.cancel();

        assertThat(cancelled).containsExactly("the call");
        assertThat(end).failedWith(CancellationException.class);
        assertThat(asking.running()).isFalse();
        assertThat(clock.waiting()).isZero();
    }

    // ---- refusals

    @Test
    void aLoopWhichRunsCannotBeStarted() {
        loop.start(ofSeconds(1)).otherwise(e -> {});

        assertThatIllegalStateException()
                .isThrownBy(() -> loop.start(ofSeconds(1)))
                .withMessage("this call loops already");
    }

    @Test
    void aLoopWhichDoesNotRunCannotBeStoppedOrReset() {
        assertThatIllegalStateException().isThrownBy(loop::stop).withMessageContaining("start it first");
        assertThatIllegalStateException().isThrownBy(loop::reset).withMessageContaining("start it first");
    }

    @Test
    void anIntervalIsNotNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> loop.start(ofSeconds(-1)))
                .withMessageContaining("PT-1S");
        assertThat(loop.running()).isFalse();
    }

    @Test
    void itBelongsToTheThreadOfItsClock() {
        LoopingCall foreign = LoopingCall.of(new MemoryReactor(), () -> calls.add(ZERO));

        CompletableFuture<Void> elsewhere =
                CompletableFuture.runAsync(() -> foreign.start(ofSeconds(1)).otherwise(e -> {}));

        assertThat(elsewhere)
                .failsWithin(ofSeconds(20))
                .withThrowableThat()
                .withMessageContaining("belongs to the thread of memory");
        assertThat(calls).isEmpty();
    }
}
