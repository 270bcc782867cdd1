package io.jtwisted.net;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.flow.FlowProtocol;
import io.jtwisted.frames.FrameReceiver;
import io.jtwisted.frames.NetstringReceiver;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import io.jtwisted.text.LineReceiver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Flow;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

/** TLS that begins in the middle of the talk: what came in the clear before is never delivered behind it (CVE-2011-0411). */
class ConnectionTlsTest {
    private static final Tls TLS = Tls.bundle("mail");

    private final MemoryReactor reactor = new MemoryReactor();
    private final List<String> delivered = new ArrayList<>();
    private final List<Deferred<TlsSession>> upgrades = new ArrayList<>();

    @Test
    void aLineBehindStartTlsInTheSamePacketIsRefused() {
        MemoryPeer peer = reactor.dial(Lines::new);

        peer.sends("STARTTLS\r\nMAIL FROM:<attacker>\r\n");

        assertRefused(peer, "STARTTLS");
    }

    @Test
    void aPartOfALineIsRefusedToo() {
        MemoryPeer peer = reactor.dial(Lines::new);

        peer.sends("STARTTLS\r\nM");

        assertRefused(peer, "STARTTLS");
    }

    @Test
    void aLineThatIsBeingDroppedIsRefusedToo() {
        MemoryPeer peer = reactor.dial(Lines::new).sends("a line that is too long");

        Lines server = peer.protocol(Lines.class);
        reactor.call(server::upgrade).otherwise(failure -> {});

        assertRefused(peer, "<too long>");
    }

    @Test
    void linesThatWaitForACommandAreRefused() {
        MemoryPeer peer = reactor.dial(Lines::new).sends("SLOW\r\nMAIL FROM:<attacker>\r\n");

        reactor.call(peer.protocol(Lines.class)::upgrade).otherwise(failure -> {});

        assertRefused(peer, "SLOW");
    }

    @Test
    void aFrameBehindIsRefused() {
        MemoryPeer peer = reactor.dial(Frames::new);

        peer.sends("\3TLS\4evil");

        assertRefused(peer, "TLS");
    }

    @Test
    void aNetstringBehindIsRefused() {
        MemoryPeer peer = reactor.dial(Netstrings::new);

        peer.sends("3:TLS,4:evil,");

        assertRefused(peer, "TLS");
    }

    @Test
    void aNetstringWhoseLengthIsKnownIsRefused() {
        MemoryPeer peer = reactor.dial(Netstrings::new);

        peer.sends("3:TLS,4:");

        assertRefused(peer, "TLS");
    }

    @Test
    void aPieceForWhichASubscriberHasNotAskedIsRefused() {
        MemoryPeer peer = reactor.dial(Pieces::new);

        peer.sends("evil");
        upgrades.add(peer.transport().startTls(TLS));

        assertRefused(peer);
    }

    @Test
    void bytesBehindAPauseAreNoHandshake() {
        MemoryPeer peer = reactor.dial(Paused::new);

        peer.sends("evil");
        Deferred<TlsSession> upgrade = peer.transport().startTls(TLS);

        assertThat(upgrade).failedWith(SSLException.class).hasMessageContaining("not an SSL/TLS record");
        assertThat(delivered).isEmpty();
        assertThat(peer.isDisconnected()).isTrue();
    }

    @Test
    void anAnswerBehindGoAheadIsRefusedByTheClient() {
        Lines client = new Lines();
        reactor.connect("tcp:mail.example.org:25", client).otherwise(failure -> {});
        MemoryPeer server = reactor.answers("tcp:mail.example.org:25");

        server.sends("220 go ahead\r\n250 AUTH PLAIN\r\n");

        assertRefused(server, "220 go ahead");
    }

    @Test
    void afterThePeersEndNoHandshakeCanFollow() {
        Half half = new Half();
        MemoryPeer peer = reactor.dial(() -> half).endsSending();

        assertThat(peer.transport().startTls(TLS))
                .failedWith(IllegalStateException.class)
                .hasMessageContaining("the peer has ended");

        assertThat(peer.isDisconnected()).isFalse();
    }

    @Test
    void anEndBehindAPauseCountsToo() {
        MemoryPeer peer = reactor.dial(Paused::new).endsSending();

        assertThat(peer.transport().startTls(TLS))
                .failedWith(IllegalStateException.class)
                .hasMessageContaining("the peer has ended");
    }

    @Test
    void aClosedConnectionBeginsNothing() {
        MemoryPeer peer = reactor.dial(Lines::new);
        peer.transport().loseConnection();

        assertThat(peer.transport().startTls(TLS))
                .failedWith(IllegalStateException.class)
                .hasMessageContaining("closed");
    }

    private void assertRefused(MemoryPeer peer, String... heard) {
        assertThat(delivered).containsExactly(heard);
        assertThat(upgrades).hasSize(1);
        assertThat(upgrades.get(0)).failedWith(ProtocolException.class).hasMessageContaining("in the clear");
        assertThat(peer.isDisconnected()).isTrue();
        assertThat(peer.transport().secure()).isFalse();
        CloseReason reason = reactor.call(peer.transport()::closed).await();
        assertThat(reason.cause()).isInstanceOf(ProtocolException.class);
    }

    private final class Lines extends LineReceiver {
        Lines() {
            setLineLimit(20);
        }

        @Override
        public void lineReceived(String line) {
            delivered.add(line);
            if (line.equals("SLOW")) {
                oneAtATime(new Deferred<String>()).otherwise(this::fail);
            } else if (line.equals("STARTTLS") || line.startsWith("220")) {
                upgrade();
            }
        }

        @Override
        protected void lineLengthExceeded() {
            delivered.add("<too long>");
        }

        void upgrade() {
            upgrades.add(transport().startTls(TLS));
        }
    }

    private final class Frames extends FrameReceiver {
        Frames() {
            super(1);
        }

        @Override
        public void frameReceived(Bytes frame) {
            delivered.add(frame.utf8());
            upgrades.add(transport().startTls(TLS));
        }
    }

    private final class Netstrings extends NetstringReceiver {
        @Override
        public void frameReceived(Bytes frame) {
            delivered.add(frame.utf8());
            upgrades.add(transport().startTls(TLS));
        }
    }

    private final class Pieces extends FlowProtocol {
        @Override
        public void connectionMade() {
            received().subscribe(new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription subscription) {}

                @Override
                public void onNext(Bytes piece) {
                    delivered.add(piece.utf8());
                }

                @Override
                public void onError(Throwable cause) {}

                @Override
                public void onComplete() {}
            });
        }
    }

    private final class Paused extends Protocol {
        @Override
        public void connectionMade() {
            transport().pauseReading();
        }

        @Override
        public void dataReceived(Bytes data) {
            delivered.add(data.utf8());
        }
    }

    private static final class Half extends Protocol implements HalfCloseable {
        @Override
        public void readConnectionLost() {}
    }
}
