package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.ByteProducer;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Transport;
import io.jtwisted.testsupport.Log;
import io.jtwisted.testsupport.NoLeaks;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Producers wait for slow peers, and peers which never read are given up. */
@Tag("transports")
@ParameterizedClass
@MethodSource("io.jtwisted.netty.Way#all")
@ExtendWith(NoLeaks.class)
class BackPressureIT {
    private final Rig rig;

    BackPressureIT(Way way, @TempDir Path directory) {
        rig = new Rig(way, directory);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    /** Writes pieces as long as it may. */
    private static final class Source implements ByteProducer {
        private final Recorder recorder;
        private final List<String> calls = new ArrayList<>();
        private final CompletableFuture<List<String>> resumed = new CompletableFuture<>();
        private final Bytes piece;
        private int left;
        private long most;
        private boolean running = true;

        Source(Recorder recorder, int pieces, Bytes piece) {
            this.recorder = recorder;
            this.left = pieces;
            this.piece = piece;
        }

        private void produce() {
            if (running && left > 0) {
                left--;
                recorder.transport().write(piece);
                most = Math.max(most, recorder.transport().unsent());
                recorder.reactor().callFromThread(this::produce);
            } else if (left == 0) {
                left--;
                recorder.transport().unregisterProducer();
                recorder.transport().loseConnection();
            }
        }

        @Override
        public void pauseProducing() {
            calls.add("pause");
            running = false;
        }

        @Override
        public void resumeProducing() {
            calls.add("resume at " + (recorder.transport().unsent() <= Limits.LOW_WATER));
            running = true;
            resumed.complete(calls);
            recorder.reactor().callFromThread(this::produce);
        }

        @Override
        public void stopProducing() {
            calls.add("stop");
            running = false;
        }
    }

    @Test
    void aProducerIsPausedAboveTheHighWaterMarkAndNotAtIt() throws Exception {
        Recorder writer = new Recorder();
        Source source = new Source(writer, 0, Bytes.empty());
        rig.join(writer, new Recorder());

        List<String> at = writer.get(() -> {
            writer.transport().registerProducer(source);
            writer.transport().write(Bytes.of(new byte[(int) Limits.HIGH_WATER]));
            return List.copyOf(source.calls);
        });
        writer.turn(recorder -> {});
        List<String> above = writer.get(() -> {
            source.calls.clear();
            writer.transport().write(Bytes.of(new byte[(int) Limits.HIGH_WATER + 1]));
            return List.copyOf(source.calls);
        });

        assertThat(at).isEmpty();
        assertThat(above).containsExactly("pause");
        assertThat(source.resumed.get(10, TimeUnit.SECONDS)).contains("resume at true");
    }

    @Test
    void aFastProducerKeepsLittleForASlowReader() throws Exception {
        Recorder reader = new Recorder().whenReceived(recorder -> {
            recorder.transport().pauseReading();
            recorder.reactor()
                    .callLater(Duration.ofMillis(1), () -> recorder.transport().resumeReading());
        });
        Recorder writer = new Recorder();
        Bytes piece = Bytes.of(Rig.noise(10_000));
        Source source = new Source(writer, 1_000, piece);
        writer.whenMade(recorder -> {
            recorder.transport().registerProducer(source);
            source.produce();
        });

        rig.join(writer, reader);

        assertThat(reader.reason()).isEqualTo(CloseReason.remote());
        assertThat(reader.bytes()).hasSize(10_000_000);
        assertThat(source.most).isLessThanOrEqualTo(Limits.HIGH_WATER + 10_000);
        assertThat(source.calls).contains("pause", "resume at true").doesNotContain("resume at false");
    }

    @Test
    void aWriterThatWaitsUntilItIsDrainedKeepsLittleForASlowReader() throws Exception {
        Recorder reader = new Recorder().whenReceived(recorder -> {
            recorder.transport().pauseReading();
            recorder.reactor()
                    .callLater(Duration.ofMillis(1), () -> recorder.transport().resumeReading());
        });
        Steps steps = new Steps(100, Bytes.of(Rig.noise(100_000)));
        Recorder writer = new Recorder().whenMade(recorder -> steps.write(recorder.transport()));

        rig.join(writer, reader);

        assertThat(reader.reason()).isEqualTo(CloseReason.remote());
        assertThat(reader.bytes()).hasSize(10_000_000);
        assertThat(steps.most).isLessThanOrEqualTo(Limits.LOW_WATER);
    }

    /** Writes a piece each time when there is room. */
    private static final class Steps {
        private final Bytes piece;
        private int left;
        private long most;

        Steps(int pieces, Bytes piece) {
            this.left = pieces;
            this.piece = piece;
        }

        void write(Transport transport) {
            most = Math.max(most, transport.unsent());
            if (left-- == 0) {
                transport.loseConnection();
                return;
            }
            transport.write(piece);
            transport.drained().tap(none -> write(transport)).otherwise(transport::fail);
        }
    }

    @Test
    void aConnectionWhichNeverEndsDoesNotStarveTheOthers() throws Exception {
        List<Recorder> served = new ArrayList<>();
        rig.listen(() -> {
            Recorder recorder = new Recorder().whenReceived(asked -> asked.write("answer"));
            if (served.isEmpty()) {
                Source source = new Source(recorder, Integer.MAX_VALUE, Bytes.of(Rig.noise(50_000)));
                recorder.whenMade(made -> {
                    made.transport().registerProducer(source);
                    source.produce();
                });
            }
            served.add(recorder);
            return recorder;
        });
        Recorder greedy = rig.connect(new Recorder().wants(5_000_000));

        Recorder modest = rig.connect(new Recorder().whenMade(recorder -> recorder.write("question")));

        assertThat(modest.enough().text()).isEqualTo("answer");
        greedy.enough();
        greedy.transport().abortConnection();
        greedy.reason();
    }

    @Test
    void theLimitOfWhatIsUnsentHoldsToTheByte() throws Exception {
        int limit = 8 << 20;
        rig.limits(Limits.server().unsent(limit));
        Recorder writer = new Recorder();
        Recorder reader =
                new Recorder().whenMade(recorder -> recorder.transport().pauseReading());
        try (Log log = Log.of(Recorder.class)) {
            rig.join(writer, reader);

            boolean connected = writer.get(() -> {
                writer.transport().write(Bytes.of(new byte[limit]));
                return writer.transport().connected();
            });
            boolean still = writer.get(() -> {
                writer.transport()
                        .write(Bytes.of(
                                new byte[limit - (int) writer.transport().unsent() + 1]));
                return writer.transport().connected();
            });

            assertThat(connected).isTrue();
            assertThat(still).isFalse();
            assertThat(writer.reason().kind()).isEqualTo(CloseReason.Kind.ERROR);
            assertThat(writer.reason().cause()).hasMessageContaining("does not read");
            assertThat(log.at(Level.ERROR)).isEmpty();
            assertThat(log.at(Level.WARN))
                    .singleElement()
                    .asString()
                    .contains("unsent=" + limit, writer.transport().toString());
        }
    }

    @Test
    void aPausedProducerFinishesBeforeAPoliteClose() throws Exception {
        Recorder writer = new Recorder();
        Source source = new Source(writer, 20, Bytes.of(Rig.noise(50_000)));
        Recorder reader = new Recorder();
        writer.whenMade(recorder -> {
            recorder.transport().registerProducer(source);
            recorder.transport().write(Bytes.of(Rig.noise(100_000)));
            recorder.transport().loseConnection();
        });

        rig.join(writer, reader);

        assertThat(reader.reason()).isEqualTo(CloseReason.remote());
        assertThat(reader.bytes().length).isGreaterThanOrEqualTo(100_000);
        assertThat(writer.reason()).isEqualTo(CloseReason.local());
    }
}
