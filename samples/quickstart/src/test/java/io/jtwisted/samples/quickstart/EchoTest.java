package io.jtwisted.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import org.junit.jupiter.api.Test;

class EchoTest {
    private final MemoryReactor reactor = new MemoryReactor();

    @Test
    void everythingComesBack() {
        MemoryPeer peer = reactor.dial(Echo::new);

        peer.sends("hello");

        assertThat(peer.hears()).isEqualTo("hello");
    }
}
