package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.defer.Cooperator;
import io.jtwisted.defer.Deferred;
import io.jtwisted.defer.LoopingCall;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.SystemEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("io.jtwisted.netty.NettyWay#ios")
class ReactorLifeIT {
    @RegisterExtension
    final Reactors reactors;

    private final List<String> seen = new CopyOnWriteArrayList<>();

    ReactorLifeIT(NettyReactor.Io io) {
        reactors = new Reactors(io);
    }

    @Test
    void eachLifeHasAThreadOfItsOwn() throws Exception {
        NettyReactor reactor = reactors.make();

        reactor.start().await();
        Thread first = Reactors.threadOf(reactor);
        reactor.stop().await();
        reactor.start().await();
        Thread second = Reactors.threadOf(reactor);

        assertThat(second).isNotSameAs(first);
        assertThat(second.getName()).isEqualTo(reactor.name());
        first.join(10_000);
        assertThat(first.isAlive()).isFalse();
        assertThat(reactor.running()).isTrue();
    }

    @Test
    void theStateTellsTheLife() {
        NettyReactor reactor = reactors.make();

        assertThat(reactor.running()).isFalse();
        assertThat(reactor.ended()).isFalse();
        reactor.start().await();
        assertThat(reactor.running()).isTrue();
        assertThat(reactor.ended()).isFalse();
        assertThat(reactor.inLoop()).isFalse();
        reactor.stop().await();
        assertThat(reactor.running()).isFalse();
        assertThat(reactor.ended()).isTrue();
    }

    @Test
    void oneThatRunsCannotBeStarted() {
        NettyReactor reactor = reactors.start();

        assertThatThrownBy(() -> reactor.start().await())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(reactor.name() + " runs already");
        assertThat(reactor.running()).isTrue();
    }

    @Test
    void oneThatDoesNotRunCannotBeStopped() {
        NettyReactor reactor = reactors.make();

        assertThatThrownBy(() -> reactor.stop().await())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(reactor.name() + " does not run");
        reactor.start().await();
        assertThat(reactor.running()).isTrue();
    }

    @Test
    void aThreadThatCannotStartFailsTheStartAndNoOther() {
        OutOfMemoryError none = new OutOfMemoryError("unable to create native thread");
        List<Consumer<Thread>> starts = new ArrayList<>();
        starts.add(thread -> {
            throw none;
        });
        starts.add(Thread::start);
        NettyReactor reactor = reactors.make(
                builder -> builder.threadStart(thread -> starts.remove(0).accept(thread)));

        assertThatThrownBy(() -> reactor.start().await()).isSameAs(none);
        assertThatThrownBy(() -> reactor.stop().await()).hasMessage(reactor.name() + " does not run");

        reactor.start().await();
        assertThat(reactor.call(() -> "works").await()).isEqualTo("works");
    }

    @Test
    void aThreadThatCannotStartLeavesNoFileDescriptor() throws Exception {
        NettyReactor reactor = reactors.make(builder -> builder.threadStart(thread -> {
            throw new OutOfMemoryError("unable to create native thread");
        }));
        reactor.start().otherwise(failure -> {});
        long files = openFiles();

        for (int i = 0; i < 10; i++) {
            reactor.start().otherwise(failure -> {});
        }

        assertThat(openFiles()).isLessThanOrEqualTo(files);
    }

    @Test
    void aStopThatWasAskedWhileTheStartFailsFailsToo() {
        List<Consumer<Thread>> starts = new ArrayList<>();
        List<Deferred<Reactor>> stops = new ArrayList<>();
        NettyReactor reactor = reactors.make(
                builder -> builder.threadStart(thread -> starts.remove(0).accept(thread)));
        starts.add(thread -> {
            stops.add(reactor.stop());
            throw new OutOfMemoryError("unable to create native thread");
        });
        starts.add(Thread::start);

        reactor.start().otherwise(failure -> {});
        assertThatThrownBy(() -> stops.get(0).await()).hasMessage(reactor.name() + " did not start");

        reactor.start().await();
        Reactors.settle(reactor);
        assertThat(reactor.running()).isTrue(); // what was asked of the first start is nothing to this one
    }

    @Test
    void aBuilderUsedAgainChangesNothingThatWasBuilt() {
        NettyReactor.Builder builder = NettyReactor.builder().daemon(true).io(NettyReactor.Io.NIO);
        NettyReactor first = builder.build();
        reactors.add(first);
        List<NettyReactor> group = new ArrayList<>();
        builder.group(2).reactors().forEach(reactor -> group.add((NettyReactor) reactor));
        group.forEach(reactors::add);

        builder.daemon(false).drainTimeout(Duration.ZERO).build();

        first.start().await();
        group.forEach(reactor -> reactor.start().await());
        assertThat(Reactors.keepTheJvmAlive(first)).isEmpty();
        assertThat(group).allMatch(reactor -> Reactors.keepTheJvmAlive(reactor).isEmpty());
    }

