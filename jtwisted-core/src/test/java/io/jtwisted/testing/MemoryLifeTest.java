package io.jtwisted.testing;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.SystemEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Starting and stopping. */
class MemoryLifeTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final List<String> events = new ArrayList<>();

    @Test
    void itRunsFromTheBeginning() {
        reactor.callWhenRunning(() -> events.add("called"));

        assertThat(reactor.running()).isTrue();
        assertThat(events).containsExactly("called");
        assertThat(reactor.start()).failedWith(IllegalStateException.class).hasMessage("memory runs already");
    }

    @Test
    void stoppingAwaitsTheTriggersInOrder() {
        Deferred<Object> slow = new Deferred<>();
        reactor.addSystemEventTrigger(SystemEvent.AFTER_SHUTDOWN, () -> {
            events.add("after");
        });
        reactor.addSystemEventTrigger(SystemEvent.DURING_SHUTDOWN, () -> {
            events.add("during");
        });
        reactor.addSystemEventTrigger(SystemEvent.BEFORE_SHUTDOWN, () -> slow);

        Deferred<Reactor> stopped = reactor.stop();
        assertThat(stopped).isPending();
        assertThat(events).isEmpty();

        slow.callback("done");
        reactor.advance(Duration.ZERO);
        assertThat(stopped).succeededWith(reactor);
        assertThat(events).containsExactly("during", "after");
        assertThat(reactor.ended()).isTrue();
        assertThat(reactor.inLoop()).isFalse();
    }

    @Test
    void stoppingTwiceOrWhatDoesNotRunIsRefused() {
        reactor.stop();

        assertThat(reactor.stop()).failedWith(IllegalStateException.class).hasMessage("memory does not run");
        assertThat(reactor.call(() -> "anything")).failedWith(IllegalStateException.class);
        assertThatThrownBy(() -> reactor.callLater(Duration.ZERO, () -> {})).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void stoppingClosesPortsAndSaysGoodbye() {
        Started factory = new Started();
        reactor.listen("tcp:7", factory).otherwise(e -> events.add(e.toString()));
        MemoryPeer peer = reactor.dial("tcp:7");

        assertThat(reactor.stop()).succeeded();

        assertThat(peer.isDisconnected()).isTrue();
        assertThat(events).containsExactly("start", "stop");
        assertThatThrownBy(() -> reactor.dial("tcp:7")).hasMessage("no port listens on 0.0.0.0:7");
    }

    @Test
    void whoDoesNotSayGoodbyeIsAbortedAfterAWhile() {
        Protocol stubborn = new Protocol() {
            @Override
            public void shuttingDown() {
                events.add("no");
            }
        };
        MemoryPeer peer = reactor.dial(() -> stubborn);

        Deferred<Reactor> stopped = reactor.stop();
        assertThat(stopped).isPending();
        reactor.advance(Duration.ofSeconds(2));

        assertThat(stopped).succeeded();
        assertThat(events).containsExactly("no");
        assertThat(peer.wasReset()).isTrue();
    }

    @Test
    void clientsWhichWaitAreGivenUp() {
        Deferred<Echo> connecting = reactor.connect("tcp:example.org:80", new Echo());

        reactor.stop();

        assertThat(connecting).failedWith(IllegalStateException.class).hasMessage("memory has stopped");
    }

    @Test
    void itMayBeStartedAgain() {
        reactor.stop();
        reactor.callFromThread(() -> events.add("queued"));
        reactor.callWhenRunning(() -> events.add("running"));
        reactor.addSystemEventTrigger(SystemEvent.BEFORE_STARTUP, () -> {
            events.add("before, running: " + reactor.running());
        });
        reactor.addSystemEventTrigger(SystemEvent.DURING_STARTUP, () -> {
            events.add("during, running: " + reactor.running());
        });

        assertThat(reactor.start()).succeededWith(reactor);

        assertThat(events).containsExactly("before, running: false", "during, running: true", "running", "queued");
        assertThat(reactor.dial(Echo::new).sends("x").hears()).isEqualTo("x");
    }

    @Test
    void aStartupTriggerMayStopIt() {
        reactor.stop();
        reactor.addSystemEventTrigger(
                SystemEvent.BEFORE_STARTUP,
                () -> reactor.stop().tap(r -> events.add("stopped")).otherwise(e -> events.add(e.toString())));

        reactor.start();

        assertThat(reactor.ended()).isTrue();
        assertThat(events).containsExactly("stopped");
    }

    @Test
    void timedCallsDoNotOutliveAStop() {
        reactor.callLater(Duration.ofSeconds(1), () -> events.add("late"));
        reactor.stop();
        reactor.start();

        reactor.advance(Duration.ofSeconds(2));

        assertThat(events).isEmpty();
    }

    private final class Started implements Factory {

        @Override
        public Protocol buildProtocol(io.jtwisted.net.Address peer) {
            return new Echo();
        }

        @Override
        public void startFactory() {
            events.add("start");
        }

        @Override
        public void stopFactory() {
            events.add("stop");
        }
    }
}
