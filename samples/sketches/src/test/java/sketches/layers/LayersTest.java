package sketches.layers;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Layer;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.net.ReactorListener;
import io.jtwisted.net.Transport;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LayersTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final List<String> news = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1_000})
    void aProtocolWorksOverALayer(int size) {
        MemoryPeer peer = reactor.inChunksOf(size).dial(() -> new Layer(new Chunks(), new Shout(news)));

        peer.sends(Chunks.framed("hello\r\nwor")).sends(Chunks.framed("ld\r\n"));

        assertThat(peer.hearsBytes()).isEqualTo(Chunks.framed("HELLO\r\n").plus(Chunks.framed("WORLD\r\n")));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1_000})
    void aLayerLiesOnALayer(int size) {
        reactor.inChunksOf(size);
        MemoryPeer peer = reactor.dial(() -> new Layer(new Greeting(), new Layer(new Chunks(), new Shout(news))));
        assertThat(news).as("before the handshake").isEmpty();

        peer.sends(Greeting.WORD.plus(Chunks.framed("hello\r\n"))).sends(Chunks.framed(""));

        assertThat(peer.hearsBytes())
                .isEqualTo(Greeting.WORD.plus(Chunks.framed("HELLO\r\n")).plus(Chunks.framed("bye\r\n")));
        assertThat(news).containsExactly("made", "end", "lost LOCAL");
        assertThat(peer.heardEnd()).isTrue();
    }

    @Test
    void whatIsBelowIsSeenFromAbove() {
        List<Boolean> over = new ArrayList<>();
        reactor.addListener(new ReactorListener() {
            @Override
            public void opened(@Nullable Port port, Transport transport) {
                over.add(transport.below().isPresent());
            }
        });
        Shout shout = new Shout(news);

        reactor.dial(() -> new Layer(new Chunks(), shout)).sends(Chunks.framed("a\r\n"));

        assertThat(over).containsExactly(false, true);
        assertThat(shout.transport().detail(Chunks.Counted.class)).contains(new Chunks.Counted(1));
        assertThat(shout.transport().limits().unsent())
                .isEqualTo(shout.transport().below().orElseThrow().limits().unsent());
    }

    @Test
    void aPeerThatDoesNotReadPausesTheProtocolAbove() {
        Source source = new Source();
        MemoryPeer peer = reactor.dial(() -> new Layer(new Chunks(), source)).stopsReading();

        peer.sends(Chunks.framed("go"));
        long written = source.written;
        assertThat(source.paused).isTrue();
        peer.readsAgain();

        assertThat(written).isLessThan(1_000_000);
        assertThat(source.written).isEqualTo(Source.ALL);
    }

    /** Writes until it is asked to pause. */
    private static final class Source extends Protocol implements io.jtwisted.net.ByteProducer {
        static final long ALL = 4_000_000;

        private long written;
        private boolean paused;

        @Override
        public void dataReceived(Bytes data) {
            transport().registerProducer(this);
            resumeProducing();
        }

        @Override
        public void pauseProducing() {
            paused = true;
        }

        @Override
        public void resumeProducing() {
            paused = false;
            while (!paused && written < ALL) {
                written += 1_000;
                transport().write(Bytes.wrap(new byte[1_000]));
            }
        }

        @Override
        public void stopProducing() {
            paused = true;
        }
    }

    @Test
    void aPeerThatSaysSomethingElseFailsTheLayer() {
        Layer layer = new Layer(new Greeting(), new Shout(news));
        MemoryPeer peer = reactor.dial(() -> layer);
        Deferred<Transport> opened = layer.opened();

        peer.sends("good morning");

        assertThat(opened).failedWith(ProtocolException.class).hasMessage("expected a greeting");
        assertThat(peer.isDisconnected()).isTrue();
        assertThat(news).isEmpty();
    }
}
