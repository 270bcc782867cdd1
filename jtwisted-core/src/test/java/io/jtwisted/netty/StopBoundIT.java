package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.SystemEvent;
import io.jtwisted.testsupport.Log;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A stop ends in time, whatever the loop does. */
@ParameterizedClass
@EnumSource(
        value = NettyReactor.Io.class,
        names = {"NIO", "EPOLL"})
class StopBoundIT {
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Duration LONG = Duration.ofSeconds(20);

    @RegisterExtension
    final Reactors reactors;

    private final CountDownLatch free = new CountDownLatch(1);

    StopBoundIT(NettyReactor.Io io) {
        reactors = new Reactors(io);
    }

    @AfterEach
    void goOn() {
        free.countDown();
    }

    @Test
    void aStopOfABlockedLoopFailsAndTellsWhereItIs() throws Exception {
        NettyReactor reactor = reactors.start(builder -> builder.stopTimeout(SHORT));
        block(reactor);

        try (Log log = Log.of(NettyReactor.class)) {
            assertThatThrownBy(() -> of(reactor.stop()))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessage(reactor.name() + " did not stop within 200 ms: its thread is blocked");

            assertThat(log.at(Level.WARN)).anySatisfy(event -> {
                assertThat(event.getFormattedMessage())
                        .startsWith(reactor.name() + " is to end, but its thread has not");
                assertThat(event.getThrowableProxy().getStackTraceElementProxyArray())
                        .anyMatch(line -> line.getSTEAsString().contains("StopBoundIT.hang"));
            });
        }
        assertThat(reactor.givenUp()).isTrue();
        assertThat(reactor.running()).isFalse();
    }

    @Test
    void oneThatComesBackAfterAllStopsAndMayBeStartedAgain() throws Exception {
        NettyReactor reactor = reactors.start(builder -> builder.stopTimeout(SHORT));
        Thread thread = Reactors.threadOf(reactor);
        block(reactor);
        assertThatThrownBy(() -> of(reactor.stop())).isInstanceOf(TimeoutException.class);
        assertThatThrownBy(() -> reactor.start().await()).hasMessage(reactor.name() + " runs already");

        free.countDown();
        thread.join(LONG.toMillis());

        assertThat(reactor.givenUp()).isFalse();
        assertThat(reactor.ended()).isTrue();
        reactor.start().await();
        assertThat(reactor.call(() -> "works").await()).isEqualTo("works");
    }

