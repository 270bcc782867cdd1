package io.jtwisted.samples.readme;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.defer.Deferred;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** What the README shows of waiting without blocking. */
class WaitingTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final Map<String, Deferred<String>> asked = new HashMap<>();

    @Test
    void anAnswerComesWhenItIsThere() {
        MemoryPeer peer = reactor.dial(() -> new WhoIs(this::find)).sends("Ada\r\n");
        assertThat(peer.hears()).isEmpty();

        answer("Ada", "London");

        assertThat(peer.hears()).isEqualTo("London\r\n");
    }

    @Test
    void whoeverIsNotKnownIsNoTrouble() {
        MemoryPeer peer = reactor.dial(() -> new WhoIs(this::find)).sends("Nobody\r\n");

        asked("Nobody").errback(new NoSuchElementException());
        reactor.advance(Duration.ZERO);

        assertThat(peer.hears()).isEqualTo("not found\r\n");
    }

    @Test
    void aDirectoryWhichSaysNothingEndsTheConnection() {
        MemoryPeer peer = reactor.dial(() -> new WhoIs(this::find)).sends("Ada\r\n");

        reactor.advance(Duration.ofSeconds(6));

        assertThat(peer.isDisconnected()).isTrue();
        assertThat(reactor.failures()).hasSize(1).hasOnlyElementsOfType(TimeoutException.class);
    }

    @Test
    void aBlockWaitsTwice() {
        MemoryPeer peer = reactor.dial(() -> new Couple(this::find)).sends("Ada William\r\n");

        answer("Ada", "London");
        assertThat(peer.hears()).isEmpty();
        answer("William", "London");

        assertThat(peer.hears()).isEqualTo("together\r\n");
    }

    private Deferred<String> find(String name) {
        Deferred<String> answer = new Deferred<>();
        asked.put(name, answer);
        return answer;
    }

    private Deferred<String> asked(String name) {
        return Objects.requireNonNull(asked.get(name), "nobody asked for " + name);
    }

    private void answer(String name, String place) {
        asked(name).callback(place);
        reactor.advance(Duration.ZERO);
    }
}
