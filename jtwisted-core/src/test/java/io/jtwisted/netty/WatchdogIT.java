package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.jtwisted.Witness;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorGroup;
import io.jtwisted.net.ReactorListener;
import io.jtwisted.testsupport.Log;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledForJreRange;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Who blocks a reactor, and how long calls wait for it. */
@ParameterizedClass
@MethodSource("io.jtwisted.netty.NettyWay#ios")
class WatchdogIT {
    private static final Duration THRESHOLD = Duration.ofMillis(250);

    @RegisterExtension
    final Reactors reactors;

    private final NettyReactor.Io io;
    private final Witness witness = new Witness();
    private final CountDownLatch done = new CountDownLatch(1);
    private final Log log = Log.of(NettyReactor.class);
    private final Log mishaps = Log.of(ReactorListener.class);

    WatchdogIT(NettyReactor.Io io) {
        this.io = io;
        reactors = new Reactors(io);
    }

    @AfterEach
    void closeLogs() {
        log.close();
        mishaps.close();
    }

    @Test
    void aCallThatBlocksIsNoticedWithItsStack() throws Exception {
        NettyReactor reactor = watched();

        reactor.callFromThread(this::blockTheLoop);

        assertThat(witness.stack()).extracting(StackTraceElement::getMethodName).contains("blockTheLoop");
        assertThat(witness.duration()).isBetween(THRESHOLD, Duration.ofSeconds(20));
        assertThat(reactor.statistics().busy()).isGreaterThanOrEqualTo(THRESHOLD);
        assertThat(reactor.statistics().blocked()).isOne();
        assertThat(log.messages(Level.WARN)).singleElement().asString().startsWith(reactor.name() + " is blocked");
        assertThat(log.thrown().get(0).getStackTrace())
                .extracting(StackTraceElement::getMethodName)
                .contains("blockTheLoop");
        done.countDown();
    }

    @Test
    void anEventOfTheNetworkThatBlocksIsNoticedToo() throws Exception {
        NettyReactor reactor = watched();
        Port port = reactor.listen("tcp:0:interface=127.0.0.1", () -> new Protocol() {
                    @Override
                    public void dataReceived(Bytes data) {
                        blockTheLoop();
                    }
                })
                .await();
        Echo echo = reactors.start()
                .connect("tcp:127.0.0.1:" + port.number(), new Echo())
                .await();

        echo.transport().write(Bytes.utf8("x"));

        assertThat(witness.stackIn("blockTheLoop")).isNotEmpty();
        done.countDown();
    }

    @Test
    void whoBlocksIsToldOnceAndForgottenWhenItEnds() throws Exception {
        NettyReactor reactor = watched();

        reactor.callFromThread(this::blockTheLoop);
        witness.stack();
        letTheWatchdogLook();
        done.countDown();
        Reactors.settle(reactor);

        assertThat(witness.news()).containsOnlyOnce("blocked " + reactor.name());
        assertThat(reactor.statistics().busy()).isZero();
        assertThat(reactor.statistics().blocked()).isOne();
        letTheWatchdogLook();
        assertThat(log.messages(Level.INFO)).anyMatch(line -> line.startsWith(reactor.name() + " goes on"));
    }

    @Test
    void aLockThatIsHeldByAThreadWhichAwaitsIsNamed() throws Exception {
        NettyReactor reactor = watched();
        Deferred<String> awaited = new Deferred<>();
        ReentrantLock lock = new ReentrantLock();
        CountDownLatch held = new CountDownLatch(1);
        Thread holder = new Thread(() -> awaitHolding(lock, held, awaited), "the-holder");
        holder.start();
        held.await();

        reactor.callFromThread(() -> take(lock));

        assertThat(witness.stackIn("take")).isNotEmpty();
        assertThat(log.messages(Level.WARN))
                .singleElement()
                .asString()
                .contains("it wants a lock that the-holder holds while it awaits a Deferred");
        assertThat(log.thrown().get(0).getSuppressed()[0].getStackTrace())
                .extracting(StackTraceElement::getMethodName)
                .contains("awaitHolding");
        awaited.callback("done");
        holder.join();
    }

