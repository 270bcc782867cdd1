package io.jtwisted.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import io.jtwisted.text.LineReceiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A transport over a transport. */
class LayerTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final Recorder above = new Recorder();

    private static final class Shout extends LineReceiver {
        @Override
        public void lineReceived(String line) {
            sendLine(line.toUpperCase(Locale.ROOT));
        }
    }

    private static Bytes framed(String text) {
        return Lengths.framed(Bytes.utf8(text));
    }

    private MemoryPeer dial(Protocol protocol) {
        return reactor.dial(() -> new Layer(new Lengths(), protocol));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 65_536})
    void aProtocolWorksOverALayerAsOverAnyTransport(int chunk) {
        reactor.inChunksOf(chunk);
        MemoryPeer peer = dial(new Shout());

        peer.sends(framed("hello\r\nwor")).sends(framed("ld\r\n"));

        assertThat(peer.hearsBytes()).isEqualTo(framed("HELLO\r\n").plus(framed("WORLD\r\n")));
    }

    @Test
    void whatATurnWritesIsOnePieceAndLeavesInThatTurn() {
        Recorder writing = new Recorder() {
            @Override
            public void dataReceived(Bytes data) {
                for (int i = 0; i < 3; i++) {
                    transport().write(Bytes.utf8("x"));
                }
            }
        };
        MemoryPeer peer =
                reactor.dial(() -> new Layer(new Lengths(), new Layer(new Lengths(), writing))); // a layer over a layer

        peer.sends(Lengths.framed(framed("go")));

        assertThat(peer.hearsBytes()).isEqualTo(Lengths.framed(framed("xxx")));
    }

    @Test
    void listenersHearOfBothAndThePortCountsTheOneBelow() {
        List<String> news = new ArrayList<>();
        reactor.addListener(new ReactorListener() {
            @Override
            public void opened(@Nullable Port port, Transport transport) {
                news.add("opened " + port + " " + transport.below().isPresent());
            }

            @Override
            public void closed(@Nullable Port port, Transport transport, CloseReason reason, Duration age) {
                news.add("closed " + port + " " + transport.below().isPresent() + " " + reason.kind());
            }
        });
        Port port =
                reactor.listen("tcp:80", () -> new Layer(new Lengths(), above)).await();

        MemoryPeer peer = reactor.dial(port);
        peer.sends(framed("abc"));
        assertThat(port.statistics().opened()).isEqualTo(1);
        assertThat(port.statistics().received()).isEqualTo(5);
        assertThat(((Connection) above.transport()).statistics())
                .extracting(ConnectionStatistics::received)
                .isEqualTo(3L);
        peer.hangsUp();

        String name = port.toString();
        assertThat(news)
                .containsExactly(
                        "opened " + name + " false",
                        "opened " + name + " true",
                        "closed " + name + " true REMOTE",
                        "closed " + name + " false REMOTE");
        assertThat(above.events).containsExactly("made", "abc", "lost");
    }

    @Test
    void aPauseAboveStopsThePeerAndKeepsTheOrder() {
        MemoryPeer peer = dial(above);
        above.transport().pauseReading();

        peer.sends(framed("one").plus(framed("two")));
        peer.sends(Lengths.framed(Bytes.of(new byte[60_000]))).sends(Bytes.of(new byte[100_000]));
        assertThat(above.events).containsExactly("made");
        assertThat(peer.unsent()).isPositive();

        above.transport().resumeReading();
        assertThat(above.events).startsWith("made", "one", "two");
        assertThat(peer.unsent()).isZero();
    }

    @Test
    void aPeerThatDoesNotReadPausesTheProducerAbove() {
        MemoryPeer peer = dial(above);
        peer.stopsReading();
        above.transport().registerProducer(above);

        above.transport().write(Bytes.of(new byte[1_000_000]));
        assertThat(above.events).containsExactly("made", "pause");
        assertThat(above.transport().unsent() + below(above).unsent()).isGreaterThan(900_000);
        assertThat(below(above).unsent()).isLessThan(300_000);

        peer.readsAgain();
        assertThat(above.events).containsExactly("made", "pause", "resume");
        assertThat(peer.hearsBytes().length()).isEqualTo(1_000_000 + 2 * 16);
    }

    private static Transport below(Recorder recorder) {
        return recorder.transport().below().orElseThrow();
    }

    @Test
    void tooMuchUnsentAbortsAsOnAnyTransport() {
        MemoryPeer peer = reactor.dial(reactor.listen(
                        ServerEndpoint.tcp(1).limits(Limits.server().unsent(100_000)),
                        from -> new Layer(new Lengths(), above))
                .await());
        peer.stopsReading();

        for (int i = 0; i < 10; i++) {
            above.transport().write(Bytes.of(new byte[60_000]));
        }

        assertThat(above.reason().kind()).isEqualTo(CloseReason.Kind.ERROR);
        assertThat(above.reason().cause()).hasMessageContaining("does not read");
        assertThat(peer.isDisconnected()).isTrue();
    }

    @Test
    void allThatWasWrittenIsSentBeforeAPoliteEnd() {
        MemoryPeer peer = dial(above);
        peer.stopsReading();

        reactor.call(() -> {
            above.transport().write(Bytes.of(new byte[2_000_000]));
            above.transport().loseConnection();
        });
        assertThat(above.events).containsExactly("made");
        peer.readsAgain();

        assertThat(peer.hearsBytes().length()).isEqualTo(2_000_000 + 2 * 31);
        assertThat(peer.isDisconnected()).isTrue();
        assertThat(above.events).containsExactly("made", "lost");
        assertThat(above.reason()).isEqualTo(CloseReason.local());
    }

    @Test
    void eachHalfEndsByItself() {
        Recorder.Half half = new Recorder.Half();
        MemoryPeer peer = dial(half);

        half.transport().loseWriteConnection();
        assertThat(peer.hearsBytes()).isEqualTo(Lengths.framed(Bytes.empty()));
        peer.sends(framed("x")).sends(Lengths.framed(Bytes.empty()));
        assertThat(half.events).containsExactly("made", "write lost", "x", "lost");

        Recorder.Half second = new Recorder.Half();
        MemoryPeer ended = dial(second);
        ended.sends(framed("x")).sends(Lengths.framed(Bytes.empty()));
        second.transport().write(Bytes.utf8("y"));
        assertThat(second.events).containsExactly("made", "x", "read lost");
        assertThat(ended.hearsBytes()).isEqualTo(framed("y"));
        ended.hangsUp();
        assertThat(second.events).containsExactly("made", "x", "read lost");
        second.transport().loseConnection();
        assertThat(second.events).endsWith("lost");
    }

    @Test
    void theEndBelowInTheMiddleOfAPieceIsAnError() {
        MemoryPeer peer = dial(above);

        peer.sends(Bytes.of((byte) 0, (byte) 9, (byte) 1)).hangsUp();

        assertThat(above.reason().cause())
                .isInstanceOf(ProtocolException.class)
                .hasMessage("expected 8 bytes more, not the end");
    }

    @Test
    void reasonsAreThoseOfTheTransportBelow() {
        MemoryPeer peer = dial(above);
        below(above).closeAfterSilence(Duration.ofSeconds(5));
        reactor.advance(Duration.ofSeconds(5));
        assertThat(above.reason()).isEqualTo(CloseReason.timeout());
        assertThat(peer.isDisconnected()).isTrue();

        Recorder second = new Recorder();
        MemoryPeer cut = dial(second);
        cut.resets();
        assertThat(second.reason().kind()).isEqualTo(CloseReason.Kind.ERROR);
        assertThat(second.reason().cause()).isInstanceOf(TransportException.class);
    }

    @Test
    void anExceptionAboveClosesBothAndIsBlamedOnce() {
        IllegalStateException bug = new IllegalStateException("bug");
        Recorder broken = new Recorder() {
            @Override
            public void dataReceived(Bytes data) {
                throw bug;
            }
        };
        MemoryPeer peer = dial(broken);

        peer.sends(framed("x"));

        assertThat(peer.isDisconnected()).isTrue();
        assertThat(broken.reason()).isEqualTo(CloseReason.error(bug));
        assertThat(reactor.failures()).containsExactly(bug);
    }

    @Test
    void anAbortAboveAbortsBelow() {
        MemoryPeer peer = dial(above);

        above.transport().abortConnection();

        assertThat(peer.isDisconnected()).isTrue();
        assertThat(above.reason().kind()).isEqualTo(CloseReason.Kind.LOCAL);
        assertThat(above.reason().cause()).hasMessage("aborted by this side");
        assertThat(above.events).containsExactly("made", "lost");
    }

    @Test
    void silenceAboveIsThatOfTheProtocolAbove() {
        MemoryPeer peer = dial(above);
        above.transport().closeAfterSilence(Duration.ofSeconds(10));

        reactor.advance(Duration.ofSeconds(6));
        peer.sends(Bytes.of((byte) 0)); // a byte below is none above
        reactor.advance(Duration.ofSeconds(4));

        assertThat(above.reason()).isEqualTo(CloseReason.timeout());
        assertThat(peer.isDisconnected()).isTrue();
    }

    @Test
    void theProtocolAboveSaysGoodbyeOnceWhenTheReactorStops() {
        Recorder polite = new Recorder() {
            @Override
            public void shuttingDown() {
                events.add("bye");
                transport().write(Bytes.utf8("bye"));
                transport().loseConnection();
            }
        };
        MemoryPeer peer = dial(polite);

        Deferred<Reactor> stopped = reactor.stop();

        assertThat(stopped.fired()).isTrue();
        assertThat(polite.events).containsExactly("made", "bye", "lost");
        assertThat(peer.hearsBytes()).isEqualTo(framed("bye"));
    }

    /** Opens when the peer has said hello. */
    private static final class Hello extends Framing {
        private boolean shaken;

        @Override
        protected void begin() {
            send(Bytes.utf8("hello?"));
        }

        @Override
        protected void received(Bytes data) throws Exception {
            if (shaken) {
                deliver(data);
            } else if (data.utf8().equals("hello!")) {
                shaken = true;
                open();
            } else {
                throw new ProtocolException("expected hello!");
            }
        }

        @Override
        protected void write(Bytes data) {
            send(data);
        }
    }

    @Test
    void aFramingMayShakeHandsFirst() {
        Layer layer = new Layer(new Hello(), above);
        MemoryPeer peer = reactor.dial(() -> layer);
        Deferred<Transport> opened = layer.opened();
        assertThat(peer.hears()).isEqualTo("hello?");
        assertThat(above.events).isEmpty();

        peer.sends("hello!").sends("x");

        assertThat(above.events).containsExactly("made", "x");
        assertThat(opened.await()).isSameAs(above.transport());
        assertThat(layer.opened().await()).isSameAs(above.transport());
    }

    @Test
    void whatKeepsALayerFromOpeningIsTold() {
        Layer layer = new Layer(new Hello(), above);
        MemoryPeer peer = reactor.dial(() -> layer);
        Deferred<Transport> opened = layer.opened();

        peer.sends("what?");

        assertThat(above.events).isEmpty();
        assertThat(peer.isDisconnected()).isTrue();
        assertThatThrownBy(opened::await).isInstanceOf(ProtocolException.class).hasMessage("expected hello!");
        assertThatThrownBy(() -> layer.opened().await()).isInstanceOf(ProtocolException.class);
    }

    @Test
    void manyShortWritesBehindAStuckPeerTakeLittleMoreThanTheirBytes() {
        MemoryPeer peer = dial(above);
        peer.stopsReading();
        reactor.call(() -> above.transport().write(Bytes.of(new byte[1_000_000])));

        reactor.call(() -> {
            for (int i = 0; i < 20_000; i++) {
                above.transport().write(Bytes.utf8("abc"));
            }
        });
        peer.readsAgain();

        assertThat(peer.hearsBytes().length()).isEqualTo(1_060_000 + 2 * 17);
    }
}
