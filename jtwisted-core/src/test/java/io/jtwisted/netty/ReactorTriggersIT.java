package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.SystemEvent;
import io.jtwisted.net.SystemEvents;
import io.jtwisted.testsupport.Log;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReactorTriggersIT {
    @RegisterExtension
    final Reactors reactors = new Reactors(NettyReactor.Io.AUTO);

    private final List<String> seen = new CopyOnWriteArrayList<>();

    @Test
    void thePhasesComeInOrderInEachLife() {
        NettyReactor reactor = reactors.make();
        List<SystemEvent> backwards = List.of(
                SystemEvent.AFTER_SHUTDOWN,
                SystemEvent.DURING_SHUTDOWN,
                SystemEvent.BEFORE_SHUTDOWN,
                SystemEvent.AFTER_STARTUP,
                SystemEvent.DURING_STARTUP,
                SystemEvent.BEFORE_STARTUP);
        backwards.forEach(event -> see(reactor, event, event.name()));

        for (int life = 0; life < 2; life++) {
            seen.clear();
            reactor.start().await();
            assertThat(seen).hasSize(3);
            reactor.stop().await();
            assertThat(seen)
                    .containsExactly(
                            "BEFORE_STARTUP",
                            "DURING_STARTUP",
                            "AFTER_STARTUP",
                            "BEFORE_SHUTDOWN",
                            "DURING_SHUTDOWN",
                            "AFTER_SHUTDOWN");
        }
    }

    @Test
    void itRunsFromTheSecondPhaseOn() {
        NettyReactor reactor = reactors.make();
        for (SystemEvent event : SystemEvent.values()) {
            reactor.addSystemEventTrigger(event, () -> {
                seen.add(event + " " + reactor.running() + " " + reactor.inLoop());
            });
        }

        reactor.start().await();

        assertThat(seen)
                .containsExactly("BEFORE_STARTUP false true", "DURING_STARTUP true true", "AFTER_STARTUP true true");
    }

    @Test
    void triggersOfOnePhaseArePulledInTheOrderInWhichTheyWereAdded() {
        NettyReactor reactor = reactors.make();
        for (int i = 0; i < 10; i++) {
            see(reactor, SystemEvent.DURING_STARTUP, "" + i);
        }

        reactor.start().await();

        assertThat(seen).containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    }

    @Test
    void theDeferredsOfAPhaseAreWaitedFor() {
        NettyReactor reactor = reactors.make();
        Deferred<String> first = new Deferred<>();
        Deferred<String> second = new Deferred<>();
        CountDownLatch pulled = new CountDownLatch(2);
        for (Deferred<String> slow : List.of(first, second)) {
            reactor.addSystemEventTrigger(SystemEvent.BEFORE_STARTUP, () -> {
                pulled.countDown();
                return slow;
            });
        }
        see(reactor, SystemEvent.DURING_STARTUP, "during");

        Deferred<Reactor> started = reactor.start();
        Reactors.wait(pulled);
        first.callback("fired from another thread");
        Reactors.settle(reactor);

        assertThat(seen).isEmpty();
        assertThat(reactor.running()).isFalse();
        second.callback("at last");
        started.await();
        assertThat(seen).containsExactly("during");
    }

    @Test
    void oneThatFailsIsLoggedAndTheRestStillRun() {
        NettyReactor reactor = reactors.make();
        RuntimeException thrown = new RuntimeException("as the test wants");
        AssertionError error = new AssertionError("as the test wants");
        Exception failure = new Exception("as the test wants");
        reactor.addSystemEventTrigger(SystemEvent.BEFORE_STARTUP, () -> {
            throw thrown;
        });
        reactor.addSystemEventTrigger(SystemEvent.BEFORE_STARTUP, () -> {
            throw error;
        });
        reactor.addSystemEventTrigger(SystemEvent.AFTER_SHUTDOWN, () -> Deferred.fail(failure));
        see(reactor, SystemEvent.BEFORE_STARTUP, "before");
        see(reactor, SystemEvent.AFTER_SHUTDOWN, "after");

        try (Log log = Log.of(Reactor.class)) {
            reactor.start().await();
            reactor.stop().await();

            assertThat(log.thrown()).containsExactly(thrown, error, failure);
        }
        assertThat(seen).containsExactly("before", "after");
    }

    @Test
    void oneThatWasRemovedIsNotPulled() {
        NettyReactor reactor = reactors.make();
        SystemEvents.Trigger removed = see(reactor, SystemEvent.DURING_STARTUP, "removed");
        see(reactor, SystemEvent.DURING_STARTUP, "kept");

        removed.remove();
        reactor.start().await();

        assertThat(seen).containsExactly("kept");
        assertThatThrownBy(removed::remove).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void oneThatAnEarlierOneRemovesIsNotPulled() {
        NettyReactor reactor = reactors.make();
        SystemEvents.Trigger[] later = new SystemEvents.Trigger[1];
        reactor.addSystemEventTrigger(SystemEvent.DURING_STARTUP, () -> later[0].remove());
        later[0] = see(reactor, SystemEvent.DURING_STARTUP, "removed");
        see(reactor, SystemEvent.DURING_STARTUP, "kept");

        reactor.start().await();

        assertThat(seen).containsExactly("kept");
    }

    @Test
    void oneThatRemovesItselfIsPulledInOneLifeOnly() {
        NettyReactor reactor = reactors.make();
        SystemEvents.Trigger[] once = new SystemEvents.Trigger[1];
        once[0] = reactor.addSystemEventTrigger(SystemEvent.DURING_STARTUP, () -> {
            seen.add("once");
            once[0].remove();
        });

        for (int life = 0; life < 3; life++) {
            reactor.start().await();
            reactor.stop().await();
        }

        assertThat(seen).containsExactly("once");
    }

    @Test
    void oneThatIsAddedToThePhaseWhichIsPulledIsPulledToo() {
        NettyReactor reactor = reactors.make();
        reactor.addSystemEventTrigger(SystemEvent.BEFORE_STARTUP, () -> {
            see(reactor, SystemEvent.BEFORE_STARTUP, "added");
        });
        see(reactor, SystemEvent.DURING_STARTUP, "during");

        reactor.start().await();

        assertThat(seen).containsExactly("added", "during");
    }

    @Test
    void shutdownTriggersAreNotPulledInsideStop() {
        NettyReactor reactor = reactors.start();
        see(reactor, SystemEvent.BEFORE_SHUTDOWN, "before");

        List<String> inside = reactor.call(() -> {
                    reactor.stop();
                    return List.copyOf(seen);
                })
                .await();

        assertThat(inside).isEmpty();
    }

    @Test
    void callsForWhenItRunsAreMadeInTheOrderAsked() {
        NettyReactor reactor = reactors.make();
        for (int i = 0; i < 5; i++) {
            String name = "" + i;
            reactor.callWhenRunning(() -> seen.add(name));
        }
        see(reactor, SystemEvent.AFTER_STARTUP, "started");

        reactor.start().await();
        reactor.callWhenRunning(() -> seen.add("from outside"));
        Reactors.settle(reactor);

        assertThat(seen).containsExactly("started", "0", "1", "2", "3", "4", "from outside");
    }

    @Test
    void onTheLoopACallForWhenItRunsIsMadeAtOnce() {
        NettyReactor reactor = reactors.start();

        reactor.call(() -> {
                    seen.add("before");
                    reactor.callWhenRunning(() -> seen.add("inside"));
                    seen.add("after");
                })
                .await();

        assertThat(seen).containsExactly("before", "inside", "after");
    }

    @Test
    void aCallForWhenItRunsThatThrowsHurtsNoOther() {
        NettyReactor reactor = reactors.make();
        RuntimeException thrown = new RuntimeException("as the test wants");
        reactor.callWhenRunning(() -> {
            throw thrown;
        });
        reactor.callWhenRunning(() -> seen.add("other"));

        try (Log log = Log.of(NettyReactor.class)) {
            reactor.start().await();
            Reactors.settle(reactor);

            assertThat(log.thrown()).containsExactly(thrown);
        }
        assertThat(seen).containsExactly("other");
    }

    private SystemEvents.Trigger see(Reactor reactor, SystemEvent event, String name) {
        return reactor.addSystemEventTrigger(event, () -> {
            seen.add(name);
        });
    }
}
