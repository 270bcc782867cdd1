package io.jtwisted.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a port's limits do to its connections, in memory. */
class ConnectionLimitsTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration INSTANT = Duration.ofNanos(1);

    private final MemoryReactor reactor = new MemoryReactor();
    private final List<Recorder> served = new ArrayList<>();
    private Port port = listen(ServerEndpoint.tcp(0));

    @Test
    void anOldConnectionIsClosedPolitely() {
        MemoryPeer peer = dial(Limits.server().age(MINUTE));

        reactor.advance(MINUTE.minus(INSTANT));
        peer.sends("still there?");
        assertThat(peer.isDisconnected()).isFalse();
        served.get(0).transport().write(Bytes.utf8("last words"));
        reactor.advance(INSTANT);

        assertThat(peer.hears()).isEqualTo("last words");
        assertThat(peer.isDisconnected()).isTrue();
        assertThat(peer.wasReset()).isFalse();
        assertThat(served.get(0).reason()).isEqualTo(CloseReason.timeout());
    }

    @Test
    void anOldConnectionBehindAPauseIsClosedToo() {
        MemoryPeer peer = dial(Limits.server().age(MINUTE));
        served.get(0).transport().pauseReading();
        peer.sends("unread").hangsUp();

        reactor.advance(MINUTE);

        assertThat(served.get(0).losses()).isOne();
    }

    @Test
    void bytesWhichAreStuckAbortTheConnection() {
        MemoryPeer peer = dial(Limits.server().writeTimeout(MINUTE)).stopsReading();

        served.get(0).transport().write(Bytes.of(new byte[100_000]));
        reactor.advance(MINUTE.minus(INSTANT));
        assertThat(peer.isDisconnected()).isFalse();
        reactor.advance(INSTANT);

        assertThat(peer.readsAgain().wasReset()).isTrue();
        assertThat(served.get(0).reason()).isEqualTo(CloseReason.timeout());
    }

    @Test
    void bytesWhichLeaveSlowlyAreNotStuck() {
        MemoryPeer peer = dial(Limits.server().writeTimeout(MINUTE)).stopsReading();
        served.get(0).transport().write(Bytes.of(new byte[10 * 65_536]));

        for (int i = 0; i < 8; i++) {
            reactor.advance(MINUTE.minus(INSTANT));
            peer.readsAgain().hears();
            peer.stopsReading();
            served.get(0).transport().write(Bytes.of(new byte[10 * 65_536]));
        }

        assertThat(served.get(0).transport().connected()).isTrue();
    }

    @Test
    void whoHasNothingToSendIsNotStuck() {
        MemoryPeer peer = dial(Limits.server().writeTimeout(MINUTE).silence(Duration.ZERO));
        served.get(0).transport().write(Bytes.utf8("hello"));

        reactor.advance(MINUTE.multipliedBy(3));
        served.get(0).transport().write(Bytes.utf8("again"));
        reactor.advance(MINUTE.multipliedBy(3));

        assertThat(peer.hears()).isEqualTo("helloagain");
        assertThat(peer.isDisconnected()).isFalse();
    }

    @Test
    void noTimerIsLeftBehind() {
        MemoryPeer peer = dial(Limits.server().age(MINUTE).writeTimeout(MINUTE)).stopsReading();
        served.get(0).transport().write(Bytes.of(new byte[100_000]));
        peer.resets();

        reactor.advance(MINUTE.multipliedBy(20));

        assertThat(served.get(0).losses()).isOne();
        assertThat(reactor.failures()).isEmpty();
    }

    @Test
    void theLongestTimesAreForEver() {
        Duration ever = Duration.ofSeconds(Long.MAX_VALUE);
        MemoryPeer peer = dial(Limits.server().age(ever).writeTimeout(ever).silence(ever));
        served.get(0).transport().write(Bytes.utf8("hello"));

        reactor.advance(Duration.ofDays(365));

        assertThat(peer.hears()).isEqualTo("hello");
        assertThat(peer.isDisconnected()).isFalse();
    }

    @Test
    void aProducerWaitsAtTheMarksOfItsPort() {
        MemoryPeer peer = dial(Limits.server().water(100, 1_000)).stopsReading();
        Recorder recorder = served.get(0);
        recorder.transport().write(Bytes.of(new byte[65_536])); // what the other side's kernel would hold
        reactor.advance(Duration.ZERO);
        recorder.transport().registerProducer(recorder);

        recorder.transport().write(Bytes.of(new byte[1_000]));
        assertThat(recorder.events).containsExactly("made");
        recorder.transport().write(Bytes.of(new byte[1]));
        assertThat(recorder.events).containsExactly("made", "pause");
        peer.readsAgain();

        assertThat(recorder.events).containsExactly("made", "pause", "resume");
    }

    @Test
    void oneAddressHasOnlySoManyConnections() {
        Limits limits = Limits.server().connectionsPerAddress(2);
        MemoryPeer first = dial(limits);
        MemoryPeer second = reactor.dial(port);

        MemoryPeer third = reactor.dial(port);
        assertThat(List.of(first.isDisconnected(), second.isDisconnected(), third.isDisconnected()))
                .containsExactly(false, false, true);
        assertThat(served).hasSize(2);
        first.hangsUp();

        assertThat(reactor.dial(port).isDisconnected()).isFalse();
        assertThat(port.connections()).isEqualTo(2);
    }

    @Test
    void aFullPortMayLetThemWait() {
        MemoryPeer first = dial(Limits.server().connections(1).whenFull(Limits.WhenFull.PAUSE));

        MemoryPeer second = reactor.dial(port).sends("hello");
        assertThat(second.isDisconnected()).isFalse();
        assertThat(served).hasSize(1);
        first.hangsUp();

        assertThat(served).hasSize(2);
        assertThat(served.get(1).events).containsExactly("made", "hello");
        assertThat(second.protocol(Recorder.class)).isSameAs(served.get(1));
        assertThat(port.connections()).isOne();
    }

    @Test
    void whoWaitsAtAPortWhichClosesIsReset() {
        dial(Limits.server().connections(1).whenFull(Limits.WhenFull.PAUSE));
        MemoryPeer second = reactor.dial(port);

        port.stopListening();

        assertThat(second.wasReset()).isTrue();
        assertThat(served).hasSize(1);
    }

    @Test
    void aPortIsCalledWhatItsEndpointSays() {
        Port named = listen(ServerEndpoint.tcp(7).name("echo"));
        Port other = listen(ServerEndpoint.tcp(8));

        assertThat(named.name()).isEqualTo("echo");
        assertThat(other.name()).isEqualTo("0.0.0.0:8");
    }

    private MemoryPeer dial(Limits limits) {
        port = listen(ServerEndpoint.tcp(0).limits(limits));
        return reactor.dial(port);
    }

    private Port listen(ServerEndpoint endpoint) {
        return reactor.listen(endpoint, peer -> {
                    Recorder recorder = new Recorder();
                    served.add(recorder);
                    return recorder;
                })
                .await();
    }
}