    @Test
    void whatWaitsForALoopThatWasGivenUpWaitsNoMore() throws Exception {
        NettyReactor reactor = reactors.start(builder -> builder.stopTimeout(SHORT));
        block(reactor);
        CompletableFuture<Object> before = new CompletableFuture<>();
        Thread waiting = new Thread(() -> {
            try {
                before.complete(reactor.call(() -> "in vain").await());
            } catch (CancellationException e) {
                before.complete(e);
            }
        });
        waiting.start();

        reactor.expectEnd();

        assertThat(of(before)).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> reactor.blockingCallFromThread(() -> "in vain"))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("does not answer");
    }

    @Test
    void oneThatAnswersAgainIsWaitedForAgain() throws Exception {
        NettyReactor reactor = reactors.start(builder -> builder.stopTimeout(SHORT));
        block(reactor);
        reactor.expectEnd();
        assertThatThrownBy(() -> reactor.blockingCallFromThread(() -> "in vain"))
                .isInstanceOf(CancellationException.class);

        free.countDown();
        while (reactor.givenUp()) {
            Thread.onSpinWait();
        }

        assertThat(reactor.call(() -> "works").await()).isEqualTo("works");
        assertThat(of(reactor.stop())).isSameAs(reactor);
    }

    @Test
    void nothingIsGivenUpThatIsNotToEnd() throws Exception {
        NettyReactor reactor = reactors.start(builder -> builder.stopTimeout(Duration.ZERO));
        block(reactor);

        Deferred<String> later = reactor.call(() -> "in time");
        CompletableFuture<String> answer = later.toCompletableFuture();

        assertThatThrownBy(() -> answer.get(300, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        assertThat(reactor.givenUp()).isFalse();
        free.countDown();
        assertThat(of(answer)).isEqualTo("in time");
    }

    @Test
    void noThreadKeepsTheJvmAliveForABlockedLoop() throws Exception {
        NettyReactor reactor = reactors.start(builder -> builder.daemon(false).stopTimeout(SHORT));
        List<Thread> keeping = Reactors.keepTheJvmAlive(reactor);
        assertThat(keeping).hasSize(1);
        block(reactor);

        assertThatThrownBy(() -> of(reactor.stop())).isInstanceOf(TimeoutException.class);

        keeping.get(0).join(LONG.toMillis());
        assertThat(Reactors.keepTheJvmAlive(reactor)).isEmpty();
    }

    @Test
    void triggersThatNeverFireAreCancelled() throws Exception {
        NettyReactor reactor = reactors.start(builder -> builder.stopTimeout(SHORT));
        CompletableFuture<Object> cancelled = new CompletableFuture<>();
        for (SystemEvent event :
                List.of(SystemEvent.BEFORE_SHUTDOWN, SystemEvent.DURING_SHUTDOWN, SystemEvent.AFTER_SHUTDOWN)) {
            reactor.addSystemEventTrigger(event, () -> new Deferred<>(unfired -> cancelled.complete(event)));
        }

        Instant begin = Instant.now();
        assertThat(of(reactor.stop())).isSameAs(reactor);

        assertThat(Duration.between(begin, Instant.now())).isLessThan(LONG.dividedBy(2));
        assertThat(of(cancelled)).isEqualTo(SystemEvent.BEFORE_SHUTDOWN);
        assertThat(reactor.ended()).isTrue();
    }

    @Test
    void aStartThatNeverEndsIsStopped() throws Exception {
        NettyReactor reactor = reactors.make(builder -> builder.stopTimeout(SHORT));
        CountDownLatch pulled = new CountDownLatch(1);
        reactor.addSystemEventTrigger(SystemEvent.DURING_STARTUP, () -> {
            pulled.countDown();
            return new Deferred<>();
        });
        reactor.start().otherwise(failure -> {});
        Reactors.wait(pulled);

        assertThat(of(reactor.stop())).isSameAs(reactor);

        assertThat(reactor.ended()).isTrue();
    }

    @Test
    void workThatNeverEndsIsLeftBehind() throws Exception {
        NettyReactor reactor = reactors.start(builder -> builder.drainTimeout(SHORT));
        CountDownLatch begun = new CountDownLatch(1);
        Deferred<Integer> work = reactor.deferToThread(() -> {
            begun.countDown();
            free.await();
            return 1;
        });
        work.otherwise(failure -> {});
        Reactors.wait(begun);

        assertThat(of(reactor.stop())).isSameAs(reactor);
    }

    @Test
    void aBlockThatCatchesItsEndAndGoesOnIsLeftBehind() throws Exception {
        NettyReactor reactor = reactors.start(builder -> builder.stopTimeout(SHORT));
        reactor.inline(() -> {
                    while (free.getCount() > 0) {
                        try {
                            new Deferred<>().await();
                        } catch (CancellationException e) {
                            // and again
                        }
                    }
                })
                .otherwise(failure -> {});
        Reactors.settle(reactor);

        assertThatThrownBy(() -> of(reactor.stop())).isInstanceOf(TimeoutException.class);
    }

    @Test
    void protocolsThatComeBackForEverAreLeftBehind() throws Exception {
        NettyReactor server = reactors.start();
        Port port = server.listen("tcp:0:interface=127.0.0.1", Echo::new).await();
        NettyReactor reactor = reactors.start(builder -> builder.drainTimeout(SHORT));
        reactor.connect("tcp:127.0.0.1:" + port.number(), new Revenant(port.number()))
                .await();

        assertThat(of(reactor.stop())).isSameAs(reactor);
    }

    /** Connects again when its connection is lost. */
    private static final class Revenant extends Protocol {
        private final int port;

        Revenant(int port) {
            this.port = port;
        }

        @Override
        public void dataReceived(Bytes data) {}

        @Override
        public void connectionLost(CloseReason reason) {
            Reactor reactor = transport().reactor();
            for (int i = 0; i < 2; i++) { // there is always one more
                reactor.connect("tcp:127.0.0.1:" + port, new Revenant(port)).otherwise(failure -> {});
            }
        }
    }

    private void block(NettyReactor reactor) {
        CountDownLatch blocked = new CountDownLatch(1);
        reactor.callFromThread(() -> {
            blocked.countDown();
            hang();
        });
        Reactors.wait(blocked);
    }

    private void hang() {
        try {
            free.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** With a limit of the test's own: that there is one is what is tested. */
    private static <T> T of(Deferred<T> deferred) throws Exception {
        try {
            return deferred.toCompletableFuture().get(LONG.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    private static <T> T of(CompletableFuture<T> future) {
        return future.orTimeout(LONG.toSeconds(), TimeUnit.SECONDS).join();
    }
}