    @Test
    @DisabledForJreRange(min = JRE.JAVA_21) // where a block is a continuation, its lock is the loop's own
    void aLockThatIsHeldByABlockWhichAwaitsIsNamed() throws Exception {
        NettyReactor reactor = watched();
        Deferred<String> awaited = new Deferred<>();
        ReentrantLock lock = new ReentrantLock();
        CountDownLatch held = new CountDownLatch(1);
        Deferred<@Nullable Void> block = reactor.inline(() -> awaitHolding(lock, held, awaited));

        reactor.callFromThread(() -> take(lock));

        assertThat(witness.stackIn("take")).isNotEmpty();
        assertThat(log.messages(Level.WARN))
                .singleElement()
                .asString()
                .contains("it wants a lock that " + reactor.name() + "-inline-1 holds while it awaits a Deferred");
        reactor.thread().interrupt(); // or neither would ever go on
        awaited.callback("done");
        block.await();
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_24) // where a continuation takes its monitors along
    void whereABlockMayHoldAMonitorTheWarningSaysSo() throws Exception {
        NettyReactor reactor = watched();
        Deferred<String> awaited = new Deferred<>();
        Deferred<String> block = reactor.inline(awaited::await);

        reactor.callFromThread(this::spin);

        assertThat(witness.stackIn("spin")).isNotEmpty();
        assertThat(log.messages(Level.WARN))
                .singleElement()
                .asString()
                .contains("a block of inline(...) may hold that while it awaits a Deferred");
        done.countDown();
        awaited.callback("done");
        block.await();
    }

