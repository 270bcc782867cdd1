package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.FileRange;
import io.jtwisted.net.Limits;
import io.jtwisted.net.TransportException;
import io.jtwisted.testsupport.NoLeaks;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A file goes from the disk to the peer, in its place among what is written. */
@Tag("transports")
@ParameterizedClass
@MethodSource("io.jtwisted.netty.Way#all")
@ExtendWith(NoLeaks.class)
class SendFileIT {
    private static final int LARGE = 20_000_000;

    private final Rig rig;
    private final Path directory;
    private final Path file;

    SendFileIT(Way way, @TempDir Path directory) {
        this.rig = new Rig(way, directory);
        this.directory = directory;
        this.file = directory.resolve("content");
    }

    @BeforeEach
    void write() throws IOException {
        Files.write(file, Rig.noise(LARGE));
    }

    /** In every case, nothing of this process has the file open in the end. */
    @AfterEach
    void stop() throws IOException {
        rig.close();

        Path open = Path.of("/proc/self/fd");
        if (Files.isDirectory(open)) {
            try (Stream<Path> descriptors = Files.list(open)) {
                assertThat(descriptors.filter(this::isOfTheFile)).isEmpty();
            }
        }
    }

    @Test
    void itIsSentBetweenWhatIsWrittenBeforeAndAfterItAndAPoliteCloseWaits() throws Exception {
        Recorder writer = new Recorder();
        Recorder reader = new Recorder();
        rig.join(writer, reader);
        Deferred<Long> sent = writer.get(() -> {
                    writer.write("<");
                    return List.of(writer.transport().send(file)); // a Deferred is no value
                })
                .get(0);
        writer.turn(recorder -> {
            recorder.write(">");
            recorder.transport().loseConnection();
        });

        assertThat(sent.await()).isEqualTo(LARGE);
        assertThat(reader.reason()).isEqualTo(CloseReason.remote());
        assertThat(writer.reason()).isEqualTo(CloseReason.local());
        assertThat(reader.bytes()).hasSize(LARGE + 2).startsWith('<').endsWith('>');
        assertThat(Rig.sum(Arrays.copyOfRange(reader.bytes(), 1, LARGE + 1))).isEqualTo(Rig.sum(Rig.noise(LARGE)));
    }

    @Test
    void partsOfItAreSentInOrder() throws Exception {
        Recorder reader = new Recorder().wants(300_005);
        Recorder writer = new Recorder().whenMade(recorder -> {
            for (int part = 0; part < 3; part++) {
                recorder.transport().send(file, part * 100_000L, 100_000).otherwise(recorder.transport()::fail);
                recorder.write("-");
            }
            recorder.transport().send(file, LARGE, 0).otherwise(recorder.transport()::fail);
            recorder.transport()
                    .send(new FileRange(file, LARGE - 2, FileRange.TO_END), all -> {})
                    .otherwise(recorder.transport()::fail);
        });

        rig.join(writer, reader);

        byte[] got = reader.enough().bytes();
        byte[] all = Rig.noise(LARGE);
        for (int part = 0; part < 3; part++) {
            int from = part * 100_001;
            assertThat(Rig.sum(Arrays.copyOfRange(got, from, from + 100_000)))
                    .isEqualTo(Rig.sum(Arrays.copyOfRange(all, part * 100_000, part * 100_000 + 100_000)));
            assertThat(got[from + 100_000]).isEqualTo((byte) '-');
        }
        assertThat(got).endsWith(all[LARGE - 2], all[LARGE - 1]);
    }

    @Test
    void whatASlowReaderHasNotTakenIsNotInMemory() throws Exception {
        Recorder reader = slow();
        Recorder writer = new Recorder();
        List<Long> unsent = new ArrayList<>();
        List<Long> told = new ArrayList<>();
        rig.join(writer, reader);

        Deferred<Long> sent = writer.get(() -> List.of(writer.transport().send(FileRange.of(file), bytes -> {
                    told.add(bytes);
                    unsent.add(writer.transport().unsent());
                })))
                .get(0);

        assertThat(sent.await()).isEqualTo(LARGE);
        assertThat(unsent).allMatch(bytes -> bytes <= 2 * 65_536);
        assertThat(told).isSorted().endsWith((long) LARGE);
        writer.transport().loseConnection();
        reader.reason();
        assertThat(reader.bytes()).hasSize(LARGE);
    }

