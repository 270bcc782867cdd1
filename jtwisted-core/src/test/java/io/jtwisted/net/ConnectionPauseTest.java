package io.jtwisted.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Back-pressure, both ways. */
class ConnectionPauseTest {
    private static final Duration NOW = Duration.ZERO;

    private final MemoryReactor reactor = new MemoryReactor();
    private final Recorder protocol = new Recorder();

    @Test
    void whilePausedNothingIsReceivedAndTheSenderHasToWait() {
        MemoryPeer peer = reactor.dial(() -> protocol);
        protocol.transport().pauseReading();

        peer.sends(Bytes.of(new byte[100_000]));
        assertThat(protocol.events).containsExactly("made");
        assertThat(peer.unsent()).isEqualTo(100_000);

        protocol.transport().resumeReading();
        assertThat(peer.unsent()).isZero();
        assertThat(protocol.events).hasSizeGreaterThan(1);
    }

    @Test
    void bytesAndEndAreKeptInOrder() {
        MemoryPeer peer = reactor.inChunksOf(2).dial(() -> protocol);
        protocol.transport().pauseReading();

        peer.sends("abcde").hangsUp();
        assertThat(protocol.events).containsExactly("made");

        protocol.transport().resumeReading();
        reactor.advance(NOW);
        assertThat(protocol.events).containsExactly("made", "ab", "cd", "e", "lost");
    }

    @Test
    void whoIsLostBehindAPauseHearsOfItWhenTheReactorStops() {
        MemoryPeer peer = reactor.dial(() -> protocol);
        protocol.transport().pauseReading();
        peer.sends("never read").hangsUp();

        reactor.stop();

        assertThat(protocol.events).startsWith("made").endsWith("lost").doesNotHaveDuplicates();
    }

    @Test
    void pausingInsideAnEventHoldsTheNextOne() {
        Recorder pausing = new Recorder() {
            @Override
            public void dataReceived(Bytes data) throws Exception {
                super.dataReceived(data);
                transport().pauseReading();
            }
        };
        reactor.inChunksOf(1).dial(() -> pausing).sends("abc").hangsUp();
        assertThat(pausing.events).containsExactly("made", "a");

        pausing.transport().resumeReading();
        reactor.advance(NOW);
        assertThat(pausing.events).containsExactly("made", "a", "b");

        pausing.transport().resumeReading();
        reactor.advance(NOW);
        pausing.transport().resumeReading();
        reactor.advance(NOW);
        assertThat(pausing.events).containsExactly("made", "a", "b", "c", "lost");
    }

    @Test
    void resumingInsideAnEventNeverNests() {
        Recorder nested = new Recorder() {
            @Override
            public void dataReceived(Bytes data) throws Exception {
                events.add("begin " + data.utf8());
                transport().pauseReading();
                transport().resumeReading();
                events.add("end " + data.utf8());
            }
        };
        reactor.inChunksOf(1).dial(() -> nested);
        nested.transport().pauseReading();
        reactor.call(() -> ((Connection) nested.transport()).received(Bytes.utf8("a")));
        reactor.call(() -> ((Connection) nested.transport()).received(Bytes.utf8("b")));
        nested.transport().resumeReading();
        reactor.advance(NOW);

        assertThat(nested.events).containsExactly("made", "begin a", "end a", "begin b", "end b");
    }

    @Test
    void whoGivesUpBehindAPauseStillHearsOfTheLoss() {
        MemoryPeer peer = reactor.dial(() -> protocol);
        protocol.transport().closeAfterSilence(Duration.ZERO);
        protocol.transport().pauseReading();
        reactor.call(() -> ((Connection) protocol.transport()).channelGone(null));
        assertThat(protocol.losses()).isZero();

        reactor.call(() -> protocol.transport().loseConnection());

        assertThat(protocol.events).containsExactly("made", "lost");
        assertThat(peer.hears()).isEmpty();
    }

