package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.flow.FlowProtocol;
import io.jtwisted.flow.Flows;
import io.jtwisted.net.Limits;
import io.jtwisted.testsupport.NoLeaks;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Flows over sockets: whoever is slow makes the others wait, and nobody keeps much. */
@Tag("transports")
@ParameterizedClass
@MethodSource("io.jtwisted.netty.Way#all")
@ExtendWith(NoLeaks.class)
class FlowsIT {
    private static final Bytes PIECE = Bytes.of(Rig.noise(50_000));

    private final Rig rig;
    private final Recorder writer = new Recorder();

    FlowsIT(Way way, @TempDir Path directory) {
        rig = new Rig(way, directory);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    /** Publishes so many pieces where it is asked, and looks at what is unsent whenever it is. */
    private final class Watched implements Flow.Publisher<Bytes> {
        private final int pieces;
        private final AtomicInteger given = new AtomicInteger();
        private final AtomicLong most = new AtomicLong();
        private final AtomicBoolean cancelled = new AtomicBoolean();

        Watched(int pieces) {
            this.pieces = pieces;
        }

        @Override
        public void subscribe(Flow.Subscriber<? super Bytes> subscriber) {
            subscriber.onSubscribe(new Flow.Subscription() {
                @Override
                public void request(long asked) {
                    most.accumulateAndGet(writer.transport().unsent(), Math::max);
                    writer.reactor().callFromThread(() -> give(subscriber));
                }

                @Override
                public void cancel() {
                    cancelled.set(true);
                }
            });
        }

        private void give(Flow.Subscriber<? super Bytes> subscriber) {
            if (cancelled.get()) {
                return;
            }
            if (given.incrementAndGet() <= pieces) {
                subscriber.onNext(PIECE);
            } else {
                subscriber.onComplete();
            }
        }
    }

    /** Asks for one piece, and then for as much as it is told. */
    private static final class Slow extends FlowProtocol implements Flow.Subscriber<Bytes> {
        private final CompletableFuture<Flow.Subscription> begun = new CompletableFuture<>();
        private final CompletableFuture<Boolean> first = new CompletableFuture<>();
        private final CompletableFuture<Long> complete = new CompletableFuture<>();
        private final AtomicInteger pieces = new AtomicInteger();
        private final AtomicLong bytes = new AtomicLong();

        @Override
        public void connectionMade() {
            received().subscribe(this);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            begun.complete(subscription);
            subscription.request(1);
        }

        @Override
        public void onNext(Bytes piece) {
            pieces.incrementAndGet();
            bytes.addAndGet(piece.length());
            first.complete(true);
        }

        @Override
        public void onError(Throwable failure) {
            complete.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            complete.complete(bytes.get());
        }

        Flow.Subscription subscription() throws Exception {
            return begun.get(20, TimeUnit.SECONDS);
        }
    }

    @Test
    void aFastFlowKeepsLittleForASlowReader() throws Exception {
        Watched watched = new Watched(200);
        Recorder reader = new Recorder().whenReceived(recorder -> {
            recorder.transport().pauseReading();
            recorder.reactor()
                    .callLater(Duration.ofMillis(1), () -> recorder.transport().resumeReading());
        });
        rig.join(writer, reader);

        long sent = Flows.send(writer.transport(), watched).await();
        writer.transport().loseConnection();
        reader.reason();

        assertThat(sent).isEqualTo(10_000_000);
        assertThat(reader.bytes()).hasSize(10_000_000);
        assertThat(watched.most).hasValueLessThanOrEqualTo(Limits.HIGH_WATER);
    }

    @Test
    void aPublisherOnAnotherThreadWaitsForTheReader() throws Exception {
        Recorder reader = new Recorder();
        rig.join(writer, reader);
        SubmissionPublisher<Bytes> publisher = new SubmissionPublisher<>(Runnable::run, 2);
        // In one turn: what is published before somebody has subscribed is lost.
        Deferred<Long> sent = writer.get(() -> List.of(Flows.send(writer.transport(), publisher)))
                .get(0);

        for (int i = 0; i < 100; i++) {
            publisher.submit(PIECE);
        }
        publisher.close();

        assertThat(sent.await()).isEqualTo(5_000_000);
        writer.transport().loseConnection();
        reader.reason();

        byte[] all = reader.bytes();
        assertThat(all).hasSize(5_000_000).endsWith(PIECE.toArray());
    }

    @Test
    void aSlowSubscriberStopsThePeer() throws Exception {
        int pieces = 400; // much more than the kernel holds
        Watched watched = new Watched(pieces);
        Slow slow = new Slow();
        rig.join(writer, slow);
        Deferred<Long> sent = Flows.send(writer.transport(), watched);
        slow.first.get(20, TimeUnit.SECONDS);

        int given = whenNothingMoves(watched);
        assertThat(given).isLessThan(pieces);
        assertThat(slow.pieces).hasValue(1);
        slow.subscription().request(Long.MAX_VALUE);

        assertThat(sent.await()).isEqualTo(20_000_000);
        writer.transport().loseConnection();
        assertThat(slow.complete.get(20, TimeUnit.SECONDS)).isEqualTo(20_000_000);
    }

    @Test
    void aSubscriberWhoCancelsEndsTheFlowOfThePeer() throws Exception {
        Watched watched = new Watched(Integer.MAX_VALUE);
        Slow slow = new Slow();
        rig.join(writer, slow);
        Deferred<Long> sent = Flows.send(writer.transport(), watched);
        slow.first.get(20, TimeUnit.SECONDS);

        slow.subscription().cancel();

        assertThatThrownBy(sent::await).isInstanceOf(IOException.class);
        assertThat(watched.cancelled).isTrue();
    }

    /** Waits until the writer is asked for no more, and says how much it has given. */
    private int whenNothingMoves(Watched watched) {
        int before;
        int given = -1;
        do {
            before = given;
            CompletableFuture<Boolean> later = new CompletableFuture<>();
            writer.turn(recorder -> recorder.reactor().callLater(Duration.ofMillis(200), () -> later.complete(true)));
            later.join();
            given = watched.given.get();
        } while (given != before);
        return given;
    }
}
