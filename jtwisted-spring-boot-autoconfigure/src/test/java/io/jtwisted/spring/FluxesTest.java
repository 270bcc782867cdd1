package io.jtwisted.spring;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.flow.FlowProtocol;
import io.jtwisted.net.CloseReason;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class FluxesTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final List<CloseReason> reasons = new ArrayList<>();
    private final FlowProtocol connection = new FlowProtocol() {
        @Override
        public void connectionLost(CloseReason reason) {
            reasons.add(reason);
        }
    };
    private final MemoryPeer peer = reactor.inChunksOf(2).dial(() -> connection);

    @Test
    void aFluxHasWhatThePeerSendsAndItsEnd() {
        Flux<String> received = Fluxes.received(connection).map(Bytes::utf8);

        StepVerifier.create(received)
                .then(() -> peer.sends("abcde").endsSending())
                .expectNext("ab", "cd", "e")
                .verifyComplete();
    }

    @Test
    void theSubscriberSaysHowMuch() {
        Flux<String> received = Fluxes.received(connection).map(Bytes::utf8);

        StepVerifier.create(received, 1)
                .then(() -> peer.sends("abcdef"))
                .expectNext("ab")
                .then(() -> reactor.advance(Duration.ZERO))
                .thenRequest(1)
                .then(() -> reactor.advance(Duration.ZERO))
                .expectNext("cd")
                .thenCancel()
                .verify();
    }

    @Test
    void whoTakesEnoughCloses() {
        Fluxes.received(connection).take(1).subscribe();

        peer.sends("abcd");

        assertThat(reasons).containsExactly(CloseReason.local());
    }

    @Test
    void aBrokenConnectionIsAnError() {
        StepVerifier.create(Fluxes.received(connection)).then(peer::resets).verifyError(IOException.class);
    }

    @Test
    void aFluxIsWrittenAndCounted() {
        Deferred<Long> sent = Fluxes.send(
                connection.transport(), Flux.just("one ", "two ", "three").map(Bytes::utf8));

        assertThat(peer.hears()).isEqualTo("one two three");
        assertThat(sent).succeededWith(13L);
    }

    @Test
    void aFluxWaitsForAPeerWhichDoesNotRead() {
        TestPublisher<Bytes> publisher = TestPublisher.create();
        peer.stopsReading();
        Fluxes.send(connection, publisher).otherwise(failure -> {});
        publisher.assertMinRequested(1);

        publisher.next(Bytes.of(new byte[200_000]));
        reactor.advance(Duration.ZERO);
        publisher.assertMaxRequested(0);
        peer.readsAgain();

        publisher.assertMinRequested(1);
    }

    @Test
    void aLostConnectionCancelsTheFluxAndAFluxWhichFailsIsTheFailure() {
        TestPublisher<Bytes> broken = TestPublisher.create();
        TestPublisher<Bytes> lost = TestPublisher.create();
        Deferred<Long> first = Fluxes.send(connection, broken);
        broken.error(new IllegalStateException("trouble"));
        Deferred<Long> second = Fluxes.send(connection, lost);

        peer.resets();

        assertThat(first).failedWith(IllegalStateException.class);
        assertThat(second).failedWith(IOException.class);
        lost.assertCancelled();
    }

    @Test
    void cancellingTheDeferredCancelsTheFlux() {
        TestPublisher<Bytes> publisher = TestPublisher.create();
        Deferred<Long> sent = Fluxes.send(connection.transport(), publisher);

        sent.cancel();

        publisher.assertCancelled();
        assertThat(sent).failedWith(CancellationException.class);
    }

    @Test
    void bytesGoThroughAFluxAndBack() {
        Flux<Bytes> shouted = Fluxes.received(connection).map(piece -> Bytes.utf8(piece.utf8() + "!"));
        Deferred<Long> sent = Fluxes.send(connection, shouted);

        peer.sends("abcd").endsSending();
        reactor.advance(Duration.ZERO);

        assertThat(peer.hears()).isEqualTo("ab!cd!");
        assertThat(peer.heardEnd()).isTrue();
        assertThat(sent).succeededWith(6L);
    }
}
