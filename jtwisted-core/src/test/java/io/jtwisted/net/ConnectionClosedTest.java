package io.jtwisted.net;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.defer.Deferred;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Who waits for the end of a connection. */
class ConnectionClosedTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final Recorder protocol = new Recorder();
    private final MemoryPeer peer = reactor.dial(() -> protocol);

    @Test
    void everyoneWhoAsksIsToldOnceTheProtocolHasHeard() {
        Deferred<Long> losses = protocol.transport().closed().addCallback(reason -> protocol.losses());
        Deferred<CloseReason> other = protocol.transport().closed();
        assertThat(losses).isPending();

        peer.hangsUp();

        assertThat(losses).succeededWith(1L);
        assertThat(other).succeededWith(CloseReason.remote());
    }

    @Test
    void whoAsksAfterTheEndIsToldAtOnce() {
        protocol.transport().loseConnection();
        reactor.advance(Duration.ZERO);

        assertThat(protocol.transport().closed()).succeededWith(CloseReason.local());
    }

    @Test
    void anotherThreadMayAsk() {
        Deferred<CloseReason> closed = CompletableFuture.supplyAsync(
                        () -> protocol.transport().closed())
                .join();

        peer.hangsUp();

        assertThat(closed).succeededWith(CloseReason.remote());
    }

    @Test
    void whoCancelsIsNotTold() {
        Deferred<CloseReason> one = protocol.transport().closed();
        Deferred<CloseReason> other = protocol.transport().closed();

        one.cancel();
        peer.hangsUp();

        assertThat(one).failedWith(CancellationException.class);
        assertThat(other).succeededWith(CloseReason.remote());
    }
}
