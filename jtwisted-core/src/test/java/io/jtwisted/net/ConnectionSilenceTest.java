package io.jtwisted.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import io.jtwisted.text.LineReceiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which silence counts against a peer, and which does not. */
class ConnectionSilenceTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration INSTANT = Duration.ofNanos(1);

    private final MemoryReactor reactor = new MemoryReactor();
    private final Recorder protocol = new Recorder();

    @Test
    void whileThisSideHasPausedThePeerIsNotBlamed() {
        MemoryPeer peer = dial(protocol, Limits.server().silence(MINUTE).readSilence(MINUTE));
        protocol.transport().pauseReading();
        peer.sends("in vain");

        reactor.advance(MINUTE.multipliedBy(5));
        assertThat(peer.isDisconnected()).isFalse();

        protocol.transport().resumeReading();
        reactor.advance(MINUTE.minus(INSTANT));
        assertThat(protocol.events).containsExactly("made", "in vain");
        reactor.advance(INSTANT);
        assertThat(protocol.events).containsExactly("made", "in vain", "lost");
        assertThat(protocol.reason()).isEqualTo(CloseReason.timeout());
    }

    @Test
    void afterAPauseTheTimeBeginsAnew() {
        MemoryPeer peer = dial(protocol, Limits.server().silence(MINUTE));
        reactor.advance(MINUTE.dividedBy(2));
        protocol.transport().pauseReading();
        reactor.advance(Duration.ofSeconds(20));

        protocol.transport().resumeReading();
        reactor.advance(MINUTE.minus(INSTANT));
        assertThat(peer.isDisconnected()).isFalse();

        reactor.advance(INSTANT);
        assertThat(peer.isDisconnected()).isTrue();
    }

    /** The bytes have arrived; it is this side which has not looked at them. */
    @Test
    void whatWasSentBeforeThePeersEndIsNotLostToAPauseOfThisSide() {
        MemoryPeer peer = dial(protocol, Limits.server().silence(MINUTE));
        protocol.transport().pauseReading();
        peer.sends("all").hangsUp();

        reactor.advance(MINUTE.multipliedBy(5));
        protocol.transport().resumeReading();
        reactor.advance(Duration.ZERO);

        assertThat(protocol.events).containsExactly("made", "all", "lost");
        assertThat(protocol.reason()).isEqualTo(CloseReason.remote());
    }

    @Test
    void whileCommandsAreHeldBackThePeerIsNotBlamed() {
        Clerk clerk = new Clerk();
        MemoryPeer peer = dial(clerk, Limits.server().silence(MINUTE).readSilence(MINUTE));
        peer.sends("one\r\ntwo\r\n");

        reactor.advance(MINUTE.multipliedBy(5));
        assertThat(peer.isDisconnected()).isFalse();

        clerk.commands.get(0).callback("done");
        reactor.advance(MINUTE.minus(INSTANT));
        assertThat(clerk.commands).hasSize(2);
        assertThat(peer.isDisconnected()).isFalse();
        reactor.advance(INSTANT);
        assertThat(peer.isDisconnected()).isTrue();
    }

    @Test
    void whatThisSideWritesDoesNotBreakTheSilenceOfThePeer() {
        MemoryPeer peer = dial(protocol, Limits.server().readSilence(MINUTE));

        reactor.advance(MINUTE.dividedBy(2));
        protocol.transport().write(Bytes.utf8("ping"));
        peer.sends("pong");
        reactor.advance(MINUTE.dividedBy(2));
        protocol.transport().write(Bytes.utf8("ping"));
        reactor.advance(MINUTE.dividedBy(2).minus(INSTANT));
        assertThat(peer.isDisconnected()).isFalse();
        reactor.advance(INSTANT);

        assertThat(peer.hears()).isEqualTo("pingping");
        assertThat(protocol.events).containsExactly("made", "pong", "lost");
        assertThat(protocol.reason()).isEqualTo(CloseReason.timeout());
    }

    @Test
    void aPeerWhichHasEndedIsNotExpectedToSayMore() {
        Recorder.Half half = new Recorder.Half();
        MemoryPeer peer = dial(half, Limits.server().readSilence(MINUTE)).endsSending();

        reactor.advance(MINUTE.multipliedBy(5));

        assertThat(peer.isDisconnected()).isFalse();
    }

    @Test
    void itCanBeSetAndSwitchedOffByTheProtocol() {
        MemoryPeer peer = dial(protocol, Limits.server().readSilence(MINUTE));
        protocol.transport().closeAfterReadSilence(Duration.ZERO);
        reactor.advance(MINUTE.multipliedBy(5));
        assertThat(peer.isDisconnected()).isFalse();

        protocol.transport().closeAfterReadSilence(MINUTE);
        reactor.advance(MINUTE);

        assertThat(peer.isDisconnected()).isTrue();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> protocol.transport().closeAfterReadSilence(INSTANT.negated()));
    }

    @Test
    void aPeerWhichNeitherReadsNorSaysAnythingIsReset() {
        MemoryPeer peer = dial(protocol, Limits.server().readSilence(MINUTE)).stopsReading();
        protocol.transport().write(Bytes.of(new byte[100_000]));

        reactor.advance(MINUTE);

        assertThat(peer.readsAgain().wasReset()).isTrue();
        assertThat(protocol.reason()).isEqualTo(CloseReason.timeout());
    }

    private MemoryPeer dial(Protocol served, Limits limits) {
        ServerEndpoint endpoint = ServerEndpoint.tcp(0).limits(limits);
        return reactor.dial(reactor.listen(endpoint, from -> served).await());
    }

    /** Each line is a command which takes its time. */
    private static final class Clerk extends LineReceiver {
        private final List<Deferred<String>> commands = new ArrayList<>();

        @Override
        public void lineReceived(String line) {
            Deferred<String> command = new Deferred<>();
            commands.add(command);
            oneAtATime(command).otherwise(this::fail);
        }
    }
}