    @Test
    void itStopsOnce() {
        NettyReactor reactor = reactors.start();

        Deferred<Reactor> first = reactor.stop();
        Deferred<Reactor> second = reactor.stop();

        assertThat(first.await()).isSameAs(reactor);
        assertThatThrownBy(second::await).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> reactor.stop().await()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aStartupTriggerMayStopIt() {
        for (SystemEvent event :
                List.of(SystemEvent.BEFORE_STARTUP, SystemEvent.DURING_STARTUP, SystemEvent.AFTER_STARTUP)) {
            seen.clear();
            CompletableFuture<Reactor> stopped = new CompletableFuture<>();
            NettyReactor reactor = reactors.make();
            watchPhases(reactor);
            reactor.addSystemEventTrigger(
                    event, () -> reactor.stop().tap(stopped::complete).otherwise(stopped::completeExceptionally));

            reactor.start().await();

            assertThat(stopped.join()).isSameAs(reactor);
            assertThat(seen).as("stopped by %s", event).containsExactly(names(SystemEvent.values()));
            assertThat(reactor.ended()).isTrue();
        }
    }

    @Test
    void theFirstCallbackAfterTheStartMayStopIt() {
        CompletableFuture<Reactor> stopped = new CompletableFuture<>();
        NettyReactor reactor = reactors.make();
        watchPhases(reactor);

        reactor.start().tap(started -> reactor.stop().tap(stopped::complete)).await();

        assertThat(stopped.join()).isSameAs(reactor);
        assertThat(seen).containsExactly(names(SystemEvent.values()));
    }

    @Test
    void stoppedWhileItsStartIsWaitedForItFinishesTheStartFirst() {
        NettyReactor reactor = reactors.make();
        watchPhases(reactor);
        Deferred<String> slow = new Deferred<>();
        CountDownLatch waiting = new CountDownLatch(1);
        reactor.addSystemEventTrigger(SystemEvent.DURING_STARTUP, () -> {
            waiting.countDown();
            return slow;
        });

        Deferred<Reactor> started = reactor.start();
        Reactors.wait(waiting);
        Deferred<Reactor> stopped = reactor.stop();
        Reactors.settle(reactor);
        assertThat(seen).containsExactly("BEFORE_STARTUP", "DURING_STARTUP");
        slow.callback("at last");

        started.await();
        stopped.await();
        assertThat(seen).containsExactly(names(SystemEvent.values()));
    }

    @Test
    void itMayBeStartedAgainAsSoonAsItSaysThatItHasStopped() {
        NettyReactor reactor = reactors.start();
        CompletableFuture<Reactor> again = new CompletableFuture<>();

        reactor.stop()
                .chainCallback(stopped -> stopped.start())
                .tap(again::complete)
                .otherwise(again::completeExceptionally);

        assertThat(again.join().call(() -> "works").await()).isEqualTo("works");
    }

    @Test
    void whatWorksBitByBitGoesOnInTheNextLife() {
        NettyReactor reactor = reactors.start();
        BlockingQueue<Long> calls = new LinkedBlockingQueue<>();
        BlockingQueue<Integer> steps = new LinkedBlockingQueue<>();
        LoopingCall loop = LoopingCall.withCount(reactor, calls::add);
        Cooperator cooperator = Cooperator.of(reactor);
        Iterator<Integer> endless =
                Stream.iterate(1, step -> step + 1).peek(steps::add).iterator();
        reactor.blockingCallFromThread(() -> {
            loop.start(Duration.ofMillis(1)).otherwise(failure -> calls.add(-1L));
            cooperator.coiterate(endless).otherwise(failure -> steps.add(-1));
        });

        reactor.stop().await();
        Deferred<Boolean> cancelled = reactor.deferLater(Duration.ZERO, () -> calls.add(-2L));
        cancelled.otherwise(failure -> {});
        cancelled.cancel();
        calls.clear();
        steps.clear();
        reactor.start().await();

        assertThat(reactor.deferLater(Duration.ofMillis(5), () -> "on").await()).isEqualTo("on");
        assertThat(calls).isNotEmpty().doesNotContain(-1L, -2L);
        assertThat(steps).isNotEmpty().doesNotContain(-1);
        reactor.blockingCallFromThread(cooperator::stop);
    }

    @Test
    void fiftyLivesLeaveNoThreadAndNoFileDescriptor() throws Exception {
        NettyReactor reactor = reactors.make();
        live(reactor, 5);
        long files = openFiles();

        List<Thread> threads = live(reactor, 50);

        for (Thread thread : threads) {
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }
        assertThat(openFiles()).isLessThanOrEqualTo(files);
    }

    @Test
    void severalRunAtOnceInOneJvm() {
        List<NettyReactor> several = Stream.generate(reactors::make).limit(5).toList();

        several.forEach(reactor -> reactor.start().await());

        assertThat(several.stream().map(Reactors::threadOf).distinct()).hasSize(5);
        assertThat(several.stream().map(Reactor::name).distinct()).hasSize(5);
        several.get(0).stop().await();
        assertThat(several.get(1).call(() -> "works").await()).isEqualTo("works");
    }

    @Test
    void aThreadOfItKeepsTheJvmAliveUnlessToldOtherwise() {
        NettyReactor keeping = reactors.start(builder -> builder.daemon(false));
        NettyReactor leaving = reactors.start(builder -> builder.daemon(true).name("leaving"));

        assertThat(Reactors.keepTheJvmAlive(keeping)).hasSize(1);
        assertThat(Reactors.keepTheJvmAlive(leaving)).isEmpty();
        assertThat(Reactors.threadOf(leaving).getName()).isEqualTo("leaving");
    }

    @Test
    void stoppingClosesPortsAndConnections() {
        NettyReactor server = reactors.start();
        NettyReactor client = reactors.start();
        Port port = server.listen("tcp:0:interface=127.0.0.1", Echo::new).await();
        Echo echo = client.connect("tcp:127.0.0.1:" + port.number(), new Echo()).await();

        server.stop().await();

        assertThat(port.closed().await()).isSameAs(port);
        assertThat(port.connections()).isZero();
        assertThat(echo.lost.join().kind()).isEqualTo(CloseReason.Kind.REMOTE);
        assertThatThrownBy(() -> client.connect("tcp:127.0.0.1:" + port.number(), new Echo())
                        .await())
                .hasMessageContaining("cannot connect");
    }

    @Test
    void whoDoesNotLeaveInTimeIsAborted() {
        NettyReactor server = reactors.start(builder -> builder.drainTimeout(Duration.ofMillis(50)));
        NettyReactor client = reactors.start();
        Port port = server.listen("tcp:0:interface=127.0.0.1", Stubborn::new).await();
        Echo echo = client.connect("tcp:127.0.0.1:" + port.number(), new Echo()).await();
        echo.say("hello").await();

        server.stop().await();

        assertThat(echo.lost.join().isClean()).isFalse();
    }

    @Test
    void whoComesBackWheneverHeIsSentAwayDoesNotKeepItAlive() {
        NettyReactor server = reactors.start();
        Port port = server.listen("tcp:0:interface=127.0.0.1", Echo::new).await();
        NettyReactor client = reactors.start(builder -> builder.drainTimeout(Duration.ofMillis(20)));
        String endpoint = "tcp:127.0.0.1:" + port.number();
        for (int i = 0; i < 10; i++) {
            client.connect(endpoint, new ComingBack(endpoint)).await();
        }

        client.stop().await();

        assertThat(client.ended()).isTrue();
    }

    @Test
    void aPortOfOneLifeIsFreeInTheNext() {
        NettyReactor reactor = reactors.start();
        int number =
                reactor.listen("tcp:0:interface=127.0.0.1", Echo::new).await().number();

        reactor.stop().await();
        reactor.start().await();
        Port port = reactor.listen("tcp:" + number + ":interface=127.0.0.1", Echo::new)
                .await();

        Echo echo = reactor.connect("tcp:127.0.0.1:" + number, new Echo()).await();
        assertThat(echo.say("again").await()).isEqualTo("again");
        assertThat(port.number()).isEqualTo(number);
    }

    private List<Thread> live(NettyReactor reactor, int lives) {
        return Stream.generate(() -> {
                    reactor.start().await();
                    Port port = reactor.listen("tcp:0:interface=127.0.0.1", Echo::new)
                            .await();
                    Echo echo = reactor.connect("tcp:127.0.0.1:" + port.number(), new Echo())
                            .await();
                    echo.say("hello").await();
                    Thread thread = Reactors.threadOf(reactor);
                    reactor.stop().await();
                    return thread;
                })
                .limit(lives)
                .toList();
    }

    private void watchPhases(Reactor reactor) {
        for (SystemEvent event : SystemEvent.values()) {
            reactor.addSystemEventTrigger(event, () -> {
                seen.add(event.name());
            });
        }
    }

    private static String[] names(SystemEvent... events) {
        return Stream.of(events).map(Enum::name).toArray(String[]::new);
    }

    /** What loops open: epoll, event and timer descriptors, and pipes. Not jars, which class loading opens. */
    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.filter(ReactorLifeIT::isOfALoop).count();
        }
    }

    private static boolean isOfALoop(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            return target.startsWith("anon_inode:") || target.startsWith("pipe:");
        } catch (IOException e) {
            return false; // closed since it was listed
        }
    }

    /** Does not go when the program wants to end. */
    private static final class Stubborn extends Echo {

        @Override
        public void shuttingDown() {}
    }

    /** Connects again whenever it is lost. */
    private static final class ComingBack extends Protocol {
        private final String endpoint;

        ComingBack(String endpoint) {
            this.endpoint = endpoint;
        }

        @Override
        public void shuttingDown() {}

        @Override
        public void connectionLost(CloseReason reason) {
            reactor().connect(endpoint, new ComingBack(endpoint)).otherwise(failure -> {});
        }
    }
}
