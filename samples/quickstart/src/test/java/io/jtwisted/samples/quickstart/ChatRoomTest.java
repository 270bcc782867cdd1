package io.jtwisted.samples.quickstart;

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

        alice.sends("hello\n");

        assertThat(bob.hears()).isEqualTo("<alice> hello\n");
        assertThat(alice.hears()).isEqualTo("* bob came in\n");
    }

    @Test
    void aLineMayArriveByteByByte() {
        MemoryPeer alice = enters("alice");

        enters("bob").trickles("hi\n");

        assertThat(alice.hears()).isEqualTo("* bob came in\n<bob> hi\n");
    }

    @Test
    void aLineMayEndAsTelnetEndsIt() {
        MemoryPeer alice = enters("alice");

        enters("bob").sends("hi\r\n");

        assertThat(alice.hears()).isEqualTo("* bob came in\n<bob> hi\n");
    }

    @Test
    void aGuestWhoSendsHalfALineEndIsShownTheDoorAndNobodyElseNotices() {
        MemoryPeer alice = enters("alice");
        MemoryPeer bob = enters("bob");

        bob.sends("h\ri\n");

        assertThat(bob.isDisconnected()).isTrue();
        assertThat(alice.hears()).isEqualTo("* bob came in\n* bob left\n");
    }

    @Test
    void aNameIsForOneGuest() {
        enters("alice");

        MemoryPeer other = enters("alice");

        assertThat(other.hears()).isEqualTo("alice is here already. Who are you?\n");
    }

    @Test
    void aGuestWhoHangsUpIsMissed() {
        MemoryPeer alice = enters("alice");
        MemoryPeer bob = enters("bob");
        alice.hears();

        bob.hangsUp();

        assertThat(alice.hears()).isEqualTo("* bob left\n");
    }

    @Test
    void aGuestWhoIsSilentForFiveMinutesIsShownTheDoor() {
        MemoryPeer alice = enters("alice");
        reactor.advance(Duration.ofMinutes(4));
        alice.sends("still here\n");

        reactor.advance(Duration.ofMinutes(4));
        assertThat(alice.isDisconnected()).isFalse();

        reactor.advance(Duration.ofMinutes(1));
        assertThat(alice.isDisconnected()).isTrue();
    }

    @Test
    void everybodyHearsAnAnnouncement() {
        MemoryPeer alice = enters("alice");
        MemoryPeer bob = enters("bob");
        alice.hears();

        room.announce("tea is ready");
        reactor.advance(Duration.ZERO);

        assertThat(alice.hears()).isEqualTo("* tea is ready\n");
        assertThat(bob.hears()).isEqualTo("* tea is ready\n");
        assertThat(room.names()).containsExactly("alice", "bob");
    }

    @Test
    void theRoomClosesWithAFarewell() {
        MemoryPeer alice = enters("alice");

        reactor.stop();

        assertThat(alice.hears()).isEqualTo("* the room closes, farewell\n");
        assertThat(alice.isDisconnected()).isTrue();
    }

    private MemoryPeer enters(String name) {
        MemoryPeer guest = reactor.dial(room);
        assertThat(guest.hears()).isEqualTo("Who are you?\n");
        return guest.sends(name + "\n");
    }
}