    @Test
    void anExceptionBehindAPauseIsTheReasonEvenIfThePeerIsGone() {
        IllegalStateException thrown = new IllegalStateException("cannot read this");
        Recorder failing = new Recorder() {
            @Override
            public void dataReceived(Bytes data) {
                throw thrown;
            }
        };
        reactor.dial(() -> failing);
        Connection connection = (Connection) failing.transport();
        connection.pauseReading();
        reactor.call(() -> {
            connection.received(Bytes.utf8("a"));
            connection.received(Bytes.utf8("b"));
            connection.channelGone(null);
        });

        connection.resumeReading();
        reactor.advance(NOW);

        assertThat(failing.events).containsExactly("made", "lost");
        assertThat(failing.reason()).isEqualTo(CloseReason.error(thrown));
        assertThat(reactor.failures()).containsExactly(thrown);
    }

    @Test
    void pausingAgainBehindAPauseHoldsWhatIsLeft() {
        Recorder pausing = new Recorder() {
            @Override
            public void dataReceived(Bytes data) throws Exception {
                super.dataReceived(data);
                transport().pauseReading();
            }
        };
        reactor.dial(() -> pausing);
        Connection connection = (Connection) pausing.transport();
        connection.pauseReading();
        reactor.call(() -> {
            connection.received(Bytes.utf8("a"));
            connection.received(Bytes.utf8("b"));
            connection.channelGone(null);
        });

        connection.resumeReading();
        reactor.advance(NOW);

        assertThat(pausing.events).containsExactly("made", "a");
    }

    @Test
    void aProducerIsPausedAboveTheMarkAndNotAtIt() {
        reactor.dial(() -> protocol).stopsReading();
        protocol.transport().registerProducer(protocol);
        protocol.transport().write(Bytes.of(new byte[65_536])); // the kernel takes these
        reactor.advance(NOW);

        protocol.transport().write(Bytes.of(new byte[65_536]));
        assertThat(protocol.events).containsExactly("made");

        protocol.transport().write(Bytes.of(new byte[1]));
        assertThat(protocol.events).containsExactly("made", "pause");
    }

    @Test
    void aProducerIsResumedAtTheLowMark() {
        reactor.dial(() -> protocol);
        protocol.transport().registerProducer(protocol);
        Connection connection = (Connection) protocol.transport();
        reactor.call(() -> {
                    connection.write(Bytes.of(new byte[65_537]));
                    connection.sent(65_537 - 32_769);
                    assertThat(protocol.events).containsExactly("made", "pause");

                    connection.sent(1);
                    assertThat(protocol.events).containsExactly("made", "pause", "resume");
                })
                .otherwise(e -> assertThat(e).isNull());
    }

    @Test
    void aSecondProducerIsRefused() {
        reactor.dial(() -> protocol);
        protocol.transport().registerProducer(protocol);

        assertThatThrownBy(() -> protocol.transport().registerProducer(protocol))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("unregister it first");
        protocol.transport().unregisterProducer();
        protocol.transport().registerProducer(protocol);
    }

    @Test
    void aProducerIsStoppedWhenTheConnectionIsLost() {
        MemoryPeer peer = reactor.dial(() -> protocol);
        protocol.transport().registerProducer(protocol);

        peer.resets();

        assertThat(protocol.events).containsExactly("made", "stop", "lost");
    }

    @Test
    void aProducerWhichComesTooLateIsStoppedAtOnce() {
        reactor.dial(() -> protocol).hangsUp();

        protocol.transport().registerProducer(protocol);

        assertThat(protocol.events).containsExactly("made", "lost", "stop");
    }

    @Test
    void aPausedProducerFinishesBeforeAPoliteClose() {
        Recorder more = new Recorder() {
            @Override
            public void resumeProducing() throws Exception {
                super.resumeProducing();
                transport().write(Bytes.utf8("the rest"));
                transport().unregisterProducer();
            }
        };
        MemoryPeer peer = reactor.dial(() -> more).stopsReading();
        more.transport().registerProducer(more);
        more.transport().write(Bytes.of(new byte[200_000]));

        more.transport().loseConnection();
        peer.readsAgain();

        assertThat(peer.hears()).endsWith("the rest");
        assertThat(more.events).containsExactly("made", "pause", "resume", "lost");
    }

    @Test
    void anIdleProducerDoesNotDelayAPoliteClose() {
        reactor.dial(() -> protocol);
        protocol.transport().registerProducer(protocol);

        protocol.transport().loseConnection();
        reactor.advance(NOW);

        assertThat(protocol.events).containsExactly("made", "stop", "lost");
        assertThat(protocol.reason()).isEqualTo(CloseReason.local());
    }
}
