package sketches.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DnsOverTcpTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final MemoryPeer peer = reactor.dial(() -> new DnsOverTcp(Queries.authority()));

    private static Bytes framed(Bytes message) {
        return Bytes.of((byte) 0, (byte) message.length()).plus(message);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1_000})
    void queriesMayBeCutAnywhere(int size) {
        reactor.inChunksOf(size);

        peer.sends(framed(Queries.query(1)).plus(framed(Queries.query(2))));
        reactor.advance(Queries.DELAY);

        assertThat(peer.hearsBytes()).isEqualTo(framed(Queries.answer(1)).plus(framed(Queries.answer(2))));
    }

    @Test
    void whatIsNoQueryClosesTheConnection() {
        peer.sends(framed(Queries.hex("00010100000100000000000040")));

        assertThat(peer.isDisconnected()).isTrue();
    }
}
