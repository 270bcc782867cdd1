package io.jtwisted.testing;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MemoryDrainTest {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final MemoryReactor reactor = new MemoryReactor();

    @Test
    void aPortWithoutConnectionsIsDrainedAtOnce() {
        Port port = reactor.listen("tcp:7000", Leaving::new).await();

        Deferred<Integer> drained = port.drain(PATIENCE);

        assertThat(drained).succeededWith(0);
        assertThat(port.closed()).succeededWith(port);
    }

    @Test
    void whoLeavesIsNotAborted() {
        Port port = reactor.listen("tcp:7000", Leaving::new).await();
        MemoryPeer peer = reactor.dial(port);

        Deferred<Integer> drained = port.drain(PATIENCE);

        assertThat(drained).succeededWith(0);
        assertThat(peer.hears()).isEqualTo("bye");
        assertThat(peer.isDisconnected()).isTrue();
    }

    @Test
    void whoStaysIsAbortedInTheEnd() {
        Port port = reactor.listen("tcp:7000", Staying::new).await();
        MemoryPeer peer = reactor.dial(port);

        Deferred<Integer> drained = port.drain(PATIENCE);
        reactor.advance(PATIENCE.minusNanos(1));
        boolean early = peer.isDisconnected();
        reactor.advance(Duration.ofNanos(1));

        assertThat(early).isFalse();
        assertThat(drained).succeededWith(1);
        assertThat(peer.isDisconnected()).isTrue();
    }

    @Test
    void theConnectionsOfOtherPortsStay() {
        Port port = reactor.listen("tcp:7000", Leaving::new).await();
        Port other = reactor.listen("tcp:7001", Leaving::new).await();
        reactor.dial(port);
        MemoryPeer neighbour = reactor.dial(other);

        port.drain(PATIENCE);
        reactor.advance(PATIENCE);

        assertThat(neighbour.isDisconnected()).isFalse();
        assertThat(other.connections()).isEqualTo(1);
    }

    @Test
    void whatIsUnderwayIsFinished() {
        Port port = reactor.listen("tcp:7000", Staying::new).await();
        MemoryPeer peer = reactor.dial(port);

        Deferred<Integer> drained = port.drain(PATIENCE);
        peer.sends("the last question");

        assertThat(peer.hears()).isEqualTo("the last question");
        assertThat(drained).isPending();
        peer.hangsUp();
        assertThat(drained).succeededWith(0);
    }

    private static final class Leaving extends Protocol {
        @Override
        public void shuttingDown() {
            transport().write(Bytes.utf8("bye"));
            transport().loseConnection();
        }
    }

    private static final class Staying extends Protocol {
        @Override
        public void dataReceived(Bytes data) {
            transport().write(data);
        }

        @Override
        public void shuttingDown() {}
    }
}
