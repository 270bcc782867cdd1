package io.jtwisted.flow;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Limits;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes of a connection as a flow. */
class FlowProtocolTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final List<CloseReason> reasons = new ArrayList<>();
    private final FlowProtocol protocol = new FlowProtocol() {
        @Override
        public void connectionLost(CloseReason reason) {
            reasons.add(reason);
        }
    };
    private final MemoryPeer peer = reactor.inChunksOf(2).dial(() -> protocol);

    private Asker asks(long first) {
        Asker asker = new Asker(first);
        protocol.received().subscribe(asker);
        return asker;
    }

    @Test
    void whoAsksForAllGetsAllAndTheEnd() {
        Asker asker = asks(Long.MAX_VALUE);

        peer.sends("abcde").endsSending();

        assertThat(asker.events).containsExactly("subscribed", "ab", "cd", "e", "complete");
    }

    @Test
    void nobodyGetsMoreThanHeAskedFor() {
        Asker asker = asks(1);
        peer.sends("abcdefgh");
        assertThat(asker.events).containsExactly("subscribed", "ab");

        asker.asks(2);
        reactor.advance(Duration.ZERO);

        assertThat(asker.events).containsExactly("subscribed", "ab", "cd", "ef");
    }

    @Test
    void whoAsksForNothingStopsThePeer() {
        Asker asker = asks(0);
        peer.sends(Bytes.of(new byte[200_000]));
        assertThat(peer.unsent()).isGreaterThan(190_000);

        asker.asks(Long.MAX_VALUE);
        reactor.advance(Duration.ZERO);

        assertThat(peer.unsent()).isZero();
    }

    @Test
    void whatCameBeforeTheSubscriberWaitsForHim() {
        peer.sends("abcd").hangsUp();

        Asker asker = asks(Long.MAX_VALUE);
        reactor.advance(Duration.ZERO);

        assertThat(asker.events).containsExactly("subscribed", "ab", "cd", "complete");
        assertThat(reasons).hasSize(1);
    }

    @Test
    void anEndBehindTheLastPieceNeedsNoAsking() {
        Asker asker = asks(1);

        peer.sends("ab").endsSending();

        assertThat(asker.events).containsExactly("subscribed", "ab", "complete");
    }

    @Test
    void whoAsksWhileHeIsToldGetsItWithoutRecursion() {
        Asker asker = new Asker(1) {
            private int deep;

            @Override
            public void onNext(Bytes piece) {
                deep++;
                asks(1);
                super.onNext(Bytes.utf8(piece.utf8() + deep));
                deep--;
            }
        };
        peer.sends("abcdef");

        protocol.received().subscribe(asker);
        reactor.advance(Duration.ZERO);

        assertThat(asker.events).containsExactly("subscribed", "ab1", "cd1", "ef1");
    }

    @Test
    void theConnectionClosesWhenThePeerHasEndedAndNothingIsSent() {
        asks(Long.MAX_VALUE);

        peer.endsSending();

        assertThat(peer.heardEnd()).isTrue();
        assertThat(reasons).containsExactly(CloseReason.local());
    }

    @Test
    void anAnswerWhichBeginsAtTheEndOfTheQuestionIsSent() {
        protocol.received().subscribe(new Asker(Long.MAX_VALUE) {
            @Override
            public void onComplete() {
                protocol.send(new Times(Bytes.utf8("answer"), 2)).otherwise(failure -> events.add("failed"));
            }
        });

        peer.sends("question").endsSending();

        assertThat(peer.hears()).isEqualTo("answeranswer");
        assertThat(peer.heardEnd()).isTrue();
    }

    @Test
    void whatIsBeingSentGoesOnAfterThePeersEnd() {
        Told publisher = new Told();
        Deferred<Long> sent = protocol.send(publisher);
        asks(Long.MAX_VALUE);
        peer.endsSending();
        assertThat(peer.heardEnd()).isFalse();

        publisher.gives(Bytes.utf8("still here"));
        publisher.subscriber().onComplete();
        reactor.advance(Duration.ZERO);

        assertThat(peer.hears()).isEqualTo("still here");
        assertThat(peer.heardEnd()).isTrue();
        assertThat(sent).succeededWith(10L);
    }

    @Test
    void aFlowWhichFailsIsNoGoodEndForThePeer() {
        Told publisher = new Told();
        Deferred<Long> sent = protocol.send(publisher);
        asks(Long.MAX_VALUE);
        peer.endsSending();

        publisher.subscriber().onError(new IOException("trouble"));
        reactor.advance(Duration.ZERO);

        assertThat(sent).failedWith(IOException.class);
        assertThat(peer.wasReset()).isTrue();
    }

    @Test
    void cancellingCloses() {
        Asker asker = asks(1);
        peer.sends("abcd");

        asker.subscription().cancel();
        reactor.advance(Duration.ZERO);

        assertThat(asker.events).containsExactly("subscribed", "ab");
        assertThat(reasons).containsExactly(CloseReason.local());
    }

    @Test
    void cancellingWaitsForWhatIsBeingSentAndDropsWhatComes() {
        Told publisher = new Told();
        protocol.send(publisher).otherwise(failure -> publisher.events.add("failed"));
        Asker asker = asks(1);

        asker.subscription().cancel();
        peer.sends(Bytes.of(new byte[200_000]));
        publisher.gives(Bytes.utf8("still here"));
        assertThat(peer.unsent()).isZero();
        assertThat(peer.hears()).isEqualTo("still here");
        publisher.subscriber().onComplete();
        reactor.advance(Duration.ZERO);

        assertThat(asker.events).containsExactly("subscribed");
        assertThat(reasons).containsExactly(CloseReason.local());
    }

    @Test
    void aBrokenConnectionIsAnError() {
        Asker asker = asks(Long.MAX_VALUE);

        peer.sends("ab").resets();

        assertThat(asker.events).containsExactly("subscribed", "ab", "TransportException");
    }

    @Test
    void whatThisSideClosesIsNotComplete() {
        Asker asker = asks(Long.MAX_VALUE);

        protocol.transport().loseConnection();
        reactor.advance(Duration.ZERO);

        assertThat(asker.events).containsExactly("subscribed", "TransportException");
    }

    @Test
    void whatNobodyAskedForInTimeIsNotComplete() {
        Asker asker = asks(1);
        peer.sends("abcdef").hangsUp();

        reactor.stop();

        assertThat(asker.events).containsExactly("subscribed", "ab", "TransportException");
    }

    @Test
    void anEndBehindSomethingNobodyAskedForIsNotComplete() {
        Asker asker = asks(0);
        peer.sends("ab");

        protocol.readingEnded(CloseReason.remote());

        assertThat(asker.events).containsExactly("subscribed", "TransportException");
    }

    @Test
    void theSecondSubscriberIsRefused() {
        Asker first = asks(Long.MAX_VALUE);

        Asker second = asks(Long.MAX_VALUE);
        peer.sends("ab");

        assertThat(second.events).containsExactly("subscribed", "IllegalStateException");
        assertThat(first.events).containsExactly("subscribed", "ab");
    }

    @Test
    void whoAsksForLessThanOneIsToldSoAndGetsNoMore() {
        Asker asker = asks(0);
        peer.sends("ab");

        asker.asks(0);
        asker.asks(1);

        assertThat(asker.events).containsExactly("subscribed", "IllegalArgumentException");
    }

    @Test
    void whatASubscriberThrowsClosesTheConnection() {
        IllegalStateException bug = new IllegalStateException("a bug");
        Asker asker = new Asker(Long.MAX_VALUE) {
            @Override
            public void onNext(Bytes piece) {
                super.onNext(piece);
                throw bug;
            }
        };
        protocol.received().subscribe(asker);

        peer.sends("abcd");

        assertThat(asker.events).containsExactly("subscribed", "ab");
        assertThat(reasons).containsExactly(CloseReason.error(bug));
        assertThat(reactor.failures()).containsExactly(bug);
    }

    @Test
    void anEchoOfAFlowKeepsLittleOfWhatNobodyReads() {
        List<FlowProtocol> echoes = new ArrayList<>();
        MemoryReactor large = new MemoryReactor();
        MemoryPeer talker = large.dial(() -> {
            FlowProtocol echo = new FlowProtocol() {
                @Override
                public void connectionMade() {
                    send(received()).otherwise(this::fail);
                }
            };
            echoes.add(echo);
            return echo;
        });
        talker.stopsReading().sends(Bytes.of(new byte[1_000_000]));
        assertThat(echoes.get(0).transport().unsent()).isLessThanOrEqualTo(Limits.HIGH_WATER + 65_536);
        assertThat(talker.unsent()).isGreaterThan(500_000);

        talker.readsAgain().endsSending();
        large.advance(Duration.ZERO);

        assertThat(talker.hearsBytes().length()).isEqualTo(1_000_000);
        assertThat(talker.heardEnd()).isTrue();
    }

    @Test
    void nobodyIsNobody() {
        assertThatThrownBy(() -> protocol.received().subscribe(null)).isInstanceOf(NullPointerException.class);
    }
}
