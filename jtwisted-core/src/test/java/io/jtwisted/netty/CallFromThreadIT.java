package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Reactor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("io.jtwisted.netty.NettyWay#ios")
class CallFromThreadIT {
    private static final int THREADS = 4;

    @RegisterExtension
    final Reactors reactors;

    private final List<String> seen = new CopyOnWriteArrayList<>();

    CallFromThreadIT(NettyReactor.Io io) {
        reactors = new Reactors(io);
    }

    @Test
    void theCallsOfEachThreadKeepTheirOrder() throws Exception {
        NettyReactor reactor = reactors.start();
        int calls = 100_000;
        int[] next = new int[THREADS];
        int[] outOfOrder = new int[1];

        inThreads(thread -> {
            for (int i = 0; i < calls; i++) {
                int number = i;
                reactor.callFromThread(() -> {
                    if (next[thread]++ != number) {
                        outOfOrder[0]++;
                    }
                });
            }
        });

        Reactors.settle(reactor);
        assertThat(next).containsOnly(calls);
        assertThat(outOfOrder).containsExactly(0);
    }

    @Test
    void aCallWakesALoopThatSleeps() {
        NettyReactor reactor = reactors.start();

        for (int i = 0; i < 500; i++) {
            assertThat(reactor.call(() -> "awake").await()).isEqualTo("awake");
        }
    }

    @Test
    void callsFromBeforeTheStartAreMadeWhenItStarts() {
        NettyReactor reactor = reactors.make();
        reactor.callFromThread(() -> seen.add("first"));
        reactor.callFromThread(() -> seen.add("second"));
        Deferred<Boolean> third = reactor.call(reactor::inLoop);

        reactor.start().await();

        assertThat(third.await()).isTrue();
        assertThat(seen).containsExactly("first", "second");
    }

    @Test
    void callsFromAfterTheStopWaitForTheNextStart() {
        NettyReactor reactor = reactors.start();
        reactor.stop().await();
        reactor.callFromThread(() -> seen.add("in the second life"));

        reactor.start().await();
        Reactors.settle(reactor);

        assertThat(seen).containsExactly("in the second life");
    }

    @Test
    void aCallOnTheLoopIsMadeAtOnce() {
        NettyReactor reactor = reactors.start();

        reactor.call(() -> {
                    seen.add("before");
                    reactor.call(() -> {
                        seen.add("inside");
                    });
                    seen.add("after");
                })
                .await();

        assertThat(seen).containsExactly("before", "inside", "after");
    }

    @Test
    void theResultOfACallComesHome() {
        NettyReactor reactor = reactors.start();
        Deferred<String> later = new Deferred<>();

        Deferred<Boolean> deferred = reactor.call(() -> later).addCallback(value -> reactor.inLoop());
        later.callback("fired elsewhere");

        assertThat(deferred.await()).isTrue();
        assertThat(reactor.call(() -> 1).addCallback(value -> reactor.inLoop()).await())
                .isTrue();
        assertThat(reactor.call(() -> {})
                        .addCallback(nothing -> reactor.inLoop())
                        .await())
                .isTrue();
    }

    @Test
    void whatACallThrowsIsItsFailure() {
        NettyReactor reactor = reactors.start();
        Exception thrown = new Exception("as the test wants");

        Deferred<String> result = reactor.call(() -> {
            throw thrown;
        });

        assertThatThrownBy(result::await).isSameAs(thrown);
    }

    @Test
    void afterTheStopACallFailsAndRunsNowhere() {
        NettyReactor reactor = reactors.start();
        reactor.stop().await();

        Deferred<?> result = reactor.call(() -> {
            seen.add("on the wrong thread");
        });

        assertThatThrownBy(result::await)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(reactor.name() + " has stopped");
        assertThatThrownBy(() -> reactor.listen("tcp:0", Echo::new).await()).hasMessageContaining("has stopped");
        assertThatThrownBy(() -> reactor.deferToThread(() -> 1).await())
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessageContaining("has stopped");
        assertThat(seen).isEmpty();
    }

    @Test
    void nobodyWaitsForALoopThatHasStopped() {
        NettyReactor reactor = reactors.start();
        Deferred<String> never = Deferred.on(reactor);
        CompletableFuture<String> waiting = CompletableFuture.supplyAsync(never::await);

        reactor.stop().await();

        assertThatThrownBy(waiting::join).hasCauseInstanceOf(CancellationException.class);
    }

    @Test
    void nothingIsLostOrDoneTwiceWhileItStops() throws Exception {
        NettyReactor reactor = reactors.make();
        int lives = 200;
        int calls = 200;

        for (int life = 0; life < lives; life++) {
            reactor.start().await();
            AtomicIntegerArray made = new AtomicIntegerArray(THREADS * calls);
            AtomicIntegerArray answered = new AtomicIntegerArray(THREADS * calls);
            CountDownLatch halfway = new CountDownLatch(THREADS);
            Thread stopper = new Thread(() -> {
                Reactors.wait(halfway);
                reactor.stop().await();
            });
            stopper.start();

            inThreads(thread -> {
                for (int i = thread * calls; i < (thread + 1) * calls; i++) {
                    int number = i;
                    reactor.call(() -> made.incrementAndGet(number))
                            .always(() -> answered.incrementAndGet(number))
                            .otherwise(stopped -> made.incrementAndGet(number));
                    if (i == thread * calls + calls / 2) {
                        halfway.countDown();
                    }
                }
            });
            stopper.join();

            for (int i = 0; i < THREADS * calls; i++) {
                assertThat(made.get(i)).as("call %d of life %d", i, life).isOne();
                assertThat(answered.get(i)).as("answer %d of life %d", i, life).isOne();
            }
        }
    }

    @Test
    void theExecutorIsTheLoop() {
        Reactor reactor = reactors.start();

        CompletableFuture<Boolean> ran = CompletableFuture.supplyAsync(reactor::inLoop, reactor.asExecutor());

        assertThat(ran.join()).isTrue();
    }

    private static void inThreads(IntConsumer work) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            Thread thread = new Thread(() -> work.accept(number));
            thread.start();
            threads.add(thread);
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
