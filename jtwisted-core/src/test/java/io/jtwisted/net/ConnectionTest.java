package io.jtwisted.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectionTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final Recorder protocol = new Recorder();

    @Test
    void aLifeHasABeginningAMiddleAndOneEnd() {
        MemoryPeer peer = reactor.dial(() -> protocol);

        peer.sends("a").sends("b").hangsUp();
        reactor.advance(Duration.ofHours(1));

        assertThat(protocol.events).containsExactly("made", "a", "b", "lost");
        assertThat(protocol.reason()).isEqualTo(CloseReason.remote());
        assertThat(protocol.transport().connected()).isFalse();
    }

    @Test
    void whatOneTurnWritesLeavesTogetherWhenItEnds() {
        MemoryPeer peer = reactor.dial(() -> protocol);

        reactor.call(() -> {
            protocol.transport().write(Bytes.utf8("a"));
            protocol.transport().write(Bytes.empty());
            protocol.transport().write("bc", java.nio.charset.StandardCharsets.US_ASCII);
            assertThat(protocol.transport().unsent()).isEqualTo(3);
        });

        assertThat(peer.hears()).isEqualTo("abc");
        assertThat(protocol.transport().unsent()).isZero();
    }

    @Test
    void losingTheConnectionSendsWhatWasWrittenBefore() {
        MemoryPeer peer = reactor.dial(() -> protocol);

        protocol.transport().write(Bytes.utf8("bye"));
        protocol.transport().loseConnection();

        assertThat(peer.hears()).isEqualTo("bye");
        assertThat(peer.heardEnd()).isTrue();
        assertThat(protocol.reason()).isEqualTo(CloseReason.local());
        assertThat(protocol.losses()).isOne();
    }

    @Test
    void whatIsWrittenAfterLosingTheConnectionButBeforeItIsGoneIsSent() {
        MemoryPeer peer = reactor.dial(() -> protocol).stopsReading();
        protocol.transport().write(Bytes.of(new byte[100_000]));

        protocol.transport().loseConnection();
        protocol.transport().write(Bytes.utf8("!"));
        peer.readsAgain();

        assertThat(peer.hearsBytes().length()).isEqualTo(100_001);
        assertThat(protocol.losses()).isOne();
    }

    @Test
    void losingTheConnectionDiscardsWhatArrivesAtOnce() {
        MemoryPeer peer = reactor.dial(() -> protocol).stopsReading();
        protocol.transport().write(Bytes.of(new byte[100_000]));

        protocol.transport().loseConnection();
        protocol.transport().loseConnection();
        peer.sends("too late").readsAgain();

        assertThat(protocol.events).containsExactly("made", "lost");
    }

    @Test
    void afterTheEndCommandsDoNothing() {
        MemoryPeer peer = reactor.dial(() -> protocol).hangsUp();

        protocol.transport().write(Bytes.utf8("x"));
        protocol.transport().loseConnection();
        protocol.transport().loseWriteConnection();
        protocol.transport().abortConnection();
        protocol.transport().pauseReading();
        protocol.transport().resumeReading();
        reactor.advance(Duration.ofHours(1));

        assertThat(protocol.events).containsExactly("made", "lost");
        assertThat(peer.hears()).isEmpty();
    }

    @Test
    void abortingDiscardsAndResetsAndTellsLater() {
        MemoryPeer peer = reactor.dial(() -> protocol).stopsReading();

        reactor.call(() -> {
            protocol.transport().write(Bytes.utf8("never sent"));
            protocol.transport().abortConnection();
            protocol.transport().abortConnection();
            protocol.events.add("after abort");
        });
        peer.readsAgain();

        assertThat(protocol.events).containsExactly("made", "after abort", "lost");
        assertThat(protocol.reason().kind()).isEqualTo(CloseReason.Kind.LOCAL);
        assertThat(protocol.reason().isClean()).isFalse();
        assertThat(peer.wasReset()).isTrue();
        assertThat(peer.hears()).isEmpty();
    }

    @Test
    void abortingWinsOverLosing() {
        MemoryPeer peer = reactor.dial(() -> protocol).stopsReading();
        protocol.transport().write(Bytes.of(new byte[100_000]));

        protocol.transport().loseConnection();
        protocol.transport().abortConnection();

        assertThat(peer.wasReset()).isTrue();
        assertThat(protocol.reason().cause()).isInstanceOf(IOException.class);
        assertThat(protocol.losses()).isOne();
    }

    @Test
    void nothingIsReceivedAfterAnAbortInsideAnEvent() {
        Recorder aborting = new Recorder() {
            @Override
            public void dataReceived(Bytes data) throws Exception {
                super.dataReceived(data);
                transport().abortConnection();
            }
        };
        reactor.inChunksOf(1).dial(() -> aborting).sends("abc");

        assertThat(aborting.events).containsExactly("made", "a", "lost");
    }

    @Test
    void aResetIsAnError() {
        reactor.dial(() -> protocol).resets();

        assertThat(protocol.reason().kind()).isEqualTo(CloseReason.Kind.ERROR);
        assertThat(protocol.reason().cause()).isInstanceOf(IOException.class).hasMessage("connection reset by peer");
    }

    @Test
    void aResetBeforeAllIsSentIsNoGoodOrder() {
        MemoryPeer peer = reactor.dial(() -> protocol).stopsReading();
        protocol.transport().write(Bytes.of(new byte[100_000]));
        protocol.transport().loseConnection();

        peer.resets();

        assertThat(protocol.losses()).isOne();
        assertThat(protocol.reason().kind()).isEqualTo(CloseReason.Kind.ERROR);
    }

    @Test
    void aProtocolWhichIsUsedTwiceHearsNothingOfTheSecondConnection() {
        MemoryPeer first = reactor.dial(() -> protocol);

        MemoryPeer second = reactor.dial(() -> protocol);

        assertThat(second.isDisconnected()).isTrue();
        assertThat(first.isDisconnected()).isFalse();
        assertThat(protocol.events).containsExactly("made");
        assertThat(reactor.failures()).hasSize(1);
    }

    @Test
    void silenceEndsAtItsLimitAndNotBefore() {
        MemoryPeer peer = reactor.dial(() -> protocol);
        protocol.transport().closeAfterSilence(Duration.ofMinutes(1));

        reactor.advance(Duration.ofMinutes(1).minusNanos(1));
        assertThat(peer.isDisconnected()).isFalse();

        reactor.advance(Duration.ofNanos(1));
        assertThat(peer.isDisconnected()).isTrue();
        assertThat(protocol.reason()).isEqualTo(CloseReason.timeout());
    }

    @Test
    void aByteInEitherDirectionBreaksTheSilence() {
        MemoryPeer peer = reactor.dial(() -> protocol);
        protocol.transport().closeAfterSilence(Duration.ofMinutes(1));

        reactor.advance(Duration.ofSeconds(59));
        peer.sends("x");
        reactor.advance(Duration.ofSeconds(59));
        protocol.transport().write(Bytes.utf8("y"));
        reactor.advance(Duration.ZERO).advance(Duration.ofSeconds(59));

        assertThat(peer.isDisconnected()).isFalse();
        reactor.advance(Duration.ofSeconds(1));
        assertThat(peer.isDisconnected()).isTrue();
    }

    @Test
    void silenceCanBeSwitchedOff() {
        MemoryPeer peer = reactor.dial(() -> protocol);

        protocol.transport().closeAfterSilence(Duration.ZERO);
        reactor.advance(Duration.ofDays(1));

        assertThat(peer.isDisconnected()).isFalse();
        assertThatThrownBy(() -> protocol.transport().closeAfterSilence(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-0.000000001S");
    }

    @Test
    void aPeerWhichDoesNotReadTheFarewellIsLeftWithoutIt() {
        MemoryPeer peer = reactor.dial(() -> protocol).stopsReading();
        protocol.transport().closeAfterSilence(Duration.ZERO);
        protocol.transport().write(Bytes.of(new byte[100_000]));
        protocol.transport().loseConnection();

        reactor.advance(Limits.SILENCE.minusNanos(1));
        assertThat(protocol.losses()).isZero();

        reactor.advance(Duration.ofNanos(1));
        assertThat(protocol.losses()).isOne();
        assertThat(peer.wasReset()).isTrue();
    }

    @Test
    void asManyBytesAsTheLimitMayWaitAndNotOneMore() throws Exception {
        ServerEndpoint.Tcp endpoint =
                ServerEndpoint.tcp(7).limits(Limits.server().unsent(1_000_000));
        reactor.listen(endpoint, peer -> protocol).otherwise(e -> assertThat(e).isNull());
        MemoryPeer peer = reactor.dial("tcp:7").stopsReading();
        protocol.transport().write(Bytes.of(new byte[65_536]));
        reactor.advance(Duration.ZERO);

        protocol.transport().write(Bytes.of(new byte[1_000_000]));
        assertThat(peer.isDisconnected()).isFalse();

        protocol.transport().write(Bytes.of(new byte[1]));
        assertThat(peer.wasReset()).isTrue();
        assertThat(protocol.reason().cause())
                .hasMessage("1000001 bytes are unsent, more than unsent=1000000 allows: the peer does not read");
    }

    @Test
    void oneMessageBeyondTheLimitIsNoProofThatThePeerDoesNotRead() throws Exception {
        ServerEndpoint.Tcp endpoint =
                ServerEndpoint.tcp(7).limits(Limits.server().unsent(1_000_000));
        reactor.listen(endpoint, peer -> protocol).otherwise(e -> assertThat(e).isNull());
        MemoryPeer peer = reactor.dial("tcp:7").stopsReading();
        protocol.transport().write(Bytes.of(new byte[100]));
        protocol.transport().write(Bytes.of(new byte[20_000_000]));
        protocol.transport().write(Bytes.of(new byte[999_900]));
        reactor.advance(Duration.ZERO);
        assertThat(peer.isDisconnected()).isFalse();

        protocol.transport().write(Bytes.of(new byte[100_000]));

        assertThat(peer.wasReset()).isTrue();
    }

    @Test
    void aPlainConnectionHasNoTlsSession() {
        reactor.dial(() -> protocol);

        assertThat(protocol.transport().secure()).isFalse();
        assertThatThrownBy(() -> protocol.transport().tls())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not encrypted");
    }

    @Test
    void commandsFromAnotherThreadHopInOrder() throws InterruptedException {
        MemoryPeer peer = reactor.dial(() -> protocol);

        Thread other = new Thread(() -> {
            protocol.transport().write(Bytes.utf8("from "));
            protocol.transport().write("afar", java.nio.charset.StandardCharsets.US_ASCII);
            protocol.transport().registerProducer(protocol);
            protocol.transport().loseConnection();
        });
        other.start();
        other.join();

        assertThat(protocol.events).containsExactly("made");
        assertThat(peer.hears()).isEqualTo("from afar");
        assertThat(protocol.events).containsExactly("made", "stop", "lost");
    }

    @Test
    void addressesAndNumbersAreKnownAfterTheEnd() throws Exception {
        reactor.listen(ServerEndpoint.tcp(7).on("127.0.0.1"), peer -> protocol)
                .otherwise(e -> assertThat(e).isNull());
        reactor.dial("tcp:7:interface=127.0.0.1").hangsUp();

        assertThat(protocol.transport().host()).isEqualTo(new Address.Inet("127.0.0.1", 7));
        assertThat(protocol.transport().peer()).isEqualTo(new Address.Inet("127.0.0.1", 49_152));
        assertThat(protocol.transport().id()).isOne();
        assertThat(protocol.transport()).hasToString("Recorder 1 127.0.0.1:49152");
    }

    @Test
    void whatIsWrittenInTheTurnOfAPoliteCloseIsStillSent() {
        MemoryPeer peer = reactor.dial(() -> protocol);

        reactor.call(() -> {
            protocol.transport().loseConnection();
            protocol.events.add("connected " + protocol.transport().connected());
            protocol.transport().write(Bytes.utf8("last words"));
            return "done";
        });

        assertThat(peer.hears()).isEqualTo("last words");
        assertThat(protocol.events).containsExactly("made", "connected false", "lost");
    }

    @Test
    void whatIsWrittenInALaterTurnIsSentWhileSomethingIsUnsentAndDroppedAfterwards() {
        MemoryPeer peer = reactor.dial(() -> protocol).stopsReading();
        protocol.transport().write(Bytes.of(new byte[70_000]));
        protocol.transport().loseConnection();

        protocol.transport().write(Bytes.utf8("while it waits"));
        peer.readsAgain();
        assertThat(peer.hears()).endsWith("while it waits");

        protocol.transport().write(Bytes.utf8("too late"));
        assertThat(peer.hears()).isEmpty();
        assertThat(protocol.reason()).isEqualTo(CloseReason.local());
    }
}
