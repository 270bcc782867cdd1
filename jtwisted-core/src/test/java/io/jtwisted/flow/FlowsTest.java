package io.jtwisted.flow;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Protocol;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A flow which is written to a transport. */
class FlowsTest {
    private static final Bytes MUCH = Bytes.of(new byte[200_000]);

    private final MemoryReactor reactor = new MemoryReactor();
    private final Quiet protocol = new Quiet();
    private final MemoryPeer peer = reactor.dial(() -> protocol);
    private final Told publisher = new Told();

    private Deferred<Long> send() {
        return Flows.send(protocol.transport(), publisher);
    }

    @Test
    void piecesAreWrittenAsTheyComeAndCounted() {
        Deferred<Long> sent = send();

        publisher.gives(Bytes.utf8("one "));
        publisher.gives(Bytes.utf8("two"));
        publisher.subscriber().onComplete();

        assertThat(peer.hears()).isEqualTo("one two");
        assertThat(publisher.events).containsExactly("asked for 1", "gave", "asked for 1", "gave", "asked for 1");
        assertThat(sent).succeededWith(7L);
        assertThat(protocol.transport().connected()).isTrue();
    }

    @Test
    void nobodyIsAskedWhileThePeerDoesNotRead() {
        peer.stopsReading();
        send();

        publisher.gives(MUCH);
        reactor.advance(Duration.ZERO);
        publisher.events.add("the peer reads again");
        peer.readsAgain();

        assertThat(publisher.events).containsExactly("asked for 1", "gave", "the peer reads again", "asked for 1");
    }

    @Test
    void aLongPieceIsWrittenAtThePaceOfThePeer() {
        peer.stopsReading();
        Deferred<Long> sent = send();

        publisher.gives(Bytes.of(new byte[20_000_000]));
        publisher.subscriber().onComplete();
        reactor.advance(Duration.ZERO);
        assertThat(protocol.transport().unsent()).isLessThan(200_000);
        assertThat(sent).isPending();
        peer.readsAgain();

        assertThat(sent).succeededWith(20_000_000L);
        assertThat(peer.hears()).hasSize(20_000_000);
    }

    @Test
    void aFailureBehindALongPieceComesAfterItsBytes() {
        peer.stopsReading();
        Deferred<Long> sent = send();
        publisher.gives(Bytes.of(new byte[1_000_000]));
        publisher.subscriber().onError(new IllegalStateException("trouble"));
        assertThat(sent).isPending();

        peer.readsAgain();

        assertThat(sent).failedWith(IllegalStateException.class);
        assertThat(peer.hears()).hasSize(1_000_000);
    }

    @Test
    void nobodyIsAskedWhereTooMuchWasUnsentBefore() {
        peer.stopsReading();
        protocol.transport().write(MUCH);
        send();
        assertThat(publisher.events).isEmpty();

        peer.readsAgain();

        assertThat(publisher.events).containsExactly("asked for 1");
    }

    @Test
    void theFailureOfThePublisherIsTheFailure() {
        IllegalStateException trouble = new IllegalStateException("trouble");
        Deferred<Long> sent = send();

        publisher.subscriber().onError(trouble);

        assertThat(sent).failedWith(IllegalStateException.class).isSameAs(trouble);
        assertThat(protocol.transport().connected()).isTrue();
    }

    @Test
    void aLostConnectionCancelsThePublisher() {
        Deferred<Long> sent = send();

        peer.resets();
        publisher.gives(Bytes.utf8("too late"));

        assertThat(publisher.events).containsExactly("asked for 1", "cancelled", "gave");
        assertThat(sent).failedWith(IOException.class);
    }

    @Test
    void aPeerWhichIsGoneBehindAPauseCancelsThePublisherAtOnce() {
        Deferred<Long> sent = send();
        protocol.transport().pauseReading();

        peer.sends("never read").hangsUp();
        protocol.transport().write(Bytes.utf8("so the network finds out"));
        reactor.advance(Duration.ZERO);

        assertThat(publisher.events).containsExactly("asked for 1", "cancelled");
        assertThat(sent).failedWith(IOException.class);
        assertThat(protocol.lost).isFalse();
    }

    @Test
    void whoComesAfterTheEndIsNotEvenSubscribedTo() {
        peer.resets();

        Deferred<Long> sent = send();

        assertThat(sent).failedWith(IOException.class);
        assertThatThrownBy(publisher::subscriber).isInstanceOf(AssertionError.class);
    }

    @Test
    void cancellingTheDeferredCancelsThePublisherAndLeavesTheConnection() {
        Deferred<Long> sent = send();

        sent.cancel();
        Deferred<Long> next = send();
        publisher.subscriber().onComplete();

        assertThat(publisher.events).containsExactly("asked for 1", "cancelled", "asked for 1");
        assertThat(sent).failedWith(CancellationException.class);
        assertThat(next).succeededWith(0L);
    }

    @Test
    void aSubscriptionWhichComesTooLateIsCancelled() {
        Told late = new Told();
        Flow.Subscriber<?>[] waiting = new Flow.Subscriber<?>[1];
        Deferred<Long> sent = Flows.send(protocol.transport(), subscriber -> waiting[0] = subscriber);

        sent.cancel();
        waiting[0].onSubscribe(late);

        assertThat(late.events).containsExactly("cancelled");
        assertThat(sent).failedWith(CancellationException.class);
    }

    @Test
    void aSecondSubscriptionIsCancelledAndTheFirstGoesOn() {
        Told second = new Told();
        send();

        publisher.subscriber().onSubscribe(second);
        publisher.gives(Bytes.utf8("x"));

        assertThat(second.events).containsExactly("cancelled");
        assertThat(peer.hears()).isEqualTo("x");
    }

    @Test
    void oneAtATime() {
        Deferred<Long> first = send();
        Deferred<Long> second = Flows.send(protocol.transport(), new Told());

        publisher.subscriber().onComplete();

        assertThat(second).failedWith(IllegalStateException.class);
        assertThat(first).succeededWith(0L);
    }

    @Test
    void aPublisherWhichThrowsFails() {
        Deferred<Long> sent = Flows.send(protocol.transport(), subscriber -> {
            throw new UnsupportedOperationException("nobody may subscribe");
        });

        assertThat(sent).failedWith(UnsupportedOperationException.class);
        assertThat(send()).isPending();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10_000, 100_000})
    void aPoliteCloseWaitsForAPublisherWhichIsPaused(int size) {
        peer.stopsReading();
        Bytes piece = Bytes.of(new byte[size]);
        Deferred<Long> sent = Flows.send(protocol.transport(), new Times(piece, 1_000_000 / size));
        protocol.transport().loseConnection();

        peer.readsAgain();

        assertThat(sent).succeededWith(1_000_000L);
        assertThat(peer.hearsBytes().length()).isEqualTo(1_000_000);
        assertThat(peer.heardEnd()).isTrue();
    }

    @Test
    void nullsAreRefusedWhereTheyAreGiven() {
        send();

        assertThatThrownBy(() -> publisher.subscriber().onNext(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> publisher.subscriber().onError(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> publisher.subscriber().onSubscribe(null)).isInstanceOf(NullPointerException.class);
    }

    private static final class Quiet extends Protocol {
        private boolean lost;

        @Override
        public void connectionLost(CloseReason reason) {
            lost = true;
        }
    }
}
