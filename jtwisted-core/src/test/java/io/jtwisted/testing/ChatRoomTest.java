package io.jtwisted.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.net.Address;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Protocol;
import io.jtwisted.text.LineReceiver;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How a test of a whole server reads. */
class ChatRoomTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final ChatRoom room = new ChatRoom();

    @Test
    void everybodyHearsEverybodyElse() {
        MemoryPeer alice = enters("alice");
        MemoryPeer bob = enters("bob");

        alice.sends("hello\r\n");

        assertThat(bob.hears()).isEqualTo("<alice> hello\r\n");
        assertThat(alice.hears()).isEqualTo("* bob came in\r\n");
    }

    @Test
    void aLineMayArriveByteByByte() {
        MemoryPeer alice = enters("alice");

        enters("bob").trickles("hi\r\n");

        assertThat(alice.hears()).isEqualTo("* bob came in\r\n<bob> hi\r\n");
    }

    @Test
    void aGuestWhoHangsUpIsMissed() {
        MemoryPeer alice = enters("alice");
        MemoryPeer bob = enters("bob");
        alice.hears();

        bob.hangsUp();

        assertThat(alice.hears()).isEqualTo("* bob left\r\n");
    }

    @Test
    void aGuestWhoIsSilentForFiveMinutesIsShownTheDoor() {
        MemoryPeer alice = enters("alice");
        reactor.advance(Duration.ofMinutes(4));
        alice.sends("still here\r\n");

        reactor.advance(Duration.ofMinutes(4));
        assertThat(alice.isDisconnected()).isFalse();

        reactor.advance(Duration.ofMinutes(1));
        assertThat(alice.isDisconnected()).isTrue();
    }

    private MemoryPeer enters(String name) {
        MemoryPeer guest = reactor.dial(room);
        assertThat(guest.hears()).isEqualTo("Who are you?\r\n");
        return guest.sends(name + "\r\n");
    }

    /** A room where everybody hears everybody else. No locks: a reactor is one thread. */
    private static final class ChatRoom implements Factory {
        private static final Duration PATIENCE = Duration.ofMinutes(5);

        private final Map<String, Guest> guests = new LinkedHashMap<>();

        @Override
        public Protocol buildProtocol(Address peer) {
            return new Guest();
        }

        private void tell(String line, Guest except) {
            guests.values().stream().filter(guest -> guest != except).forEach(guest -> guest.sendLine(line));
        }

        private final class Guest extends LineReceiver {
            private @Nullable String name;

            @Override
            public void connectionMade() {
                transport().closeAfterSilence(PATIENCE);
                sendLine("Who are you?");
            }

            @Override
            public void lineReceived(String line) {
                if (name != null) {
                    tell("<" + name + "> " + line, this);
                } else if (guests.putIfAbsent(line, this) != null) {
                    sendLine(line + " is here already. Who are you?");
                } else {
                    name = line;
                    tell("* " + name + " came in", this);
                }
            }

            @Override
            public void connectionLost(CloseReason reason) {
                if (name != null) {
                    guests.remove(name);
                    tell("* " + name + " left", this);
                }
            }
        }
    }
}
