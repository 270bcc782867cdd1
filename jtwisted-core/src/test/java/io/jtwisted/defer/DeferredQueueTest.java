package io.jtwisted.defer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeferredQueueTest {
    private final DeferredQueue<String> queue = new DeferredQueue<>();

    @Test
    void thingsComeOutInTheOrderInWhichTheyWerePut() {
        queue.put("one");
        queue.put("two");

        assertThat(queue.size()).isEqualTo(2);
        assertThat(Seen.of(queue.get()).value()).isEqualTo("one");
        assertThat(Seen.of(queue.get()).value()).isEqualTo("two");
        assertThat(queue.size()).isZero();
    }

    @Test
    void whoHasWaitedLongestGetsTheNext() {
        Seen<String> first = Seen.of(queue.get());
        Seen<String> second = Seen.of(queue.get());

        queue.put("one");
        boolean tooEarly = second.arrived();
        queue.put("two");

        assertThat(tooEarly).isFalse();
        assertThat(first.value()).isEqualTo("one");
        assertThat(second.value()).isEqualTo("two");
    }

    @Test
    @SuppressWarnings("NullAway") // the null is the subject
    void aThingMayBeNull() {
        queue.put(null);

        assertThat(Seen.of(queue.get()).value()).isNull();
    }

    @Test
    void aFullQueueRefuses() {
        DeferredQueue<String> small = new DeferredQueue<>(1, DeferredQueue.UNLIMITED);
        small.put("one");

        assertThatThrownBy(() -> small.put("two"))
                .isInstanceOf(QueueOverflowException.class)
                .hasMessage("the queue is full: 1 things lie in it");
        assertThat(Seen.of(small.get()).value()).isEqualTo("one");
    }

    @Test
    void aFullBacklogRefuses() {
        DeferredQueue<String> small = new DeferredQueue<>(DeferredQueue.UNLIMITED, 1);
        Seen<String> waiting = Seen.of(small.get());

        assertThatThrownBy(small::get)
                .isInstanceOf(QueueUnderflowException.class)
                .hasMessage("the queue is empty, and 1 wait already");
        small.put("one");
        assertThat(waiting.value()).isEqualTo("one");
    }

    @Test
    void withASizeOfNoneSomebodyMustWait() {
        DeferredQueue<String> meeting = new DeferredQueue<>(0, 1);
        Seen<String> waiting = Seen.of(meeting.get());

        meeting.put("handed over");

        assertThat(waiting.value()).isEqualTo("handed over");
        assertThatThrownBy(() -> meeting.put("nobody waits")).isInstanceOf(QueueOverflowException.class);
    }

    @Test
    void withABacklogOfNoneSomethingMustBeThere() {
        DeferredQueue<String> shelf = new DeferredQueue<>(1, 0);
        shelf.put("there");

        assertThat(Seen.of(shelf.get()).value()).isEqualTo("there");
        assertThatThrownBy(shelf::get).isInstanceOf(QueueUnderflowException.class);
    }

    @Test
    void negativeLimitsAreRefused() {
        assertThatThrownBy(() -> new DeferredQueue<String>(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DeferredQueue<String>(0, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aDeferredIsNoThing() {
        DeferredQueue<Object> objects = new DeferredQueue<>();

        assertThatThrownBy(() -> objects.put(new Deferred<>())).isInstanceOf(IllegalArgumentException.class);
        assertThat(objects.size()).isZero();
    }

    @Test
    void aCancelledGetLosesNothing() {
        Deferred<String> cancelled = queue.get();
        Seen<String> second = Seen.of(queue.get());

        cancelled.cancel();
        queue.put("one");

        assertThat(Seen.of(cancelled).failure()).isInstanceOf(CancellationException.class);
        assertThat(second.value()).isEqualTo("one");
    }

    @Test
    void aCancelledGetMakesRoomInTheBacklog() {
        DeferredQueue<String> small = new DeferredQueue<>(1, 1);
        Deferred<String> cancelled = small.get();

        cancelled.cancel();
        Seen<String> waiting = Seen.of(small.get());
        small.put("one");

        assertThat(Seen.of(cancelled).failure()).isInstanceOf(CancellationException.class);
        assertThat(waiting.value()).isEqualTo("one");
    }

    @Test
    void whoWaitsGetsItAtHome() throws Exception {
        try (ThreadLoop loop = new ThreadLoop()) {
            Seen<String> seen = loop.call(() -> Seen.of(queue.get()));

            queue.put("x");

            assertThat(seen.soon().where()).isSameAs(loop.thread());
        }
    }

    @Test
    void nothingIsLostOrDoubledWhoeverRacesAndCancels() throws Exception {
        int all = 20_000;
        DeferredQueue<Integer> numbers = new DeferredQueue<>();
        AtomicInteger[] got = new AtomicInteger[all];
        CountDownLatch over = new CountDownLatch(all);
        for (int i = 0; i < all; i++) {
            got[i] = new AtomicInteger();
        }

        try (ThreadLoop loop = new ThreadLoop();
                ThreadLoop other = new ThreadLoop()) {
            for (int i = 0; i < all; i++) {
                int number = i;
                ThreadLoop mine = i % 3 == 0 ? loop : other;
                ThreadLoop yours = i % 2 == 0 ? loop : other;
                mine.callFromThread(() -> {
                    Deferred<Integer> asked = numbers.get();
                    asked.tap(value -> {
                                got[value].incrementAndGet();
                                over.countDown();
                            })
                            .otherwise(cause -> {});
                    if (number % 4 == 0) {
                        yours.callFromThread(asked::cancel);
                    }
                });
                yours.callFromThread(() -> numbers.put(number));
            }
            loop.settle();
            other.settle();
            loop.settle();
            List<Seen<Integer>> rest = new ArrayList<>();
            for (int left = numbers.size(); left > 0; left--) { // for each get which was cancelled
                rest.add(Seen.of(numbers.get()));
            }
            rest.forEach(seen -> {
                got[seen.value()].incrementAndGet();
                over.countDown();
            });
            assertThat(over.await(30, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(got).allSatisfy(times -> assertThat(times).hasValue(1));
    }
}