    @Test
    void whatBecomesShorterMeanwhileClosesTheConnection() throws Exception {
        Recorder reader =
                new Recorder().whenMade(recorder -> recorder.transport().pauseReading());
        Recorder writer = new Recorder();
        rig.join(writer, reader);
        CompletableFuture<Long> begun = new CompletableFuture<>();
        Deferred<Long> sent = writer.get(() -> List.of(writer.transport().send(FileRange.of(file), begun::complete)))
                .get(0);
        begun.get(20, TimeUnit.SECONDS);
        try (FileChannel shorter = FileChannel.open(file, StandardOpenOption.WRITE)) {
            shorter.truncate(LARGE / 100);
        }

        reader.transport().resumeReading();

        assertThatThrownBy(sent::await)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has become shorter while it was sent");
        assertThat(writer.reason().cause()).hasMessageContaining("has become shorter while it was sent");
        reader.reason();
    }

    @Test
    void cancelledInTheMiddleItAbortsTheConnection() throws Exception {
        Recorder reader =
                new Recorder().whenMade(recorder -> recorder.transport().pauseReading());
        Recorder writer = new Recorder();
        rig.join(writer, reader);
        CompletableFuture<Long> begun = new CompletableFuture<>();
        Deferred<Long> sent = writer.get(() -> List.of(writer.transport().send(FileRange.of(file), begun::complete)))
                .get(0);
        begun.get(20, TimeUnit.SECONDS);

        writer.turn(recorder -> sent.cancel());

        assertThatThrownBy(sent::await).isInstanceOf(CancellationException.class);
        assertThat(writer.reason().kind()).isEqualTo(CloseReason.Kind.LOCAL);
    }

    @Test
    void whenThePeerIsGoneItFails() throws Exception {
        Recorder reader =
                new Recorder().whenMade(recorder -> recorder.transport().pauseReading());
        Recorder writer = new Recorder();
        rig.join(writer, reader);
        CompletableFuture<Long> begun = new CompletableFuture<>();
        Deferred<Long> sent = writer.get(() -> List.of(writer.transport().send(FileRange.of(file), begun::complete)))
                .get(0);
        begun.get(20, TimeUnit.SECONDS);

        reader.transport().abortConnection();

        assertThatThrownBy(sent::await).isInstanceOf(TransportException.class);
        writer.reason();
    }

    @Test
    void aPeerThatTakesNothingOfItIsGivenUp() throws Exception {
        rig.limits(Limits.server().writeTimeout(Duration.ofMillis(200)));
        Recorder reader =
                new Recorder().whenMade(recorder -> recorder.transport().pauseReading());
        Recorder writer = new Recorder();
        rig.join(writer, reader);
        Deferred<Long> sent =
                writer.get(() -> List.of(writer.transport().send(file))).get(0);

        assertThat(writer.reason()).isEqualTo(CloseReason.timeout());
        assertThatThrownBy(sent::await).isInstanceOf(TransportException.class);
    }

    @Test
    void itMayBeInAnArchive() throws Exception {
        Path archive = directory.resolve("archive.zip");
        Recorder reader = new Recorder().wants(100_000);
        Recorder writer = new Recorder();
        rig.join(writer, reader);
        try (FileSystem zip = FileSystems.newFileSystem(archive, Map.of("create", "true"))) {
            Files.write(zip.getPath("file"), Rig.noise(100_000));
        }
        try (FileSystem zip = FileSystems.newFileSystem(archive)) {
            Deferred<Long> sent = writer.get(() -> List.of(writer.transport().send(zip.getPath("file"))))
                    .get(0);

            assertThat(sent.await()).isEqualTo(100_000);
        }

        assertThat(reader.enough().bytes()).isEqualTo(Rig.noise(100_000));
    }

    private static Recorder slow() {
        return new Recorder().whenReceived(recorder -> {
            recorder.transport().pauseReading();
            recorder.reactor()
                    .callLater(Duration.ofMillis(1), () -> recorder.transport().resumeReading());
        });
    }

    private boolean isOfTheFile(Path descriptor) {
        try {
            return Files.isSameFile(descriptor, file);
        } catch (IOException e) {
            return false; // closed meanwhile, or no file
        }
    }
}
