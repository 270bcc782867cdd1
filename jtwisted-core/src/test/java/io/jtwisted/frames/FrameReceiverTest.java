package io.jtwisted.frames;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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

class FrameReceiverTest {

    private static final class Frames extends FrameReceiver {
        private final List<String> heard = new ArrayList<>();
        private Runnable onFrame = () -> {};
        private @Nullable CloseReason reason;

        Frames(int prefix) {
            super(prefix);
        }

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

    private final Frames frames = new Frames(2);
    private final Stage peer = Stage.of(frames);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 100})
    void framesMayBeCutAnywhere(int size) {
        peer.sendsInPieces("\0\5hello\0\0\0\1!\0\3ab", size);

        assertThat(frames.heard).containsExactly("hello", "", "!");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void whatOneSideSendsTheOtherReceives(int prefix) {
        Frames sender = new Frames(prefix);
        Frames receiver = new Frames(prefix);
        Stage wire = Stage.of(sender);
        wire.does(() -> List.of("one", "", "x".repeat(200)).forEach(text -> sender.sendFrame(Bytes.utf8(text))));

        Bytes sent = wire.hearsBytes();
        Stage.of(receiver).sends(sent);

        assertThat(sent.length()).isEqualTo(203 + 3 * prefix);
        assertThat(receiver.heard).containsExactly("one", "", "x".repeat(200));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 100})
    void framesMayBeReadInPlace(int size) {
        List<String> heard = new ArrayList<>();
        FrameReceiver inPlace = new FrameReceiver(2) {
            @Override
            protected void frameReceived(Bytes data, int from, int to) {
                heard.add(data.slice(from, to).utf8());
            }
        };

        Stage.of(inPlace).sendsInPieces("\0\5hello\0\0\0\1!\0\3ab", size);

        assertThat(heard).containsExactly("hello", "", "!");
    }

    @Test
    void aFrameInPlaceIsTheMemoryThatArrived() {
        Bytes arrived = Bytes.utf8("\0\1a\0\2bc");
        List<Bytes> places = new ArrayList<>();
        FrameReceiver inPlace = new FrameReceiver(2) {
            @Override
            protected void frameReceived(Bytes data, int from, int to) {
                places.add(data);
            }
        };

        Stage.of(inPlace).sends(arrived);

        assertThat(places).hasSize(2).allSatisfy(place -> assertThat(place).isSameAs(arrived));
    }

    @Test
    void aSmallFrameIsKeptWithoutWhatArrivedTogetherWithIt() {
        List<Bytes> kept = new ArrayList<>();
        FrameReceiver keeper = new FrameReceiver(2) {
            @Override
            public void frameReceived(Bytes frame) {
                kept.add(frame);
            }
        };

        Stage.of(keeper).sends("\0\1a\0\120123456789\0\1b");

        assertThat(kept.get(0).copy()).isSameAs(kept.get(0));
    }

    @Test
    void thePrefixIsBigEndian() {
        peer.does(() -> frames.sendFrame(Bytes.utf8("x".repeat(0x1ff))));

        assertThat(peer.hearsBytes().slice(0, 2)).isEqualTo(Bytes.of((byte) 1, (byte) 0xff));
    }

    @Test
    void aFrameTooLongForThePrefixIsNotSent() {
        Frames small = new Frames(1);
        Stage wire = Stage.of(small).does(() -> small.sendFrame(Bytes.wrap(new byte[255])));
        assertThat(wire.hearsBytes().length()).isEqualTo(256);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> small.sendFrame(Bytes.wrap(new byte[256])))
                .withMessage("expected a frame of at most 255 bytes, not 256");
        assertThat(wire.hears()).isEmpty();
    }

    @Test
    void aFrameAtTheLimitIsDeliveredAndOneByteMoreIsNot() {
        frames.limit(3);
        peer.sends("\0\3abc");
        assertThat(frames.heard).containsExactly("abc");

        peer.sends("\0\4");

        assertThat(peer.isDisconnected()).isTrue();
        assertThat(frames.reason)
                .extracting(CloseReason::cause)
                .isInstanceOf(ProtocolException.class)
                .asString()
                .contains("expected a frame of at most 3 bytes, not 4");
    }

    @Test
    void fourBytesOfLengthAreUnsigned() {
        Frames large = new Frames(4);
        large.limit(Integer.MAX_VALUE);

        Stage wire = Stage.of(large).sends(Bytes.of((byte) 0x80, (byte) 0, (byte) 0, (byte) 0));

        assertThat(wire.isDisconnected()).isTrue();
    }

    @Test
    void lastWordsMayBeSaidBeforeTheConnectionCloses() {
        FrameReceiver polite = new FrameReceiver(1) {
            @Override
            public void frameReceived(Bytes frame) {}

            @Override
            protected void frameLimitExceeded(long length) {
                sendFrame(Bytes.utf8("too long: " + length));
            }

            @Override
            public void connectionMade() {
                setFrameLimit(4);
            }
        };

        Stage wire = Stage.of(polite).sends("\5hello");

        assertThat(wire.hears()).isEqualTo("\13too long: 5");
        assertThat(wire.isDisconnected()).isTrue();
    }

    @Test
    void aPauseStopsBeforeTheNextFrame() {
        frames.onFrame = () -> frames.transport().pauseReading();
        peer.sends("\0\1a\0\1b");
        assertThat(frames.heard).containsExactly("a");

        peer.does(frames.transport()::resumeReading);

        assertThat(frames.heard).containsExactly("a", "b");
    }

    @Test
    void nothingIsDeliveredAfterLoseConnection() {
        frames.onFrame = () -> frames.transport().loseConnection();

        peer.sends("\0\1a\0\1b").sends("\0\1c");

        assertThat(frames.heard).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 3, 8})
    void aPrefixHasOneTwoOrFourBytes(int prefix) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Frames(prefix));
    }

    /** A reset, behind which there is nothing in the connection itself: what is whole is kept by the protocol. */
    @Test
    void theLossWaitsBehindAPauseUntilAllThatIsWholeIsDelivered() {
        MemoryReactor reactor = new MemoryReactor();
        Frames pausing = new Frames(2);
        MemoryPeer other = reactor.dial(() -> pausing);
        pausing.onFrame = () -> pausing.transport().pauseReading();
        other.sends("\0\3one\0\3two\0\5cut").resets();
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
