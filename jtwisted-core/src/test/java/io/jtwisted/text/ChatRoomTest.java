package io.jtwisted.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.time.Duration;
import org.junit.jupiter.api.Test;

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
}
