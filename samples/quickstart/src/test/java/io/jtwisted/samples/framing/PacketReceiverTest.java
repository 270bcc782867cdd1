package io.jtwisted.samples.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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

class PacketReceiverTest {
    private static final Bytes TWO_PACKETS =
            Bytes.of((byte) 0x30, (byte) 2, (byte) 'h', (byte) 'i', (byte) 0xc0, (byte) 0);

    private final MemoryReactor reactor = new MemoryReactor();
    private final Packets packets = new Packets();
    private final MemoryPeer peer = reactor.dial(() -> packets);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void packetsMayBeCutAnywhere(int size) {
        for (int from = 0; from < TWO_PACKETS.length(); from += size) {
            peer.sends(TWO_PACKETS.slice(from, Math.min(from + size, TWO_PACKETS.length())));
        }

        assertThat(packets.heard).containsExactly("48 hi", "192 ");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 16_383, 16_384, 65_536})
    void whatOneSideSendsTheOtherReceives(int length) {
        Packets receiver = new Packets();
        packets.sendPacket(0x30, Bytes.utf8("x".repeat(length)));
        reactor.advance(Duration.ZERO);

        reactor.dial(() -> receiver).sends(peer.hearsBytes());

        assertThat(receiver.heard).containsExactly("48 " + "x".repeat(length));
    }

    @Test
    void theNumberOfTheSpecificationIsWrittenAsThere() {
        packets.sendPacket(0, Bytes.wrap(new byte[321]));
        reactor.advance(Duration.ZERO);

        assertThat(peer.hearsBytes().slice(0, 3)).isEqualTo(Bytes.of((byte) 0, (byte) 0xc1, (byte) 2));
    }

    @Test
    void aPacketThatIsTooLongIsRefusedBeforeItArrives() {
        peer.sends(Bytes.of((byte) 0x30, (byte) 0x81, (byte) 0x80, (byte) 4));

        assertThat(packets.cause()).isInstanceOf(ProtocolException.class).hasMessageContaining("not 65537");
        assertThatIllegalArgumentException().isThrownBy(() -> packets.sendPacket(0, Bytes.wrap(new byte[65_537])));
    }

    @Test
    void aLengthThatDoesNotEndIsRefused() {
        peer.sends(Bytes.of((byte) 0x30, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff));

        assertThat(packets.cause()).isInstanceOf(ProtocolException.class).hasMessageContaining("at most 4 bytes");
    }

    @Test
    void aPauseHoldsTheNextPacketBack() {
        packets.pausing = true;
        peer.sends(TWO_PACKETS);
        assertThat(packets.heard).containsExactly("48 hi");

        packets.transport().resumeReading();
        reactor.advance(Duration.ZERO);

        assertThat(packets.heard).containsExactly("48 hi", "192 ");
    }

    private static final class Packets extends PacketReceiver {
        private final List<String> heard = new ArrayList<>();
        private boolean pausing;
        private @Nullable CloseReason reason;

        @Override
        void packetReceived(int kind, Bytes payload) {
            heard.add(kind + " " + payload.utf8());
            if (pausing) {
                pausing = false;
                transport().pauseReading();
            }
        }

        @Override
        public void connectionLost(CloseReason why) {
            reason = why;
        }

        @Nullable
        Throwable cause() {
            return reason == null ? null : reason.cause();
        }
    }
}
