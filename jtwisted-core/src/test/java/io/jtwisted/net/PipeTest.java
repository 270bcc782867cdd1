package io.jtwisted.net;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** What arrives on one connection goes to another one. */
class PipeTest {
    private static final Duration NOW = Duration.ZERO;

    private final MemoryReactor reactor = new MemoryReactor();
    private final Recorder front = new Recorder();
    private final Recorder back = new Recorder();
    private final MemoryPeer client = reactor.dial(() -> front);
    private final MemoryPeer server = reactor.dial(() -> back);

    @Test
    void whatArrivesGoesThereAndTheProtocolHearsNothingOfIt() {
        front.transport().pipeTo(back.transport()).otherwise(front::fail);

        client.sends("question");

        assertThat(server.hears()).isEqualTo("question");
        assertThat(front.events).containsExactly("made");
    }

    @Test
    void bothWaysItIsARelay() {
        relay();

        client.sends("question");
        server.sends("answer");

        assertThat(server.hears()).isEqualTo("question");
        assertThat(client.hears()).isEqualTo("answer");
    }

    @Test
    void aHalfThatEndsEndsThereAndTheOtherGoesOn() {
        List<Deferred<Long>> moved = relay();

        client.sends("question").endsSending();
        assertThat(server.hears()).isEqualTo("question");
        assertThat(server.heardEnd()).isTrue();
        assertThat(moved.get(0)).succeededWith(8L);

        server.sends("answer").hangsUp();
        assertThat(client.hears()).isEqualTo("answer");
        assertThat(client.heardEnd()).isTrue();
        assertThat(moved.get(1)).succeededWith(6L);
        assertThat(client.isDisconnected()).isTrue();
        assertThat(server.isDisconnected()).isTrue();
    }

    @Test
    void aSlowReaderThereStopsTheReadingHere() {
        List<Deferred<Long>> moved = relay();
        server.stopsReading();
        Bytes much = Bytes.of(noise(1_000_000));

        client.sends(much);

        assertThat(client.unsent()).isGreaterThan(600_000);
        assertThat(back.transport().unsent()).isLessThan(200_000);

        server.readsAgain();
        client.hangsUp();

        assertThat(server.hearsBytes()).isEqualTo(much);
        assertThat(moved.get(0)).succeededWith(1_000_000L);
    }

    @Test
    void aPauseStillHolds() {
        front.transport().pauseReading();
        relay();

        client.sends("question");
        assertThat(server.hears()).isEmpty();

        front.transport().resumeReading();
        reactor.advance(NOW);
        assertThat(server.hears()).isEqualTo("question");
    }

    @Test
    void whatArrivedBehindAPauseGoesThereToo() {
        front.transport().pauseReading();
        reactor.call(() -> ((Connection) front.transport()).received(Bytes.utf8("early, ")))
                .otherwise(front::fail);
        relay();

        front.transport().resumeReading();
        reactor.advance(NOW);
        client.sends("late").endsSending();

        assertThat(server.hears()).isEqualTo("early, late");
        assertThat(server.heardEnd()).isTrue();
    }

    @Test
    void aResetHereAbortsThere() {
        List<Deferred<Long>> moved = relay();

        client.sends("some").resets();

        assertThat(server.wasReset()).isTrue();
        assertThat(moved.get(0)).failedWith(TransportException.class);
        assertThat(moved.get(1)).failedWith(TransportException.class);
    }

    @Test
    void aResetThereAbortsHere() {
        List<Deferred<Long>> moved = relay();

        server.resets();

        assertThat(client.wasReset()).isTrue();
        assertThat(moved.get(0)).failedWith(TransportException.class);
        assertThat(moved.get(1)).failedWith(TransportException.class);
    }

    @Test
    void aPoliteCloseHereClosesThere() {
        List<Deferred<Long>> moved = relay();
        client.sends("some");

        front.transport().loseConnection();
        reactor.advance(NOW);

        assertThat(server.hears()).isEqualTo("some");
        assertThat(server.isDisconnected()).isTrue();
        assertThat(server.wasReset()).isFalse();
        assertThat(moved.get(0)).succeededWith(4L);
        assertThat(moved.get(1)).succeededWith(0L);
    }