    private void spin() {
        while (done.getCount() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aLockThatIsHeldByAThreadWhichWorksIsNamedWithoutAdvice() throws Exception {
        NettyReactor reactor = watched();
        ReentrantLock lock = new ReentrantLock();
        lock.lock();
        try {
            reactor.callFromThread(() -> take(lock));

            assertThat(witness.stackIn("take")).isNotEmpty();
            assertThat(log.messages(Level.WARN))
                    .singleElement()
                    .asString()
                    .endsWith("it wants a lock that " + Thread.currentThread().getName() + " holds");
        } finally {
            lock.unlock();
        }
    }

    private static void awaitHolding(ReentrantLock lock, CountDownLatch held, Deferred<String> awaited) {
        lock.lock();
        try {
            held.countDown();
            awaited.await();
        } finally {
            lock.unlock();
        }
    }

    private static void take(ReentrantLock lock) {
        try {
            lock.lockInterruptibly();
            lock.unlock();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aReactorThatWaitsIsNotBlocked() throws Exception {
        NettyReactor idle = watched();
        idle.call(() -> idle.callLater(Duration.ofHours(1), () -> {})).await();

        letTheWatchdogLook();
        letTheWatchdogLook();

        assertThat(witness.news()).isEmpty();
        assertThat(idle.statistics().blocked()).isZero();
        assertThat(idle.statistics().busy()).isZero();
    }

    @Test
    void aReactorWithMuchToDoIsNotBlocked() throws Exception {
        NettyReactor reactor = watched();
        again(reactor);

        letTheWatchdogLook();

        assertThat(witness.news()).isEmpty();
        done.countDown();
    }

    @Test
    void theLagOfABlockedReactorIsWhatACallHasWaited() throws Exception {
        NettyReactor reactor =
                reactors.start(builder -> builder.blockedThreshold(THRESHOLD).lagSampleInterval(Duration.ofMillis(20)));
        reactor.addListener(witness);
        assertThat(witness.lag()).isGreaterThanOrEqualTo(Duration.ZERO);

        reactor.callFromThread(this::blockTheLoop);
        witness.stack();
        letTheWatchdogLook();
        done.countDown();

        Duration lag = witness.lag();
        while (lag.compareTo(THRESHOLD) < 0) {
            lag = witness.lag();
        }
        assertThat(reactor.statistics().lag()).isNotNull();
    }

    @Test
    void withoutAThresholdAndSamplesThereIsNoWatchdog() {
        NettyReactor reactor = reactors.start(
                builder -> builder.blockedThreshold(Duration.ZERO).lagSampleInterval(Duration.ZERO));

        Reactors.settle(reactor);

        assertThat(reactor.statistics().lag()).isNull();
        assertThat(dogs(reactor.name())).isEmpty();
    }

    @Test
    void aGroupHasOneWatchdogWhichGoesWithTheLast() throws Exception {
        ReactorGroup group =
                NettyReactor.builder().io(io).daemon(true).name("flock").group(3);
        group.reactors().forEach(reactors::add);

        group.start().await();
        List<Thread> dogs = dogs("flock");
        group.reactors().get(0).stop().await();
        assertThat(dogs("flock")).isEqualTo(dogs).hasSize(1);
        for (Reactor left : group.reactors().subList(1, 3)) {
            left.stop().await();
        }

        dogs.get(0).join(20_000);
        assertThat(dogs("flock")).isEmpty();
    }

    @Test
    void anotherLifeIsWatchedAgain() throws Exception {
        NettyReactor reactor = watched();
        reactor.stop().await();
        reactor.start().await();

        reactor.callFromThread(this::blockTheLoop);

        assertThat(witness.stack()).extracting(StackTraceElement::getMethodName).contains("blockTheLoop");
        done.countDown();
    }

    @Test
    void aListenerThatThrowsDoesNotScareTheWatchdogAway() throws Exception {
        CountDownLatch more = new CountDownLatch(1);
        NettyReactor reactor = reactors.start(builder -> builder.blockedThreshold(THRESHOLD));
        reactor.addListener(new ReactorListener() {
            @Override
            public void blocked(Reactor blocked, Duration soFar, List<StackTraceElement> stack) {
                throw new IllegalStateException("not interested");
            }
        });
        reactor.addListener(witness);

        reactor.callFromThread(this::blockTheLoop);

        assertThat(witness.hears()).isEqualTo("blocked " + reactor.name());
        assertThat(mishaps.thrown()).singleElement().asString().contains("not interested");
        done.countDown();
        Reactors.settle(reactor);
        reactor.callFromThread(() -> Reactors.wait(more));
        assertThat(witness.hears()).isEqualTo("blocked " + reactor.name());
        more.countDown();
    }

    @Test
    void negativeDurationsAreRefused() {
        NettyReactor.Builder builder = NettyReactor.builder();

        assertThatThrownBy(() -> builder.blockedThreshold(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.lagSampleInterval(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private NettyReactor watched() {
        NettyReactor reactor = reactors.start(builder -> builder.blockedThreshold(THRESHOLD));
        reactor.addListener(witness);
        return reactor;
    }

    private void blockTheLoop() {
        Reactors.wait(done);
    }

    /** A call in each pass. */
    private void again(NettyReactor reactor) {
        if (done.getCount() > 0) {
            reactor.callFromThread(() -> again(reactor));
        }
    }

    /** Waits until another reactor, blocked for as long from now on, would have been noticed. */
    private void letTheWatchdogLook() throws Exception {
        NettyReactor other = reactors.start(builder -> builder.blockedThreshold(THRESHOLD.multipliedBy(2)));
        Witness noticing = new Witness();
        other.addListener(noticing);
        CountDownLatch noticed = new CountDownLatch(1);
        other.callFromThread(() -> Reactors.wait(noticed));
        noticing.stack();
        noticed.countDown();
    }

    private static List<Thread> dogs(String whose) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(whose + "-watchdog"))
                .toList();
    }
}
