package io.jtwisted.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.frames.FrameReceiver;
import io.jtwisted.frames.NetstringReceiver;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import io.jtwisted.text.LineReceiver;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a program gets which says nothing: each limit at its value, and one over. */
class SafeDefaultsTest {
    private static final Duration INSTANT = Duration.ofNanos(1);

    private final MemoryReactor reactor = new MemoryReactor();
    private final Recorder protocol = new Recorder();

    @Test
    void theirValuesAreThoseOfTheManual() {
        assertThat(Limits.server())
                .usingRecursiveComparison()
                .ignoringFields("given")
                .isEqualTo(new Limits(
                        10_000,
                        0,
                        Limits.WhenFull.CLOSE,
                        Duration.ofMinutes(10),
                        Duration.ZERO,
                        Duration.ZERO,
                        Duration.ZERO,
                        16L << 20,
                        65_536,
                        32_768));
        assertThat(Limits.client())
                .usingRecursiveComparison()
                .ignoringFields("given")
                .isEqualTo(Limits.server().connections(0).silence(Duration.ZERO));
        assertThat(Limits.client().unsent()).isEqualTo(Limits.UNSENT);
        assertThat(Limits.server().given()).isEmpty();
        assertThat(Limits.client().given()).isEmpty();
        assertThat(ServerEndpoint.tcp(0).socket())
                .isEqualTo(new SocketOptions(true, true, Duration.ZERO, Duration.ZERO, 0, false));
        assertThat(Tls.HANDSHAKE_TIMEOUT).isEqualTo(Duration.ofSeconds(10));
        assertThat(Tls.client().handshakeTimeout()).isEqualTo(Tls.HANDSHAKE_TIMEOUT);
        assertThat(ServerEndpoint.tcp(0).limits()).isEqualTo(Limits.server());
        assertThat(ServerEndpoint.unix("socket").limits()).isEqualTo(Limits.server());
        assertThat(ClientEndpoint.tcp("host", 1).limits()).isEqualTo(Limits.client());
        assertThat(LineReceiver.LINE_LIMIT).isEqualTo(16_384);
        assertThat(FrameReceiver.FRAME_LIMIT).isEqualTo(99_999);
        assertThat(NetstringReceiver.FRAME_LIMIT).isEqualTo(99_999);
    }

    @Test
    void aServerIsSilentForTenMinutesAndNoLonger() {
        MemoryPeer peer = reactor.dial(() -> protocol);

        reactor.advance(Limits.SILENCE.minus(INSTANT));
        assertThat(peer.isDisconnected()).isFalse();

        reactor.advance(INSTANT);
        assertThat(peer.isDisconnected()).isTrue();
    }

    @Test
    void aClientMayBeSilentForEver() {
        reactor.connect("tcp:example.org:80", protocol).otherwise(failure -> {});
        MemoryPeer server = reactor.answers("tcp:example.org:80");

        reactor.advance(Duration.ofDays(365));

        assertThat(server.isDisconnected()).isFalse();
    }

    @Test
    void sixteenMegabytesMayWaitAndNotAByteMore() {
        reactor.dial(() -> protocol).stopsReading();

        protocol.transport().write(Bytes.of(new byte[(int) Limits.UNSENT]));
        assertThat(protocol.transport().connected()).isTrue();

        while (protocol.transport().unsent() < Limits.UNSENT) { // some of it went where a kernel would keep it
            protocol.transport()
                    .write(Bytes.of(
                            new byte[(int) (Limits.UNSENT - protocol.transport().unsent())]));
        }
        assertThat(protocol.transport().connected()).isTrue();
        protocol.transport().write(Bytes.of(new byte[1]));
        assertThat(protocol.transport().connected()).isFalse();
    }

    @Test
    void tenThousandConnectionsAreServedAndTheNextIsNot() {
        Factory factory = peer -> new Recorder();
        for (int i = 1; i < Limits.CONNECTIONS; i++) {
            reactor.dial(factory);
        }

        assertThat(reactor.dial(factory).isDisconnected()).isFalse();
        assertThat(reactor.dial(factory).isDisconnected()).isTrue();
    }

    @Test
    void aNetstringHasAtMost99999Bytes() {
        String longest = "x".repeat(NetstringReceiver.FRAME_LIMIT);
        MemoryPeer peer = reactor.dial(Netstrings::new);

        peer.sends("99999:" + longest + ",");
        assertThat(peer.hears()).isEqualTo("99999:" + longest + ",");

        peer.sends("100000:");
        assertThat(peer.isDisconnected()).isTrue();
    }

    @Test
    void aFrameHasAtMost99999Bytes() {
        Bytes longest = Bytes.of(new byte[FrameReceiver.FRAME_LIMIT]);
        MemoryPeer peer = reactor.dial(Frames::new);

        peer.sends(Bytes.of((byte) 0, (byte) 0x01, (byte) 0x86, (byte) 0x9f)).sends(longest);
        assertThat(peer.hearsBytes().length()).isEqualTo(4 + FrameReceiver.FRAME_LIMIT);

        peer.sends(Bytes.of((byte) 0, (byte) 0x01, (byte) 0x86, (byte) 0xa0));
        assertThat(peer.isDisconnected()).isTrue();
    }

    /** Says every netstring back. */
    private static final class Netstrings extends NetstringReceiver {

        @Override
        public void frameReceived(Bytes frame) {
            sendFrame(frame);
        }
    }

    /** Says every frame back. */
    private static final class Frames extends FrameReceiver {

        Frames() {
            super(Integer.BYTES);
        }

        @Override
        public void frameReceived(Bytes frame) {
            sendFrame(frame);
        }
    }
}
