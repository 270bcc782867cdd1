package io.jtwisted.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import org.junit.jupiter.api.Test;

class ConnectionHalvesTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final Recorder.Half protocol = new Recorder.Half();

    @Test
    void afterThePeersEndOneMayStillWrite() {
        MemoryPeer peer = reactor.dial(() -> protocol).sends("question").endsSending();

        protocol.transport().write(Bytes.utf8("answer"));

        assertThat(peer.hears()).isEqualTo("answer");
        assertThat(protocol.events).containsExactly("made", "question", "read lost");
        assertThat(protocol.transport().connected()).isTrue();
        assertThat(peer.isDisconnected()).isFalse();
    }

    @Test
    void whoCannotDoWithHalfIsClosedByThePeersEnd() {
        Recorder whole = new Recorder();

        MemoryPeer peer = reactor.dial(() -> whole).endsSending();

        assertThat(whole.events).containsExactly("made", "lost");
        assertThat(whole.reason()).isEqualTo(CloseReason.remote());
        assertThat(peer.isDisconnected()).isTrue();
    }

    @Test
    void afterOnesOwnEndOneMayStillRead() {
        MemoryPeer peer = reactor.dial(() -> protocol);

        protocol.transport().write(Bytes.utf8("last words"));
        protocol.transport().loseWriteConnection();
        protocol.transport().loseWriteConnection();
        protocol.transport().write(Bytes.utf8("no more"));

        assertThat(peer.hears()).isEqualTo("last words");
        assertThat(peer.heardEnd()).isTrue();
        assertThat(peer.isDisconnected()).isFalse();
        peer.sends("I see");
        assertThat(protocol.events).containsExactly("made", "write lost", "I see");
    }

    @Test
    void onesOwnEndWaitsUntilAllIsSent() {
        MemoryPeer peer = reactor.dial(() -> protocol).stopsReading();
        protocol.transport().write(Bytes.of(new byte[100_000]));

        protocol.transport().loseWriteConnection();
        reactor.advance(java.time.Duration.ZERO);
        assertThat(protocol.events).containsExactly("made");

        peer.readsAgain();
        assertThat(peer.hearsBytes().length()).isEqualTo(100_000);
        assertThat(protocol.events).containsExactly("made", "write lost");
    }

    @Test
    void whenBothHalvesHaveEndedTheConnectionIsLostOnce() {
        MemoryPeer peer = reactor.dial(() -> protocol);

        protocol.transport().loseWriteConnection();
        peer.endsSending();

        assertThat(protocol.events).containsExactly("made", "write lost", "lost");
        assertThat(peer.isDisconnected()).isTrue();
    }

    @Test
    void theOtherOrderIsAsGood() {
        MemoryPeer peer = reactor.dial(() -> protocol).endsSending();

        protocol.transport().loseWriteConnection();

        assertThat(peer.heardEnd()).isTrue();
        assertThat(protocol.events).containsExactly("made", "read lost", "lost");
    }

    @Test
    void afterOnesOwnEndNothingCanBeWrittenEvenWhileClosing() {
        MemoryPeer peer = reactor.dial(() -> protocol);
        protocol.transport().loseWriteConnection();
        reactor.advance(java.time.Duration.ZERO);

        protocol.transport().loseConnection();
        protocol.transport().write(Bytes.utf8("zombie"));

        assertThat(peer.hears()).isEmpty();
        assertThat(protocol.transport().unsent()).isZero();
        assertThat(protocol.losses()).isOne();
    }

    @Test
    void anExceptionInEitherClosesWithThatReason() {
        IllegalStateException thrown = new IllegalStateException("half broken");
        Recorder.Half reading = new Recorder.Half() {
            @Override
            public void readConnectionLost() {
                throw thrown;
            }
        };
        Recorder.Half writing = new Recorder.Half() {
            @Override
            public void writeConnectionLost() {
                throw thrown;
            }
        };

        reactor.dial(() -> reading).endsSending();
        reactor.dial(() -> writing);
        writing.transport().loseWriteConnection();
        reactor.advance(java.time.Duration.ZERO);

        assertThat(reading.reason()).isEqualTo(CloseReason.error(thrown));
        assertThat(writing.reason()).isEqualTo(CloseReason.error(thrown));
        assertThat(reactor.failures()).containsExactly(thrown, thrown);
    }

    @Test
    void whatIsWrittenToAPeerWhoHungUpBreaksThePipe() {
        MemoryPeer peer = reactor.dial(() -> protocol).hangsUp();
        assertThat(protocol.events).containsExactly("made", "read lost");

        protocol.transport().write(Bytes.utf8("anybody there?"));
        assertThat(peer.hears()).isEmpty();

        assertThat(protocol.losses()).isOne();
        assertThat(protocol.reason().cause()).hasMessageContaining("broken pipe");
    }
}
