package sketches.socks;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.HalfCloseable;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.net.TransportException;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import io.jtwisted.text.LineReceiver;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Socks5Test {
    private static final Bytes NO_LOGIN = Bytes.of((byte) 5, (byte) 0);
    private static final Bytes CONNECTED = Bytes.wrap(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0});

    private final MemoryReactor reactor = new MemoryReactor();
    private final Lines lines = new Lines();

    private static final class Lines extends LineReceiver implements HalfCloseable {
        private final List<String> heard = new ArrayList<>();
        private boolean oneByOne;

        @Override
        public void connectionMade() {
            heard.add("made");
        }

        @Override
        public void lineReceived(String line) {
            heard.add(line);
            if (oneByOne) {
                transport().pauseReading();
            }
        }

        @Override
        public void readConnectionLost() {
            heard.add("end");
        }

        @Override
        public void connectionLost(CloseReason reason) {
            heard.add("lost " + reason.kind());
        }

        Deferred<Bytes> block(int length) {
            return receiveBytes(length);
        }
    }

    private Deferred<Lines> connect() {
        return reactor.connect(new Socks5(ClientEndpoint.tcp("proxy", 1080), "example.org", 25), lines);
    }

    private MemoryPeer proxy() {
        return reactor.answers("tcp:proxy:1080");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1_000})
    void theProtocolHearsWhatCameBehindTheHandshake(int size) {
        reactor.inChunksOf(size);
        Deferred<Lines> connected = connect();

        MemoryPeer proxy = proxy().sends(NO_LOGIN.plus(CONNECTED).plus(Bytes.utf8("220 one\r\n220 two\r\n")));

        assertThat(connected).succeededWith(lines);
        assertThat(lines.heard).containsExactly("made", "220 one", "220 two");
        assertThat(proxy.hearsBytes())
                .isEqualTo(Bytes.of((byte) 5, (byte) 1, (byte) 0)
                        .plus(Bytes.of((byte) 5, (byte) 1, (byte) 0, (byte) 3, (byte) 11))
                        .plus(Bytes.utf8("example.org"))
                        .plus(Bytes.of((byte) 0, (byte) 25)));
    }

    @Test
    void theProtocolPausesAndResumesAsOnAnyTransport() {
        lines.oneByOne = true;
        connect().otherwise(this::unexpected);
        proxy().sends(NO_LOGIN.plus(CONNECTED).plus(Bytes.utf8("220 one\r\n220 two\r\n220 three\r\n")));
        assertThat(lines.heard).containsExactly("made", "220 one");

        lines.transport().resumeReading();

        assertThat(lines.heard).containsExactly("made", "220 one", "220 two");
    }

    @Test
    void theProtocolHearsOfTheEndAndABlockThatWaitsFails() {
        connect().otherwise(this::unexpected);
        MemoryPeer proxy = proxy().sends(NO_LOGIN.plus(CONNECTED));
        Deferred<Bytes> block = lines.block(100);

        proxy.endsSending();
        assertThat(lines.heard).containsExactly("made", "end");
        lines.transport().loseConnection();

        assertThat(block).failedWith(ProtocolException.class);
        assertThat(lines.heard).containsExactly("made", "end", "lost LOCAL");
    }

    @Test
    void aProxyThatRefusesFailsTheConnect() {
        Deferred<Lines> connected = connect();

        proxy().sends(NO_LOGIN.plus(Bytes.wrap(new byte[] {5, 5, 0, 1, 0, 0, 0, 0, 0, 0})));

        assertThat(connected).failedWith(ProtocolException.class).hasMessage("the proxy refused to connect: 5");
        assertThat(lines.heard).isEmpty();
    }

    @Test
    void aProxyThatHangsUpFailsTheConnect() {
        Deferred<Lines> connected = connect();

        proxy().sends(NO_LOGIN).hangsUp();

        assertThat(connected).failedWith(TransportException.class);
    }

    @Test
    void aCancelledConnectClosesTheConnection() {
        Deferred<Lines> connected = connect();
        MemoryPeer proxy = proxy().sends(NO_LOGIN);

        connected.cancel();

        assertThat(proxy.isDisconnected()).isTrue();
        assertThat(connected).failedWith(java.util.concurrent.CancellationException.class);
    }

    private void unexpected(Throwable failure) {
        throw new AssertionError(failure);
    }
}
