package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Port;
import io.jtwisted.net.Reactor;
import io.jtwisted.testsupport.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("io.jtwisted.netty.NettyWay#ios")
class LoopOrderIT {
    @RegisterExtension
    final Reactors reactors;

    private final NettyReactor reactor;
    private final List<String> seen = new CopyOnWriteArrayList<>();

    LoopOrderIT(NettyReactor.Io io) {
        reactors = new Reactors(io);
        reactor = reactors.start();
    }

    @Test
    void queuedCallsComeBeforeTimedCallsInAPass() {
        CountDownLatch done = new CountDownLatch(1);

        reactor.callFromThread(() -> {
            reactor.callLater(Duration.ZERO, () -> seen.add("timed"));
            reactor.callFromThread(() -> seen.add("queued in the pass, for the next"));
            reactor.callFromThread(() -> reactor.callLater(Duration.ZERO, done::countDown));
            seen.add("queued");
        });

        Reactors.wait(done);
        assertThat(seen).containsExactly("queued", "timed", "queued in the pass, for the next");
    }

    @Test
    void networkComesAfterTimedCallsInAPass() {
        Echo echo = echo();
        CompletableFuture<List<String>> result = new CompletableFuture<>();

        reactor.callFromThread(() -> {
            List<String> order = new ArrayList<>();
            echo.say("x").tap(answer -> order.add("network")).tap(answer -> result.complete(order));
            reactor.callLater(Duration.ZERO, () -> order.add("timed"));
        });

        assertThat(result.join()).containsExactly("timed", "network");
    }

    @Test
    void aCallThatAsksForItselfForEverStarvesNobody() {
        Echo echo = echo();
        Runnable[] again = new Runnable[1];
        again[0] = () -> reactor.callFromThread(again[0]);
        reactor.callFromThread(again[0]);

        assertThat(medianEcho(echo)).isLessThan(Duration.ofMillis(10));
        assertThat(timedCallIsMade()).isTrue();
    }

    @Test
    void aTimedCallThatAsksForItselfForEverStarvesNobody() {
        Echo echo = echo();
        Runnable[] again = new Runnable[1];
        again[0] = () -> reactor.callLater(Duration.ZERO, again[0]);
        reactor.callFromThread(again[0]);

        assertThat(medianEcho(echo)).isLessThan(Duration.ofMillis(10));
        assertThat(reactor.call(() -> "queued").await()).isEqualTo("queued");
    }

    @Test
    void ofTimedCallsForTheSameTimeTheFirstAskedComesFirst() {
        CountDownLatch done = new CountDownLatch(1);

        reactor.callFromThread(() -> {
            for (int i = 0; i < 50; i++) {
                String name = "" + i;
                reactor.callLater(Duration.ofMillis(5), () -> seen.add(name));
            }
            reactor.callLater(Duration.ofMillis(6), done::countDown);
        });

        Reactors.wait(done);
        assertThat(seen)
                .hasSize(50)
                .startsWith("0", "1", "2")
                .isSortedAccordingTo((a, b) -> Integer.compare(Integer.parseInt(a), Integer.parseInt(b)));
    }

    @Test
    void aTimedCallComesInTimeThoughTheLoopSleeps() {
        CompletableFuture<Duration> result = new CompletableFuture<>();

        reactor.callFromThread(() -> {
            Duration asked = reactor.now();
            reactor.callLater(
                    Duration.ofMillis(50), () -> result.complete(reactor.now().minus(asked)));
        });

        assertThat(result.join()).isBetween(Duration.ofMillis(50), Duration.ofSeconds(5));
    }

    @Test
    void aTimedCallNeedsAReactorThatRuns() {
        NettyReactor resting = reactors.make();
        assertThatThrownBy(() -> resting.callLater(Duration.ZERO, () -> seen.add("never")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(resting + " has not started: callLater needs its thread, and deferLater(...) waits until"
                        + " there is one");
        resting.start().await();

        resting.stop().await();

        assertThatThrownBy(() -> resting.callLater(Duration.ZERO, () -> seen.add("never")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(resting + " has stopped: callLater needs its thread, and deferLater(...) waits until there"
                        + " is one");
    }

    @Test
    void aTimedCallBelongsToTheLoop() {
        assertThatThrownBy(() -> reactor.callLater(Duration.ZERO, () -> seen.add("never")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("callLater belongs to the thread of " + reactor.name()
                        + ": use deferLater(...), or callFromThread(() -> callLater(...)), from others");
        assertThatThrownBy(() -> reactor.call(() -> reactor.callLater(Duration.ofNanos(-1), () -> {}))
                        .await())
                .isInstanceOf(IllegalArgumentException.class);
        Reactors.settle(reactor);
        assertThat(seen).isEmpty();
    }

    @Test
    void whatACallThrowsIsLoggedOnceAndHurtsNobody() {
        RuntimeException queued = new RuntimeException("queued");
        StackOverflowError timed = new StackOverflowError("timed");
        Echo echo = echo();

        try (Log log = Log.of(NettyReactor.class)) {
            reactor.callFromThread(() -> {
                throw queued;
            });
            reactor.callFromThread(() -> reactor.callLater(Duration.ZERO, () -> {
                throw timed;
            }));
            reactor.callFromThread(() -> seen.add("other"));
            Reactors.settle(reactor);

            assertThat(log.thrown()).containsExactly(queued, timed);
        }
        assertThat(seen).containsExactly("other");
        assertThat(echo.say("hello").await()).isEqualTo("hello");
    }

    @Test
    void whatACallbackThrowsIsTheNextFailureAndHurtsNobody() {
        RuntimeException thrown = new RuntimeException("as the test wants");

        try (Log log = Log.of(NettyReactor.class)) {
            Deferred<String> result = reactor.call(() -> "value").addCallback(value -> {
                throw thrown;
            });

            assertThatThrownBy(result::await).isSameAs(thrown);
            assertThat(log.thrown()).isEmpty();
        }
        assertThat(reactor.call(() -> "works").await()).isEqualTo("works");
    }

    private Echo echo() {
        Port port = reactor.listen("tcp:0:interface=127.0.0.1", Echo::new).await();
        Reactor client = reactors.start();
        return client.connect("tcp:127.0.0.1:" + port.number(), new Echo()).await();
    }

    private static Duration medianEcho(Echo echo) {
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            long before = System.nanoTime();
            echo.say("hello").await();
            times.add(Duration.ofNanos(System.nanoTime() - before));
        }
        return times.stream().sorted().toList().get(100);
    }

    private boolean timedCallIsMade() {
        CompletableFuture<Boolean> made = new CompletableFuture<>();
        reactor.callFromThread(() -> reactor.callLater(Duration.ofMillis(1), () -> made.complete(true)));
        return made.join();
    }
}
