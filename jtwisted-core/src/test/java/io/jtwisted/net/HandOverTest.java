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
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One protocol hands its connection over to another. */
class HandOverTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final Recorder next = new Recorder();

    /** Hands over at the first {@code !}, with what follows it. */
    private static class First extends Recorder {
        final Protocol heir;

        First(Protocol heir) {
            this.heir = heir;
        }

        @Override
        public void dataReceived(Bytes data) throws Exception {
            int end = data.indexOf((byte) '!', 0);
            super.dataReceived(end < 0 ? data : data.slice(0, end));
            if (end >= 0) {
                transport().become(heir, data.slice(end + 1));
            }
        }
    }

    private final First first = new First(next);

    @Test
    void theNextOneHearsAllThatFollowsAndTheOneBeforeNothing() {
        MemoryPeer peer = reactor.dial(() -> first);

        peer.sends("one!two").sends("three").hangsUp();

        assertThat(first.events).containsExactly("made", "one");
        assertThat(next.events).containsExactly("made", "two", "three", "lost");
        assertThat(next.reason()).isEqualTo(CloseReason.remote());
    }

    @Test
    void theBytesLeftOverComeBeforeWhatArrivesLaterAlsoBehindAPause() {
        Recorder pausing = new Recorder() {
            @Override
            public void connectionMade() throws Exception {
                super.connectionMade();
                transport().pauseReading();
            }
        };
        MemoryPeer peer = reactor.dial(() -> new First(pausing));

        peer.sends("!left over").sends(" later").hangsUp();
        assertThat(pausing.events).containsExactly("made");

        pausing.transport().resumeReading();
        assertThat(pausing.events).containsExactly("made", "left over", " later", "lost");
    }

    @Test
    void eachByteIsCountedOnce() throws Exception {
        Recorder pausing = new Recorder() {
            @Override
            public void connectionMade() throws Exception {
                transport().pauseReading();
            }
        };
        MemoryPeer peer = reactor.dial(() -> new First(pausing));
        peer.sends("123!5678");
        pausing.transport().resumeReading();
        peer.sends("9");

        Connection connection = (Connection) pausing.transport();
        assertThat(connection.statistics()).isNotNull();
        assertThat(connection.statistics().received()).isEqualTo(9);
    }

    @Test
    void aLineReceiverThatTakesOverWorksAsIfItHadBeenThereFromTheStart() {
        Lines lines = new Lines();
        MemoryPeer peer = reactor.dial(() -> new First(lines));

        peer.sends("!one\r\ntwo\r\nthr").sends("ee\r\n");
        assertThat(lines.heard).containsExactly("one");

        lines.transport().resumeReading();
        assertThat(lines.heard).containsExactly("one", "two");
        lines.transport().resumeReading();
        Deferred<Bytes> block = lines.block();
        lines.transport().resumeReading();
        assertThat(lines.heard).containsExactly("one", "two", "three");

        peer.hangsUp();
        assertThat(block.fired()).isTrue();
        assertThatThrownBy(block::await).isInstanceOf(ProtocolException.class);
    }

    private static final class Lines extends LineReceiver {
        private final List<String> heard = new ArrayList<>();

        Deferred<Bytes> block() {
            return receiveBytes(100);
        }

        @Override
        public void lineReceived(String line) {
            heard.add(line);
            transport().pauseReading();
        }
    }

    /** Commands in lines, until {@code switch}. */
    private final class Commands extends LineReceiver {
        private final Deferred<String> busy = new Deferred<>();
        private boolean forgets;

        Bytes kept() {
            return clearLineBuffer();
        }

        @Override
        public void lineReceived(String line) {
            if (line.equals("switch")) {
                transport().become(next, forgets ? Bytes.empty() : clearLineBuffer());
            } else if (line.equals("work")) {
                oneAtATime(busy).otherwise(this::fail);
            } else {
                receiveBytes(1_000).otherwise(this::fail);
            }
        }
    }

    @Test
    void whatALineReceiverHasReadAheadGoesToTheNextOne() {
        MemoryPeer peer = reactor.dial(Commands::new);

        peer.sends("switch\r\nraw\r\nbytes");

        assertThat(next.events).containsExactly("made", "raw\r\nbytes");
    }

    @Test
    void bytesThatWouldBeLostAreAnError() {
        Commands forgetful = new Commands();
        forgetful.forgets = true;
        MemoryPeer peer = reactor.dial(() -> forgetful);

        peer.sends("switch\r\nraw");

        assertThat(peer.isDisconnected()).isTrue();
        assertThat(reactor.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("keeps bytes that arrived")
                        .hasMessageContaining("leftOver"));
        assertThat(next.events).isEmpty();
    }

    @Test
    void aCommandOfTheOneBeforeHoldsNothingBack() {
        Commands commands = new Commands();
        MemoryPeer peer = reactor.dial(() -> commands);
        peer.sends("work\r\n" + "x".repeat(LineReceiver.LINE_LIMIT + 1)); // so much that it holds the reading

        reactor.call(() -> commands.transport().become(next, commands.kept()));
        peer.sends("goes on");
        commands.busy.callback("late");

        assertThat(String.join("", next.events)).startsWith("madexxx").endsWith("goes on");
        assertThat(peer.isDisconnected()).isFalse();
    }

    @Test
    void aBlockThatTheOneBeforeWaitsForFailsAndTheConnectionLivesOn() {
        Commands commands = new Commands();
        MemoryPeer peer = reactor.dial(() -> commands);
        peer.sends("block\r\n");

        reactor.call(() -> commands.transport().become(next, Bytes.empty()));
        peer.sends("on");

        assertThat(next.events).containsExactly("made", "on");
        assertThat(peer.isDisconnected()).isFalse();
    }

    @Test
    void theEndIsToldAgain() {
        Recorder.Half half = new Recorder.Half();
        Recorder.Half before = new Recorder.Half();
        MemoryPeer peer = reactor.dial(() -> before);
        peer.sends("x").endsSending();
        assertThat(before.events).containsExactly("made", "x", "read lost");

        reactor.call(() -> before.transport().become(half, Bytes.utf8("left")));

        assertThat(half.events).containsExactly("made", "left", "read lost");
        assertThat(peer.isDisconnected()).isFalse();
    }

    @Test
    void oneThatIsNotHalfCloseableIsClosedAfterWhatWasLeftOver() {
        Recorder.Half before = new Recorder.Half();
        MemoryPeer peer = reactor.dial(() -> before);
        peer.endsSending();

        reactor.call(() -> before.transport().become(next, Bytes.utf8("left")));

        assertThat(next.events).containsExactly("made", "left", "lost");
        assertThat(peer.isDisconnected()).isTrue();
    }

    @Test
    void whatWasPutInTheClearIsNotDeliveredAfterTheHandshake() {
        Recorder upgrading = new Recorder() {
            @Override
            public void connectionMade() {
                transport().startTls(Tls.bundle("mail")).otherwise(failure -> events.add(failure.getMessage()));
            }
        };
        MemoryPeer peer = reactor.dial(() -> new First(upgrading));

        peer.sends("!injected");

        assertThat(upgrading.events).containsExactly("expected the TLS handshake, not more in the clear", "lost");
        assertThat(peer.isDisconnected()).isTrue();
    }

    @Test
    void oneMayHandOnAtOnce() {
        Recorder last = new Recorder();
        Recorder between = new Recorder() {
            @Override
            public void connectionMade() throws Exception {
                super.connectionMade();
                transport().become(last, Bytes.utf8("more "));
            }
        };
        MemoryPeer peer = reactor.dial(() -> new First(between));

        peer.sends("!left").sends("on");

        assertThat(between.events).containsExactly("made");
        assertThat(last.events).containsExactly("made", "more ", "left", "on");
    }

    @Test
    void aThousandTakeOverInOnePacket() {
        List<String> heard = new ArrayList<>();
        final class Each extends Protocol {
            @Override
            public void dataReceived(Bytes data) {
                heard.add(data.slice(0, 1).utf8());
                if (data.length() > 1) {
                    transport().become(new Each(), data.slice(1));
                }
            }
        }
        MemoryPeer peer = reactor.dial(Each::new);

        peer.sends("x".repeat(20_000));

        assertThat(heard).hasSize(20_000);
        assertThat(peer.isDisconnected()).isFalse();
    }

    @Test
    void limitsProducersSilenceAndWhatIsUnsentCarryOver() {
        Recorder before = new Recorder();
        MemoryPeer peer = reactor.dial(() -> before);
        peer.stopsReading();
        before.transport().registerProducer(before);
        before.transport().closeAfterSilence(Duration.ofSeconds(10));
        before.transport().write(Bytes.of(new byte[1_000_000]));

        reactor.call(() -> before.transport().become(next, Bytes.empty()));
        assertThat(next.transport()).isSameAs(before.transport());
        assertThat(next.transport().limits()).isEqualTo(Limits.server());
        peer.readsAgain();
        assertThat(peer.hearsBytes().length()).isEqualTo(1_000_000);
        assertThat(before.events).containsExactly("made", "pause", "resume");

        reactor.advance(Duration.ofSeconds(10));
        assertThat(next.reason().kind()).isEqualTo(CloseReason.Kind.TIMEOUT);
        assertThat(before.events).containsExactly("made", "pause", "resume", "stop");
    }

    @Test
    void anExceptionOfTheNextOneClosesTheConnection() {
        IllegalArgumentException bug = new IllegalArgumentException("bug");
        Recorder broken = new Recorder() {
            @Override
            public void connectionMade() {
                throw bug;
            }
        };
        MemoryPeer peer = reactor.dial(() -> new First(broken));

        peer.sends("!lost");

        assertThat(peer.isDisconnected()).isTrue();
        assertThat(broken.events).containsExactly("lost");
        assertThat(broken.reason()).isEqualTo(CloseReason.error(bug));
        assertThat(reactor.failures()).containsExactly(bug);
    }

    @Test
    void aFailureOfTheOneBeforeIsLoggedAndHarmless() {
        MemoryPeer peer = reactor.dial(() -> first);
        peer.sends("!");
        IllegalStateException late = new IllegalStateException("late");

        first.fail(late);

        assertThat(peer.isDisconnected()).isFalse();
        assertThat(reactor.failures()).containsExactly(late);
    }

    @Test
    void aProtocolThatHasHadAConnectionCannotTakeOver() {
        MemoryPeer one = reactor.dial(() -> next);
        MemoryPeer peer = reactor.dial(() -> first);

        peer.sends("!x");

        assertThat(peer.isDisconnected()).isTrue();
        assertThat(one.isDisconnected()).isFalse();
        assertThat(first.events).containsExactly("made", "", "lost");
        assertThat(reactor.failures())
                .singleElement()
                .satisfies(failure -> assertThat(failure).hasMessageContaining("a protocol is one connection"));
    }

    @Test
    void afterTheLossNothingIsHandedOver() {
        MemoryPeer peer = reactor.dial(() -> first);
        peer.hangsUp();

        reactor.call(() -> first.transport().become(next, Bytes.utf8("x")));

        assertThat(next.events).isEmpty();
    }

    @Test
    void betweenTheEndOfThisSideAndTheLossTheNextOneHearsOfTheLoss() {
        reactor.dial(() -> first);

        reactor.call(() -> {
            first.transport().loseConnection();
            first.transport().become(next, Bytes.utf8("x"));
        });

        assertThat(next.events).containsExactly("made", "lost");
        assertThat(first.events).containsExactly("made");
    }

    /** Hands over at each {@code !}, pauses and goes on as the dice fall, and writes down what it hears. */
    private static final class Fickle extends Protocol implements HalfCloseable {
        private final Random dice;
        private final StringBuilder heard;

        Fickle(Random dice, StringBuilder heard) {
            this.dice = dice;
            this.heard = heard;
        }

        @Override
        public void connectionMade() {
            perhapsPause();
        }

        @Override
        public void dataReceived(Bytes data) {
            int end = data.indexOf((byte) '!', 0);
            heard.append((end < 0 ? data : data.slice(0, end + 1)).utf8());
            if (end >= 0) {
                transport().become(new Fickle(dice, heard), data.slice(end + 1));
            } else {
                perhapsPause();
            }
        }

        @Override
        public void readConnectionLost() {
            heard.append("|end");
            if (dice.nextInt(3) == 0) {
                transport().become(new Fickle(dice, heard), Bytes.empty());
            }
        }

        private void perhapsPause() {
            if (dice.nextInt(3) == 0) {
                transport().pauseReading();
                reactor()
                        .callLater(
                                Duration.ofMillis(1 + dice.nextInt(3)),
                                () -> transport().resumeReading());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 65_536})
    void nothingIsLostOrChangesItsPlaceHoweverOftenOneHandsOver(int chunk) {
        for (int seed = 0; seed < 200; seed++) {
            Random dice = new Random(seed);
            StringBuilder sent = new StringBuilder();
            StringBuilder heard = new StringBuilder();
            MemoryPeer peer = reactor.inChunksOf(chunk).dial(() -> new Fickle(dice, heard));
            for (int i = 0; i < 20; i++) {
                String words = "abc!defg!!h".substring(dice.nextInt(5), 5 + dice.nextInt(6));
                sent.append(words);
                peer.sends(words);
                reactor.advance(Duration.ofMillis(dice.nextInt(3)));
            }
            peer.endsSending();
            reactor.advance(Duration.ofSeconds(1));

            assertThat(heard.toString().replaceAll("(\\|end)+$", ""))
                    .as("seed " + seed)
                    .isEqualTo(sent.toString());
            assertThat(heard).as("seed " + seed).endsWith("|end");
        }
    }
}
