package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Protocol;
import io.jtwisted.testsupport.NoLeaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A relay: what arrives on one connection goes to another one, on the same reactor or on another. */
@Tag("transports")
@ParameterizedClass
@MethodSource("io.jtwisted.netty.Way#all")
@ExtendWith(NoLeaks.class)
class PipeIT {
    private static final int LARGE = 8_000_000;

    private final Way way;
    private final Rig front;
    private final Rig back;

    PipeIT(Way way, @TempDir Path directory) throws Exception {
        this.way = way;
        this.front = new Rig(way, directory);
        this.back = new Rig(way, Files.createDirectory(directory.resolve("behind")));
    }

    @AfterEach
    void stop() {
        front.close();
        back.close();
    }

    /** Connects to the server behind, and passes all on, both ways. */
    private class Relay extends Protocol {
        final CompletableFuture<Deferred<Long>> there = new CompletableFuture<>();
        final CompletableFuture<Deferred<Long>> here = new CompletableFuture<>();
        final CompletableFuture<Protocol> joined = new CompletableFuture<>();

        @Override
        public void connectionMade() throws Exception {
            transport().pauseReading();
            reactor()
                    .connect(back.endpoint(), new Protocol() {})
                    .tap(this::join)
                    .otherwise(this::fail);
        }

        private void join(Protocol other) {
            there.complete(transport().pipeTo(other.transport()));
            here.complete(other.transport().pipeTo(transport()));
            transport().resumeReading();
            joined.complete(other);
        }
    }

    private Relay relay(Supplier<? extends Protocol> server) throws Exception {
        back.listen(server);
        Relay relay = new Relay();
        front.listen(() -> relay);
        return relay;
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    @Test
    void muchComesThroughBothWaysAndSoDoesTheEnd() throws Exception {
        Relay relay = relay(EchoToTheEnd::new);
        Recorder client = new Recorder.Half().whenMade(recorder -> {
            recorder.transport().write(Bytes.of(Rig.noise(LARGE / 2)));
            recorder.transport().write(Bytes.of(Rig.noise(LARGE / 2)));
            recorder.transport().loseWriteConnection();
        });

        front.connect(client);

        assertThat(client.reason().isClean()).isTrue();
        assertThat(client.bytes()).hasSize(LARGE);
        assertThat(Rig.sum(Arrays.copyOf(client.bytes(), LARGE / 2))).isEqualTo(Rig.sum(Rig.noise(LARGE / 2)));
        assertThat(get(relay.there).await()).isEqualTo(LARGE);
        assertThat(get(relay.here).await()).isEqualTo(LARGE);
    }

    @Test
    void shortMessagesComeThroughInOrder() throws Exception {
        relay(Echo::new);
        StringBuilder all = new StringBuilder();
        Recorder client = new Recorder().whenMade(recorder -> {
            for (int i = 0; i < 2_000; i++) {
                all.append(i).append('.');
                recorder.write(i + ".");
                if (i % 100 == 0) {
                    String block = "x".repeat(20_000);
                    all.append(block);
                    recorder.write(block);
                }
            }
        });
        front.connect(client.wants(8_890 + 400_000));

        assertThat(client.enough().text()).isEqualTo(all.toString());
    }

    @Test
    void aSlowReaderStopsTheReadingAtTheOtherSide() throws Exception {
        Recorder server = new Recorder()
                .whenMade(recorder -> recorder.transport().pauseReading())
                .wants(LARGE);
        Relay relay = relay(() -> server);
        Recorder client = new Recorder();
        front.limits(Limits.server());
        front.connect(client);
        Protocol other = get(relay.joined);
        client.turn(recorder -> recorder.transport().write(Bytes.of(Rig.noise(LARGE))));
        client.passes();

        long most = 0;
        for (int i = 0; i < 20; i++) {
            most = Math.max(
                    most, relay.reactor().call(() -> other.transport().unsent()).await());
            client.passes();
        }
        server.transport().resumeReading();
        server.enough();

        assertThat(most).isLessThanOrEqualTo(Limits.HIGH_WATER + LoopBuffers.READ_SIZE);
        assertThat(Rig.sum(server.bytes())).isEqualTo(Rig.sum(Rig.noise(LARGE)));
    }

    @Test
    void anAbortComesThrough() throws Exception {
        Recorder server = new Recorder();
        Relay relay = relay(() -> server);
        Recorder client = new Recorder();
        front.connect(client);
        get(relay.joined);
        client.write("some");
        server.enough();

        client.transport().abortConnection();

        assertThat(server.reason().kind()).isEqualTo(way.reset());
        if (way.reset() == CloseReason.Kind.ERROR) {
            assertThatThrownBy(get(relay.there)::await).isInstanceOf(IOException.class);
            assertThatThrownBy(get(relay.here)::await).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aServerThatHangsUpEndsTheClient() throws Exception {
        Recorder server = new Recorder().whenReceived(recorder -> {
            recorder.write("bye");
            recorder.transport().loseConnection();
        });
        relay(() -> server);
        Recorder client = new Recorder().whenMade(recorder -> recorder.write("hello"));

        front.connect(client);

        assertThat(client.reason()).isEqualTo(CloseReason.remote());
        assertThat(client.text()).isEqualTo("bye");
    }

    @Test
    void betweenTwoReactorsItIsTheSame() throws Exception {
        back.listen(EchoToTheEnd::new);
        Recorder far = new Recorder();
        back.connect(far);
        Recorder accepted = new Recorder();
        front.listen(() -> accepted);
        Recorder client = new Recorder.Half().wants(LARGE);
        front.connect(client);
        accepted.made();
        Deferred<Long> there = accepted.transport().pipeTo(far.transport());
        Deferred<Long> here = far.transport().pipeTo(accepted.transport());

        client.turn(recorder -> {
            recorder.transport().write(Bytes.of(Rig.noise(LARGE)));
            recorder.transport().loseWriteConnection();
        });

        assertThat(client.reason().isClean()).isTrue();
        assertThat(Rig.sum(client.bytes())).isEqualTo(Rig.sum(Rig.noise(LARGE)));
        assertThat(there.await()).isEqualTo(LARGE);
        assertThat(here.await()).isEqualTo(LARGE);
    }

    @Test
    void whatArrivesIsNotSilence() throws Exception {
        Limits limits = Limits.server().silence(Duration.ofSeconds(2));
        front.limits(limits);
        relay(Echo::new);
        Recorder client = new Recorder();
        front.connect(client);
        int[] sent = {0};
        client.whenReceived(recorder -> {
            if (sent[0]++ < 30) {
                recorder.reactor().callLater(Duration.ofMillis(100), () -> recorder.write("."));
            } else {
                recorder.transport().loseConnection();
            }
        });
        client.turn(recorder -> recorder.write("."));

        assertThat(client.reason()).isEqualTo(CloseReason.local());
        assertThat(client.text()).hasSize(31);
    }
}
