package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.defer.Deferred;
import io.jtwisted.loop.Loop;
import io.jtwisted.net.Reactor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;

class DeferToThreadIT {
    @RegisterExtension
    final Reactors reactors = new Reactors(NettyReactor.Io.AUTO);

    private final CountDownLatch release = new CountDownLatch(1);

    @Test
    void theWorkMayBlockAndItsResultComesHome() {
        NettyReactor reactor = reactors.start();

        Deferred<String> result = reactor.deferToThread(
                        () -> reactor.call(() -> "asked the loop").await() + " from " + Loop.current())
                .addCallback(text -> text + ", told at home: " + reactor.inLoop());

        assertThat(result.await()).isEqualTo("asked the loop from null, told at home: true");
    }

    @Test
    void whatTheWorkThrowsIsTheFailure() {
        NettyReactor reactor = reactors.start();
        Exception exception = new Exception("as the test wants");
        AssertionError error = new AssertionError("as the test wants");

        Deferred<Object> first = reactor.deferToThread(() -> {
            throw exception;
        });
        Deferred<Object> second = reactor.deferToThread(() -> {
            throw error;
        });

        assertThatThrownBy(first::await).isSameAs(exception);
        assertThatThrownBy(second::await).isSameAs(error);
    }

    @Test
    void workThatReturnsADeferredFailsAndDoesNotHang() {
        NettyReactor reactor = reactors.start();

        Deferred<Object> result = reactor.deferToThread(() -> Deferred.succeed("value"));

        assertThatThrownBy(result::await)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a Deferred");
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void itsThreadsMayBeVirtual() {
        NettyReactor reactor = reactors.start(
                builder -> builder.name("engine").virtualThreads(true).threads(1, 0));

        Thread thread = reactor.deferToThread(Thread::currentThread).await();

        assertThat(thread.getName()).isEqualTo("engine-worker-1");
        assertThat(thread.getClass().getSimpleName()).isEqualTo("VirtualThread");
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void thereAreNoVirtualThreadsBeforeJava21() {
        NettyReactor.Builder builder = NettyReactor.builder();

        assertThatThrownBy(() -> builder.virtualThreads(true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("virtual threads need Java 21, and this is Java "
                        + Runtime.version().feature());
    }

    @Test
    void aThreadWithoutWorkEndsAfterAWhile() throws Exception {
        NettyReactor reactor = reactors.start(builder -> builder.threadKeepAlive(Duration.ofMillis(10)));

        Thread thread = reactor.deferToThread(Thread::currentThread).await();

        assertThat(thread.getName()).isEqualTo(reactor.name() + "-worker-1");
        thread.join(20_000);
        assertThat(thread.isAlive()).isFalse();
        assertThatThrownBy(() -> NettyReactor.builder().threadKeepAlive(Duration.ofNanos(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void threadsAreBoundedAndOneTooManyIsRefused() {
        NettyReactor reactor = reactors.start(builder -> builder.threads(2, 3));
        List<Deferred<Thread>> accepted = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            accepted.add(reactor.deferToThread(this::block));
        }

        Deferred<Thread> refused = reactor.deferToThread(this::block);

        assertThatThrownBy(refused::await)
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("no thread for this: 2 are busy and 3 calls wait");
        release.countDown();
        ConcurrentHashMap.KeySetView<Thread, Boolean> threads = ConcurrentHashMap.newKeySet();
        accepted.forEach(work -> threads.add(work.await()));
        assertThat(threads).hasSize(2).allMatch(Thread::isDaemon);
        assertThat(threads).allMatch(thread -> thread.getName().startsWith(reactor.name() + "-worker-"));
    }

    @Test
    void workThatIsCancelledGivesItsPlaceBack() {
        NettyReactor reactor = reactors.start(builder -> builder.threads(1, 3));
        Deferred<Thread> busy = reactor.deferToThread(this::block);
        List<Deferred<Thread>> given = new ArrayList<>();
        reactor.blockingCallFromThread(() -> {
            for (int i = 0; i < 10_000; i++) {
                given.add(reactor.deferToThread(this::block));
                given.get(i).cancel();
            }
        });

        Deferred<String> last = reactor.deferToThread(() -> "last");

        assertThat(given).allSatisfy(work -> assertThatThrownBy(work::await).isInstanceOf(CancellationException.class));
        release.countDown();
        assertThat(last.await()).isEqualTo("last");
        assertThat(busy.await()).isNotNull();
    }

    @Test
    void thereMayBeNoRoomToWaitAtAll() {
        NettyReactor reactor = reactors.start(builder -> builder.threads(1, 0));
        Deferred<Thread> accepted = reactor.deferToThread(this::block);

        assertThatThrownBy(() -> reactor.deferToThread(this::block).await())
                .hasMessage("no thread for this: 1 are busy and 0 calls wait");
        release.countDown();
        assertThat(accepted.await()).isNotNull();
    }

    @Test
    void aPoolWithoutThreadsIsRefused() {
        assertThatThrownBy(() -> NettyReactor.builder().threads(0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not 0 and 1");
        assertThatThrownBy(() -> NettyReactor.builder().threads(1, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void afterTheStopItSaysSoAndAfterTheNextStartItWorks() {
        NettyReactor reactor = reactors.start();
        reactor.stop().await();

        assertThatThrownBy(() -> reactor.deferToThread(() -> 1).await())
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("the reactor has stopped");
        reactor.start().await();
        assertThat(reactor.deferToThread(() -> 1).await()).isEqualTo(1);
    }

    @Test
    void whatWasAskedForBeforeTheStartComesHomeAfterIt() {
        NettyReactor reactor = reactors.make();
        Deferred<Boolean> home =
                reactor.deferToThread(() -> "early").addCallback(value -> reactor.inLoop() && value.equals("early"));

        reactor.start().await();

        assertThat(home.await()).isTrue();
    }

    @Test
    void theStopWaitsForWorkThatHasBegunAndItsResultComesHome() {
        NettyReactor reactor = reactors.start(builder -> builder.drainTimeout(Duration.ofMinutes(1)));
        CountDownLatch begun = new CountDownLatch(1);
        Deferred<Boolean> home = reactor.deferToThread(() -> {
                    begun.countDown();
                    return block();
                })
                .addCallback(thread -> reactor.inLoop());
        Reactors.wait(begun);

        Deferred<Reactor> stopped = reactor.stop();
        Reactors.settle(reactor);
        boolean waits = !stopped.fired();
        release.countDown();
        stopped.await();

        assertThat(waits).isTrue();
        assertThat(home.await()).isTrue();
    }

    @Test
    void theStopDoesNotWaitForEver() {
        NettyReactor reactor = reactors.start(builder -> builder.drainTimeout(Duration.ofMillis(1)));
        Deferred<Thread> endless = reactor.deferToThread(this::block);

        reactor.stop().await();

        assertThat(endless.fired()).isFalse();
        release.countDown();
        assertThat(endless.await()).isNotNull();
    }

    @Test
    void workWhichIsCancelledInTheQueueIsNeverBegun() {
        NettyReactor reactor = reactors.start(builder -> builder.threads(1, 10));
        List<String> done = new CopyOnWriteArrayList<>();
        Deferred<Thread> busy = reactor.deferToThread(this::block);
        Deferred<Boolean> cancelled = reactor.deferToThread(() -> done.add("cancelled"));

        cancelled.cancel();
        assertThatThrownBy(cancelled::await).isInstanceOf(CancellationException.class);
        release.countDown();
        busy.await();

        assertThat(reactor.deferToThread(() -> done.add("next")).await()).isTrue();
        assertThat(done).containsExactly("next");
    }

    @Test
    void workWhichIsCancelledTooLateIsDoneAndNobodyHearsOfIt() {
        NettyReactor reactor = reactors.start(builder -> builder.threads(1, 10));
        CountDownLatch begun = new CountDownLatch(1);
        List<String> done = new CopyOnWriteArrayList<>();
        Deferred<Boolean> cancelled = reactor.deferToThread(() -> {
            begun.countDown();
            block();
            return done.add("all the same");
        });
        Reactors.wait(begun);

        cancelled.cancel();

        assertThatThrownBy(cancelled::await).isInstanceOf(CancellationException.class);
        release.countDown();
        reactor.deferToThread(() -> 1).await();
        assertThat(done).containsExactly("all the same");
    }

    @Test
    void itsResultsComeHomeFromAPoolOfYourOwn() throws Exception {
        NettyReactor reactor = reactors.start();
        ExecutorService pool = Executors.newSingleThreadExecutor(work -> new Thread(work, "my own"));

        String result = reactor.deferToThreadPool(
                        pool, () -> Thread.currentThread().getName())
                .addCallback(name -> name + ", told at home: " + reactor.inLoop())
                .await();
        pool.shutdown();

        assertThat(result).isEqualTo("my own, told at home: true");
        assertThatThrownBy(() -> reactor.deferToThreadPool(pool, () -> 1).await())
                .isInstanceOf(RejectedExecutionException.class);
        assertThat(pool.awaitTermination(20, TimeUnit.SECONDS)).isTrue();
    }

    private Thread block() {
        Reactors.wait(release);
        return Thread.currentThread();
    }
}
