package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.jtwisted.Witness;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.loop.Loop;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.testsupport.Log;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Sequential blocks, as continuations where this JVM has them for us, else on threads of their own. */
class InlineIT {
    @RegisterExtension
    final Reactors reactors = new Reactors(NettyReactor.Io.AUTO);

    private final CountDownLatch done = new CountDownLatch(1);
    private int counter;

    @Test
    void aTalkIsWrittenFromTheTopDown() {
        NettyReactor reactor = reactors.start();

        String heard = reactor.inline(() -> {
                    Port port = reactor.listen("tcp:0:interface=127.0.0.1", Echo::new)
                            .await();
                    Listener listener = reactor.connect("tcp:127.0.0.1:" + port.number(), new Listener())
                            .await();
                    listener.transport().write(Bytes.utf8("hello"));
                    String echo = listener.heard.await();
                    listener.transport().loseConnection();
                    listener.lost.await();
                    port.stopListening().await();
                    return echo + " " + reactor.inLoop() + " " + (Loop.current() == reactor);
                })
                .await();

        assertThat(heard).isEqualTo("hello true true");
    }

    @Test
    void whatBlocksTouchBetweenTwoWaitsNeedsNoLock() {
        NettyReactor reactor = reactors.start();
        List<Deferred<Integer>> blocks = new ArrayList<>();

        for (int i = 0; i < 50; i++) {
            blocks.add(reactor.inline(() -> {
                for (int turn = 0; turn < 20; turn++) {
                    int before = counter;
                    reactor.deferToThread(() -> 1).await();
                    before = turn % 2 == 0 ? counter : Math.max(before, counter);
                    counter = before + 1;
                }
                return counter;
            }));
        }
        Deferred.gatherResults(blocks).await();

        assertThat(reactor.call(() -> counter).await()).isEqualTo(1_000);
    }

    @Test
    void whatIsAwaitedMayBelongToAnotherReactor() {
        NettyReactor reactor = reactors.start();
        NettyReactor other = reactors.start();

        boolean home = reactor.inline(() -> {
                    boolean there = other.call(other::inLoop).await();
                    return there && reactor.inLoop() && !other.inLoop();
                })
                .await();

        assertThat(home).isTrue();
    }

    @Test
    void itMayBeCancelledFromAnyThread() {
        NettyReactor reactor = reactors.start();
        Deferred<String> never = Deferred.on(reactor);
        Deferred<String> block = reactor.inline(never::await);

        block.cancel();

        assertThatThrownBy(block::await).isInstanceOf(CancellationException.class);
    }

    @Test
    void aStopLetsNobodyWaitOnAndTheNextStartIsAsTheFirst() {
        NettyReactor reactor = reactors.start();
        Deferred<String> never = Deferred.on(reactor);
        Deferred<String> block = reactor.inline(never::await);
        Reactors.settle(reactor);

        reactor.stop().await();

        assertThatThrownBy(block::await).isInstanceOf(CancellationException.class);
        assertThatThrownBy(reactor.inline(() -> 1)::await).isInstanceOf(IllegalStateException.class);
        reactor.start().await();
        assertThat(reactor.inline(() -> reactor.deferToThread(() -> 1).await()).await())
                .isEqualTo(1);
    }

    @Test
    void theNumberOfBlocksIsTheReactorsAndHasAName() {
        NettyReactor reactor = reactors.start(builder -> builder.name("engine").inlineBlocks(1));
        Deferred<String> never = Deferred.on(reactor);
        Deferred<String> block = reactor.inline(never::await);

        Deferred<String> refused = reactor.inline(() -> "no room");

        assertThatThrownBy(refused::await)
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("no room for this block: 1 wait already, and engine may have no more (inlineBlocks)");
        assertThatThrownBy(() -> NettyReactor.builder().inlineBlocks(-1)).isInstanceOf(IllegalArgumentException.class);
        never.callback("now");
        assertThat(block.await()).isEqualTo("now");
    }

    @Test
    void aBlockWhichBlocksIsNoticedWithItsStack() throws Exception {
        try (Log log = Log.of(NettyReactor.class)) {
            Witness witness = new Witness();
            NettyReactor reactor = reactors.start(
                    builder -> builder.blockedThreshold(Duration.ofMillis(100)).lagSampleInterval(Duration.ZERO));
            reactor.addListener(witness);

            Deferred<Boolean> block = reactor.inline(() -> {
                reactor.deferToThread(() -> 1).await();
                blockTheLoop();
                return true;
            });

            assertThat(witness.stack())
                    .extracting(StackTraceElement::getMethodName)
                    .contains("blockTheLoop");
            assertThat(log.messages(Level.WARN)).singleElement().asString().startsWith(reactor.name() + " is blocked");
            done.countDown();
            assertThat(block.await()).isTrue();
        }
    }

    private void blockTheLoop() {
        Reactors.wait(done);
    }

    private static final class Listener extends Protocol {
        private final Deferred<String> heard = new Deferred<>();
        private final Deferred<Boolean> lost = new Deferred<>();

        @Override
        public void dataReceived(Bytes data) {
            heard.callback(data.utf8());
        }

        @Override
        public void connectionLost(io.jtwisted.net.CloseReason reason) {
            lost.callback(true);
        }
    }
}
