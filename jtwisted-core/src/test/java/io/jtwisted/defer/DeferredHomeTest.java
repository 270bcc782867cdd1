package io.jtwisted.defer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeferredHomeTest {
    private final ThreadLoop loop = new ThreadLoop();
    private final ThreadLoop other = new ThreadLoop();

    @AfterEach
    void stop() {
        loop.close();
        other.close();
    }

    @Test
    void madeOnALoopItIsAtHomeThere() throws Exception {
        Deferred<String> deferred = loop.call(() -> new Deferred<>());
        Deferred<String> cancellable = loop.call(() -> new Deferred<>(cancelled -> {}));
        Seen<String> seen = Seen.of(deferred);
        Seen<String> other = Seen.of(cancellable);

        deferred.callback("x");
        cancellable.callback("y");

        assertThat(seen.soon().where()).isSameAs(loop.thread());
        assertThat(other.soon().where()).isSameAs(loop.thread());
    }

    @Test
    void madeOnNoLoopItRunsWhereItIsFired() throws Exception {
        Deferred<String> here = new Deferred<>();
        Deferred<String> there = new Deferred<>();
        Seen<String> seen = Seen.of(here);
        Seen<String> other = Seen.of(there);

        here.callback("x");
        boolean atOnce = loop.call(() -> {
            there.callback("y");
            return other.arrived();
        });

        assertThat(seen.where()).isSameAs(Thread.currentThread());
        assertThat(atOnce).isTrue();
        assertThat(other.where()).isSameAs(loop.thread());
    }

    @Test
    void madeOnNoLoopAndFiredItRunsWhereItIsExtended() throws Exception {
        Deferred<String> deferred = Deferred.succeed("x");

        Seen<String> seen = loop.call(() -> Seen.of(deferred));

        assertThat(seen.where()).isSameAs(loop.thread());
    }

    @Test
    void itMayBeMadeAtHomeElsewhere() throws Exception {
        Deferred<String> deferred = other.call(() -> Deferred.on(loop));
        Seen<String> seen = Seen.of(deferred);

        deferred.callback("x");

        assertThat(seen.soon().where()).isSameAs(loop.thread());
    }

    @Test
    void stepsAtHomeRunOneAfterTheOtherWhoeverFires() throws Exception {
        List<String> order = Collections.synchronizedList(new ArrayList<>());
        Deferred<String> first = Deferred.on(loop);
        Deferred<String> second = Deferred.on(loop);
        first.tap(value -> order.add("first begins"))
                .tap(value -> second.callback("fired inside"))
                .tap(value -> order.add("first ends"))
                .otherwise(cause -> {});
        Seen<String> seen = Seen.of(second.tap(
                value -> order.add("second, on " + Thread.currentThread().getName())));

        other.call(() -> {
            first.callback("x");
            return true;
        });

        assertThat(seen.soon().value()).isEqualTo("fired inside");
        loop.settle();
        assertThat(order)
                .containsExactly("first begins", "second, on " + loop.thread().getName(), "first ends");
    }

    @Test
    void anyThreadMayFireExtendCancelAndAwait() throws Exception {
        for (int round = 0; round < 100; round++) {
            Deferred<String> fired = Deferred.on(loop);
            Deferred<String> cancelled = Deferred.on(loop);
            List<Thread> threads = new ArrayList<>();
            List<String> awaited = Collections.synchronizedList(new ArrayList<>());
            threads.add(new Thread(
                    () -> awaited.add(fired.addCallback(value -> value + "!").await())));
            threads.add(new Thread(() -> fired.callback("x")));
            threads.add(new Thread(() -> cancelled.cancel()));
            threads.add(new Thread(() -> awaited.add(cancelled
                    .addErrback(CancellationException.class, cause -> "cancelled")
                    .await())));

            threads.forEach(Thread::start);
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(awaited).containsExactlyInAnyOrder("x!", "cancelled");
        }
    }

    @Test
    void firedElsewhereTheStepsRunAtHome() throws Exception {
        Deferred<String> deferred = Deferred.on(loop);
        Seen<String> seen = Seen.of(deferred);

        deferred.callback("x");

        assertThat(seen.soon().where()).isSameAs(loop.thread());
    }

    @Test
    void extendedElsewhereTheStepsRunAtHome() throws Exception {
        Deferred<String> deferred = loop.call(() -> Deferred.succeed("made on the loop"));

        Seen<String> seen = Seen.of(deferred);

        assertThat(seen.soon().where()).isSameAs(loop.thread());
    }

    @Test
    void firedAtHomeTheStepsRunAtOnce() throws Exception {
        Deferred<String> deferred = Deferred.on(loop);
        Seen<String> seen = Seen.of(deferred);

        boolean atOnce = loop.call(() -> {
            deferred.callback("x");
            return seen.arrived();
        });

        assertThat(atOnce).isTrue();
    }

    @Test
    void aChainGoesHomeFromAnInnerOfAnotherHome() throws Exception {
        Deferred<String> inner = Deferred.on(other);
        List<Thread> threads = new ArrayList<>();
        Deferred<String> outer = Deferred.on(loop);
        Seen<String> seen = Seen.of(outer.chainCallback(value -> inner.tap(x -> threads.add(Thread.currentThread())))
                .tap(x -> threads.add(Thread.currentThread())));

        outer.callback("x");
        inner.callback("y");

        assertThat(seen.soon().value()).isEqualTo("y");
        assertThat(threads).containsExactly(other.thread(), loop.thread());
    }

    @Test
    void anInnerWhichFiredAtAnotherHomeIsTaken() throws Exception {
        Deferred<String> inner = other.call(() -> Deferred.succeed("done there"));
        Deferred<String> outer = Deferred.on(loop);
        Seen<String> seen = Seen.of(outer.chainCallback(value -> inner));

        outer.callback("x");

        assertThat(seen.soon().value()).isEqualTo("done there");
        assertThat(seen.where()).isSameAs(loop.thread());
    }

    @Test
    void aCancellerIsCalledAtHome() throws Exception {
        List<Thread> threads = new ArrayList<>();
        Deferred<String> deferred = Deferred.on(loop, cancelled -> threads.add(Thread.currentThread()));
        Seen<String> seen = Seen.of(deferred);

        deferred.cancel();

        assertThat(seen.soon().failure()).isInstanceOf(CancellationException.class);
        assertThat(threads).containsExactly(loop.thread());
    }

    @Test
    void aCancelAtHomeReachesStepsWhichTheResultHasNotMet() throws Exception {
        Deferred<String> deferred = Deferred.on(loop);
        Deferred<String> inner = Deferred.on(loop);
        Deferred<String> end = deferred.chainCallback(value -> inner);
        Seen<String> seen = Seen.of(end);
        CountDownLatch free = loop.block();
        loop.callFromThread(end::cancel);
        deferred.callback("its hop comes after the cancel");

        free.countDown();

        assertThat(seen.soon().failure()).isInstanceOf(CancellationException.class);
    }

    @Test
    void aCancelFromElsewhereWaitsForTheStepWhichRuns() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        Deferred<String> inner = Deferred.on(loop);
        Deferred<String> deferred = Deferred.on(loop);
        Deferred<String> end = deferred.chainCallback(value -> {
            inside.countDown();
            cancelled.await();
            return inner;
        });
        Seen<String> seen = Seen.of(end);
        deferred.callback("x");
        inside.await();

        end.cancel();
        cancelled.countDown();

        assertThat(seen.soon().failure()).isInstanceOf(CancellationException.class);
    }

    @Test
    void aCancelFindsAnOutcomeOnItsWayBetweenTwoHomes() throws Exception {
        Deferred<String> first = Deferred.on(other);
        Deferred<String> second = Deferred.on(loop);
        Deferred<String> outer = Deferred.on(loop);
        Deferred<String> end = outer.chainCallback(value -> first).chainCallback(value -> second);
        Seen<String> seen = Seen.of(end);
        outer.callback("x");
        loop.settle();
        CountDownLatch free = loop.block();
        loop.callFromThread(end::cancel);
        first.callback("y");
        other.settle();

        free.countDown();

        assertThat(seen.soon().failure()).isInstanceOf(CancellationException.class);
    }

    @Test
    void afterTheEndOfItsHomeItRunsWhereItIsFired() throws Exception {
        Deferred<String> fired = Deferred.on(loop);
        Deferred<String> extended = loop.call(() -> Deferred.succeed("before the end"));
        Seen<String> seen = Seen.of(fired);
        loop.close();

        fired.callback("after the end");

        assertThat(seen.value()).isEqualTo("after the end");
        assertThat(seen.where()).isSameAs(Thread.currentThread());
        assertThat(Seen.of(extended).value()).isEqualTo("before the end");
    }

    @Test
    void whatFiresWhileTheHomeEndsRunsOnce() throws Exception {
        for (int round = 0; round < 300; round++) {
            ThreadLoop ending = new ThreadLoop();
            AtomicInteger ran = new AtomicInteger();
            CountDownLatch all = new CountDownLatch(20);
            List<Deferred<String>> deferreds = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Deferred<String> deferred = Deferred.on(ending);
                deferred.tap(value -> ran.incrementAndGet())
                        .always(all::countDown)
                        .otherwise(cause -> {});
                deferreds.add(deferred);
            }

            ending.stop();
            deferreds.forEach(deferred -> deferred.callback("x"));
            ending.close();

            assertThat(all.getCount()).isZero();
            assertThat(ran).hasValue(20);
        }
    }
}
