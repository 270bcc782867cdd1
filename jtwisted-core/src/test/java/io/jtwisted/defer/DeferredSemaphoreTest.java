package io.jtwisted.defer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeferredSemaphoreTest {
    private final DeferredSemaphore lock = new DeferredSemaphore(1);
    private final IOException trouble = new IOException("trouble");

    @Test
    void asManyAsTheLimitComeInAndTheOthersWaitInLine() {
        DeferredSemaphore two = new DeferredSemaphore(2);

        Seen<DeferredSemaphore> first = Seen.of(two.acquire());
        Seen<DeferredSemaphore> second = Seen.of(two.acquire());
        Seen<DeferredSemaphore> third = Seen.of(two.acquire());

        assertThat(first.value()).isSameAs(two);
        assertThat(second.arrived()).isTrue();
        assertThat(third.arrived()).isFalse();
        assertThat(two.free()).isZero();
        assertThat(two.waiting()).isEqualTo(1);
    }

    @Test
    void aReleaseLetsTheFirstOfTheLineIn() {
        lock.acquire();
        Seen<DeferredSemaphore> second = Seen.of(lock.acquire());
        Seen<DeferredSemaphore> third = Seen.of(lock.acquire());

        lock.release();

        assertThat(second.arrived()).isTrue();
        assertThat(third.arrived()).isFalse();
    }

    @Test
    void aReleaseWithoutAnybodyInIsRefused() {
        lock.acquire();
        lock.release();

        assertThatThrownBy(lock::release)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("more often");
        assertThat(lock.free()).isEqualTo(1);
    }

    @Test
    void aLimitBelowOneIsRefused() {
        assertThatThrownBy(() -> new DeferredSemaphore(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCancelWhileWaitingLeavesTheLine() {
        lock.acquire();
        Deferred<DeferredSemaphore> second = lock.acquire();
        Seen<DeferredSemaphore> third = Seen.of(lock.acquire());

        second.cancel();
        lock.release();

        assertThat(Seen.of(second).failure()).isInstanceOf(CancellationException.class);
        assertThat(third.arrived()).isTrue();
    }

    @Test
    void aCancelAfterItWasLetInDoesNothing() {
        Deferred<DeferredSemaphore> in = lock.acquire();

        in.cancel();

        assertThat(Seen.of(in).value()).isSameAs(lock);
        assertThat(lock.free()).isZero();
    }

    @Test
    void runReleasesHoweverItEnds() {
        List<String> ended = new ArrayList<>();

        lock.run(() -> "value").tap(ended::add).otherwise(cause -> {});
        lock.run(() -> Deferred.<String>fail(trouble)).otherwise(cause -> ended.add("failed"));
        lock.run(DeferredSemaphoreTest::throwing).otherwise(cause -> ended.add("threw"));

        assertThat(ended).containsExactly("value", "failed", "threw");
        assertThat(lock.free()).isEqualTo(1);
    }

    @Test
    void runHoldsItUntilTheCallIsOver() {
        Deferred<String> work = new Deferred<>();
        Seen<String> seen = Seen.of(lock.run(() -> work));
        Seen<String> next = Seen.of(lock.run(() -> "next"));

        boolean tooEarly = next.arrived();
        work.callback("done");

        assertThat(tooEarly).isFalse();
        assertThat(seen.value()).isEqualTo("done");
        assertThat(next.value()).isEqualTo("next");
    }

    @Test
    void cancellingARunWhichWaitsLeavesTheLineAndReleasesNothing() {
        lock.acquire();
        Deferred<String> waiting = lock.run(() -> "never called");

        waiting.cancel();

        assertThat(Seen.of(waiting).failure()).isInstanceOf(CancellationException.class);
        assertThat(lock.free()).isZero();
        assertThat(lock.waiting()).isZero();
    }

    @Test
    void cancellingARunWhichIsInCancelsTheCallAndReleases() {
        List<String> asked = new ArrayList<>();
        Deferred<String> work = new Deferred<>(cancelled -> asked.add("work"));
        Deferred<String> running = lock.run(() -> work);

        running.cancel();

        assertThat(asked).containsExactly("work");
        assertThat(Seen.of(running).failure()).isInstanceOf(CancellationException.class);
        assertThat(lock.free()).isEqualTo(1);
    }

    @Test
    void whoReleasesAndAcquiresAgainGoesToTheEndOfTheLine() {
        List<String> order = new ArrayList<>();
        lock.acquire();
        lock.acquire()
                .tap(in -> {
                    order.add("first");
                    in.release();
                    in.acquire().tap(again -> order.add("first again")).otherwise(cause -> {});
                })
                .otherwise(cause -> {});
        lock.acquire()
                .tap(in -> {
                    order.add("second");
                    in.release();
                })
                .otherwise(cause -> {});

        lock.release();

        assertThat(order).containsExactly("first", "second", "first again");
    }

    @Test
    void aLineOfAHundredThousandDoesNotGrowTheStack() {
        AtomicInteger ran = new AtomicInteger();
        lock.acquire();
        for (int i = 0; i < 100_000; i++) {
            lock.run(ran::incrementAndGet).otherwise(cause -> {});
        }

        lock.release();

        assertThat(ran).hasValue(100_000);
        assertThat(lock.free()).isEqualTo(1);
    }

    @Test
    void whoWaitsIsLetInAtHome() throws Exception {
        try (ThreadLoop loop = new ThreadLoop()) {
            lock.acquire();
            Seen<DeferredSemaphore> seen = loop.call(() -> Seen.of(lock.acquire()));

            lock.release();

            assertThat(seen.soon().where()).isSameAs(loop.thread());
        }
    }

    @Test
    void neverAreMoreInThanTheLimitWhoeverRacesAndCancels() throws Exception {
        int users = 20_000;
        DeferredSemaphore three = new DeferredSemaphore(3);
        AtomicInteger in = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(users);

        try (ThreadLoop loop = new ThreadLoop();
                ThreadLoop other = new ThreadLoop()) {
            for (int i = 0; i < users; i++) {
                int number = i;
                ThreadLoop mine = i % 2 == 0 ? loop : other;
                ThreadLoop yours = i % 3 == 0 ? loop : other;
                mine.callFromThread(() -> {
                    Deferred<Boolean> run = three.run(() -> {
                        most.accumulateAndGet(in.incrementAndGet(), Math::max);
                        Deferred<Boolean> work = new Deferred<>();
                        yours.callFromThread(() -> work.callback(true));
                        return work.always(in::decrementAndGet);
                    });
                    Deferred<Boolean> end = run.always(over::countDown);
                    end.otherwise(cause -> {});
                    if (number % 5 == 0) {
                        yours.callFromThread(end::cancel);
                    }
                });
            }
            assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(most.get()).isBetween(1, 3);
        assertThat(three.free()).isEqualTo(3);
        assertThat(three.waiting()).isZero();
    }

    private static Deferred<String> throwing() throws IOException {
        throw new IOException("thrown");
    }
}
