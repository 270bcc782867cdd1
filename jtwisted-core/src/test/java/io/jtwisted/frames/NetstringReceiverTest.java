package io.jtwisted.frames;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.Stage;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NetstringReceiverTest {

    private static final class Netstrings extends NetstringReceiver {
        private final List<String> heard = new ArrayList<>();
        private Runnable onFrame = () -> {};
        private @Nullable CloseReason reason;

        @Override
        public void frameReceived(Bytes frame) {
            heard.add(frame.utf8());
            onFrame.run();
        }

        @Override
        public void connectionLost(CloseReason why) {
            reason = why;
        }

        void limit(int bytes) {
            setFrameLimit(bytes);
        }
    }

    private final Netstrings netstrings = new Netstrings();
    private final Stage peer = Stage.of(netstrings);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 100})
    void netstringsMayBeCutAnywhere(int size) {
        peer.sendsInPieces("5:hello,0:,12:a:comma,here,3:ab", size);

        assertThat(netstrings.heard).containsExactly("hello", "", "a:comma,here");
        assertThat(peer.isDisconnected()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 100})
    void netstringsMayBeReadInPlace(int size) {
        List<String> heard = new ArrayList<>();
        NetstringReceiver inPlace = new NetstringReceiver() {
            @Override
            protected void frameReceived(Bytes data, int from, int to) {
                heard.add(data.slice(from, to).utf8());
            }
        };

        Stage.of(inPlace).sendsInPieces("5:hello,0:,12:a:comma,here,3:ab", size);

        assertThat(heard).containsExactly("hello", "", "a:comma,here");
    }

    @Test
    void whatIsSentCanBeReceived() {
        peer.does(() -> List.of("hello", "", "x".repeat(100)).forEach(text -> netstrings.sendFrame(Bytes.utf8(text))));

        String sent = peer.hears();
        peer.sends(sent);

        assertThat(sent).startsWith("5:hello,0:,100:xx");
        assertThat(netstrings.heard).containsExactly("hello", "", "x".repeat(100));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01:a,", "00:,", "+1:a,", "-1:a,", " 1:a,", "1 :a,", ":,", "a", "1:ab", "0:x", "1x", "\n", "1:a\n"
            })
    void whatIsMalformedClosesTheConnection(String garbage) {
        peer.sends("2:ok,").sendsInPieces(garbage, 1);

        assertThat(netstrings.heard).containsExactly("ok");
        assertThat(peer.isDisconnected()).isTrue();
        assertThat(netstrings.reason).extracting(CloseReason::cause).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aNetstringAtTheLimitIsDeliveredAndOneByteMoreIsKnownFromItsDigits() {
        netstrings.limit(10);
        peer.sends("10:0123456789,");
        assertThat(netstrings.heard).containsExactly("0123456789");

        peer.sends("11");

        assertThat(peer.isDisconnected()).isTrue();
        assertThat(netstrings.reason)
                .extracting(CloseReason::cause)
                .asString()
                .contains("expected a netstring of at most 10 bytes");
    }

    @Test
    void endlessDigitsAreTooLong() {
        netstrings.limit(Integer.MAX_VALUE);

        peer.sends("9".repeat(1_000));

        assertThat(peer.isDisconnected()).isTrue();
    }

    @Test
    void lastWordsMayBeSaidBeforeTheConnectionCloses() {
        NetstringReceiver polite = new NetstringReceiver() {
            @Override
            public void frameReceived(Bytes frame) {}

            @Override
            protected void frameLimitExceeded() {
                sendFrame(Bytes.utf8("too long"));
            }
        };

        Stage wire = Stage.of(polite).sends("100000:hello");

        assertThat(wire.hears()).isEqualTo("8:too long,");
        assertThat(wire.isDisconnected()).isTrue();
    }

    @Test
    void aPauseStopsBeforeTheNextNetstring() {
        netstrings.onFrame = () -> netstrings.transport().pauseReading();
        peer.sends("1:a,1:b,");
        assertThat(netstrings.heard).containsExactly("a");

        peer.does(netstrings.transport()::resumeReading);

        assertThat(netstrings.heard).containsExactly("a", "b");
    }

    @Test
    void nothingIsDeliveredAfterAbortConnection() {
        netstrings.onFrame = () -> netstrings.transport().abortConnection();

        peer.sends("1:a,1:b,").sends("1:c,");

        assertThat(netstrings.heard).containsExactly("a");
    }

    /** A reset, behind which there is nothing in the connection itself: what is whole is kept by the protocol. */
    @Test
    void theLossWaitsBehindAPauseUntilAllThatIsWholeIsDelivered() {
        MemoryReactor reactor = new MemoryReactor();
        Netstrings pausing = new Netstrings();
        MemoryPeer other = reactor.dial(() -> pausing);
        pausing.onFrame = () -> pausing.transport().pauseReading();
        other.sends("3:one,3:two,5:cut").resets();
        assertThat(pausing.heard).containsExactly("one");
        assertThat(pausing.reason).isNull();

        pausing.transport().resumeReading();
        reactor.advance(Duration.ZERO);
        pausing.transport().resumeReading();
        reactor.advance(Duration.ZERO);

        assertThat(pausing.heard).containsExactly("one", "two");
        assertThat(pausing.reason).extracting(CloseReason::kind).isEqualTo(CloseReason.Kind.ERROR);
    }
}