    @Test
    void cancelledItAbortsBoth() {
        List<Deferred<Long>> moved = relay();

        moved.get(0).cancel();
        reactor.advance(NOW);

        assertThat(moved.get(0)).failedWith(CancellationException.class);
        assertThat(moved.get(1)).failedWith(TransportException.class);
        assertThat(client.wasReset()).isTrue();
        assertThat(server.wasReset()).isTrue();
    }

    @Test
    void anotherProtocolMayTakeOver() {
        Deferred<Long> moved = front.transport().pipeTo(back.transport());
        client.sends("one");
        Recorder next = new Recorder();

        front.transport().become(next, Bytes.empty());
        client.sends("two");

        assertThat(moved).succeededWith(3L);
        assertThat(server.hears()).isEqualTo("one");
        assertThat(next.events).containsExactly("made", "two");
        back.transport().registerProducer(back); // it is free again
    }

    @Test
    void aTransportThatHasAProducerIsRefused() {
        back.transport().registerProducer(back);

        assertThat(front.transport().pipeTo(back.transport()))
                .failedWith(IllegalStateException.class)
                .hasMessageContaining("there is a producer already");
        client.sends("still heard");
        assertThat(front.events).containsExactly("made", "still heard");
    }

    @Test
    void aProtocolThatKeepsBytesIsRefused() {
        Recorder keeping = new Recorder() {
            @Override
            protected boolean keepsBytes() {
                return true;
            }
        };
        reactor.dial(() -> keeping);

        assertThat(keeping.transport().pipeTo(back.transport()))
                .failedWith(IllegalStateException.class)
                .hasMessageContaining("keeps bytes that arrived");
        back.transport().registerProducer(back);
    }

    @Test
    void aConnectionThatIsLostAlreadyClosesTheOther() {
        client.hangsUp();

        Deferred<Long> moved = front.transport().pipeTo(back.transport());
        reactor.advance(NOW);

        assertThat(moved).succeededWith(0L);
        assertThat(server.isDisconnected()).isTrue();
    }

    @Test
    void anotherThatIsLostAlreadyClosesThisOne() {
        server.hangsUp();

        Deferred<Long> moved = front.transport().pipeTo(back.transport());
        reactor.advance(NOW);

        assertThat(moved).succeededWith(0L);
        assertThat(client.isDisconnected()).isTrue();
    }

    @Test
    void toItselfItIsAnEcho() {
        Deferred<Long> moved = front.transport().pipeTo(front.transport());

        client.sends(Bytes.of(noise(300_000))).endsSending();

        assertThat(client.hearsBytes()).isEqualTo(Bytes.of(noise(300_000)));
        assertThat(client.heardEnd()).isTrue();
        assertThat(moved).succeededWith(300_000L);
    }

    @Test
    void itIsCountedHereAndThere() {
        relay();

        client.sends("question");

        assertThat(((Connection) front.transport()).statistics())
                .extracting(ConnectionStatistics::received, ConnectionStatistics::sent)
                .containsExactly(8L, 0L);
        assertThat(((Connection) back.transport()).statistics())
                .extracting(ConnectionStatistics::received, ConnectionStatistics::sent)
                .containsExactly(0L, 8L);
    }

    @Test
    void betweenTwoReactorsItIsTheSame() {
        MemoryReactor other = new MemoryReactor();
        Recorder far = new Recorder();
        MemoryPeer there = other.dial(() -> far);
        List<Deferred<Long>> moved = List.of(
                front.transport().pipeTo(far.transport()), far.transport().pipeTo(front.transport()));
        Bytes much = Bytes.of(noise(1_000_000));
        there.stopsReading();

        client.sends(much);
        assertThat(client.unsent()).isGreaterThan(400_000);

        there.readsAgain();
        client.endsSending();
        there.sends("answer").hangsUp();
        reactor.advance(NOW);
        other.advance(NOW);

        assertThat(there.hearsBytes()).isEqualTo(much);
        assertThat(client.hears()).isEqualTo("answer");
        assertThat(moved.get(0)).succeededWith(1_000_000L);
    }

    private List<Deferred<Long>> relay() {
        return List.of(
                front.transport().pipeTo(back.transport()), back.transport().pipeTo(front.transport()));
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
