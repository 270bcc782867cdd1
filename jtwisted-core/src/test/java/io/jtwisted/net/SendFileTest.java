package io.jtwisted.net;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is sent in its place among what is written. */
class SendFileTest {
    private static final Duration NOW = Duration.ZERO;
    private static final int LARGE = 1_000_000;

    private final MemoryReactor reactor = new MemoryReactor();
    private final Recorder protocol = new Recorder();
    private MemoryPeer peer = reactor.dial(() -> protocol);

    @TempDir
    private Path directory;

    private Path file = Path.of("");

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("file"), "0123456789");
    }

    @Test
    void itIsSentBetweenWhatIsWrittenBeforeAndAfterIt() {
        Deferred<Long> sent = inOneTurn(() -> {
            protocol.transport().write(Bytes.utf8("<"));
            Deferred<Long> file = protocol.transport().send(this.file);
            protocol.transport().write(Bytes.utf8(">"));
            protocol.transport().write("end", StandardCharsets.UTF_8, Bytes.utf8("."));
            return file;
        });

        assertThat(peer.hears()).isEqualTo("<0123456789>end.");
        assertThat(sent).succeededWith(10L);
        assertThat(protocol.transport().unsent()).isZero();
    }

    @Test
    void aPartOfItIsSent() {
        Deferred<Long> sent = protocol.transport().send(file, 3, 4);

        assertThat(peer.hears()).isEqualTo("3456");
        assertThat(sent).succeededWith(4L);
    }

    @Test
    void theRestOfItIsSent() {
        Deferred<Long> sent = protocol.transport().send(new FileRange(file, 7, FileRange.TO_END), bytes -> {});

        assertThat(peer.hears()).isEqualTo("789");
        assertThat(sent).succeededWith(3L);
    }

    @Test
    void nothingOfItIsSentInItsPlace() {
        peer.stopsReading();
        protocol.transport().write(Bytes.of(new byte[100_000]));
        Deferred<Long> sent = protocol.transport().send(file, 10, 0);
        reactor.advance(NOW);
        assertThat(sent).isPending();

        peer.readsAgain();

        assertThat(sent).succeededWith(0L);
    }

    @Test
    void severalAreSentInOrder() throws IOException {
        Path second = Files.writeString(directory.resolve("second"), "abc");
        Deferred<List<Long>> sent = inOneTurn(() -> {
            Deferred<Long> one = protocol.transport().send(second);
            Deferred<Long> two = protocol.transport().send(file, 0, 2);
            protocol.transport().write(Bytes.utf8("-"));
            Deferred<Long> three = protocol.transport().send(second);
            return Deferred.gatherResults(List.of(one, two, three));
        });

        assertThat(peer.hears()).isEqualTo("abc01-abc");
        assertThat(sent).succeededWith(List.of(3L, 2L, 3L));
    }

    @Test
    void whatIsWrittenWhenItIsSentFollowsIt() {
        protocol.transport()
                .send(file)
                .tap(bytes -> protocol.transport().write(Bytes.utf8(", " + bytes)))
                .otherwise(protocol::fail);
        reactor.advance(NOW);

        assertThat(peer.hears()).isEqualTo("0123456789, 10");
    }

    @Test
    void aLongOneNeverWaitsInMemory() throws IOException {
        Files.write(file, noise(LARGE));
        peer.stopsReading();
        List<Long> unsent = new ArrayList<>();
        Deferred<Long> sent = protocol.transport().send(FileRange.of(file), bytes -> unsent.add(unsent()));
        reactor.advance(NOW);

        assertThat(sent).isPending();
        assertThat(unsent()).isLessThanOrEqualTo(2L * FileSending.PIECE);

        peer.readsAgain();

        assertThat(peer.hearsBytes()).isEqualTo(Bytes.of(noise(LARGE)));
        assertThat(sent).succeededWith((long) LARGE);
        assertThat(unsent).allMatch(bytes -> bytes <= 2L * FileSending.PIECE);
    }

    @Test
    void progressIsToldUpToTheEnd() throws IOException {
        Files.write(file, noise(LARGE));
        List<Long> told = new ArrayList<>();

        protocol.transport().send(FileRange.of(file), told::add).otherwise(protocol::fail);
        reactor.advance(NOW);

        assertThat(told)
                .isSorted()
                .doesNotHaveDuplicates()
                .hasSizeGreaterThan(10)
                .endsWith((long) LARGE);
    }

    @Test
    void whatProgressThrowsClosesTheConnection() {
        IllegalStateException thrown = new IllegalStateException("no bar to draw");

        Deferred<Long> sent = protocol.transport().send(FileRange.of(file), bytes -> {
            throw thrown;
        });
        reactor.advance(NOW);

        assertThat(protocol.reason()).isEqualTo(CloseReason.error(thrown));
        assertThat(sent).failedWith(TransportException.class);
        assertThat(reactor.failures()).containsExactly(thrown);
    }

    @Test
    void whatCannotBeOpenedFailsAndTheRestIsSent() {
        Deferred<Long> sent = inOneTurn(() -> {
            protocol.transport().write(Bytes.utf8("<"));
            Deferred<Long> none = protocol.transport().send(directory.resolve("none"));
            protocol.transport().write(Bytes.utf8(">"));
            return none;
        });

        assertThat(sent).failedWith(NoSuchFileException.class);
        assertThat(peer.hears()).isEqualTo("<>");
        assertThat(protocol.transport().connected()).isTrue();
    }

    @Test
    void whatIsNoRegularFileFails() {
        Deferred<Long> sent = protocol.transport().send(directory);
        reactor.advance(NOW);

        assertThat(sent).failedWith(IOException.class).hasMessage("expected a regular file: " + directory);
    }

    @Test
    void whatDoesNotHaveTheBytesFails() {
        Deferred<Long> tooMany = protocol.transport().send(file, 5, 6);
        Deferred<Long> tooFar = protocol.transport().send(new FileRange(file, 11, FileRange.TO_END), bytes -> {});
        reactor.advance(NOW);

        assertThat(tooMany)
                .failedWith(IOException.class)
                .hasMessage("expected 6 bytes from position 5 of " + file + ", which has 10");
        assertThat(tooFar)
                .failedWith(IOException.class)
                .hasMessage("expected bytes from position 11 of " + file + ", which has 10");
        assertThat(peer.hears()).isEmpty();
    }

    @Test
    void aRangeIsNotNegative() {
        assertThatThrownBy(() -> protocol.transport().send(file, -1, 5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> protocol.transport().send(file, 1, -5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatBecomesShorterMeanwhileClosesTheConnection() throws IOException {
        Files.write(file, noise(LARGE));
        peer.stopsReading();
        Deferred<Long> sent = protocol.transport().send(file);
        reactor.advance(NOW);
        try (FileChannel shorter = FileChannel.open(file, StandardOpenOption.WRITE)) {
            shorter.truncate(LARGE / 2);
        }

        peer.readsAgain();

        assertThat(sent)
                .failedWith(IOException.class)
                .hasMessageStartingWith(file + " has become shorter while it was sent");
        assertThat(protocol.reason().cause()).hasMessageStartingWith(file + " has become shorter");
        assertThat(reactor.failures()).hasSize(1);
    }

    @Test
    void whatGrowsMeanwhileIsSentAsItWas() throws IOException {
        peer.stopsReading();
        protocol.transport().write(Bytes.of(new byte[100_000]));
        Deferred<Long> sent = protocol.transport().send(file);
        reactor.advance(NOW);
        Files.writeString(file, "more", StandardOpenOption.APPEND);

        peer.readsAgain();

        assertThat(sent).succeededWith(10L);
        assertThat(peer.hears()).endsWith("\0000123456789");
    }

    @Test
    void aPoliteCloseWaitsForIt() throws IOException {
        Files.write(file, noise(LARGE));
        Deferred<Long> sent = inOneTurn(() -> {
            Deferred<Long> file = protocol.transport().send(this.file);
            protocol.transport().loseConnection();
            return file;
        });

        assertThat(sent).succeededWith((long) LARGE);
        assertThat(peer.hearsBytes().length()).isEqualTo(LARGE);
        assertThat(protocol.reason()).isEqualTo(CloseReason.local());
    }

    @Test
    void theEndOfThisHalfWaitsForIt() {
        inOneTurn(() -> {
            Deferred<Long> file = protocol.transport().send(this.file);
            protocol.transport().loseWriteConnection();
            return file;
        });

        assertThat(peer.hears()).isEqualTo("0123456789");
        assertThat(peer.heardEnd()).isTrue();
    }

    @Test
    void whenTheConnectionEndsBeforeItFails() throws IOException {
        Files.write(file, noise(LARGE));
        peer.stopsReading();
        Deferred<Long> sent = protocol.transport().send(file);
        Deferred<Long> next = protocol.transport().send(file);
        reactor.advance(NOW);

        peer.resets();

        assertThat(sent).failedWith(TransportException.class);
        assertThat(next).failedWith(TransportException.class);
        assertThat(protocol.events).containsExactly("made", "lost");
    }

    @Test
    void whenTheConnectionHasEndedItFailsAtOnce() {
        protocol.transport().abortConnection();
        reactor.advance(NOW);

        assertThat(protocol.transport().send(file))
                .failedWith(TransportException.class)
                .hasMessage("the connection takes no more to be sent: " + file);
    }

    @Test
    void cancelledBeforeItBeganItIsLeftOut() {
        peer.stopsReading();
        protocol.transport().write(Bytes.of(new byte[100_000]));
        Deferred<Long> sent = protocol.transport().send(file);
        protocol.transport().write(Bytes.utf8("next"));
        reactor.advance(NOW);

        sent.cancel();
        peer.readsAgain();

        assertThat(sent).failedWith(CancellationException.class);
        assertThat(peer.hears()).hasSize(100_004).endsWith("next");
        assertThat(protocol.transport().connected()).isTrue();
    }

    @Test
    void cancelledBeforeItIsOpenItIsLeftOut() {
        Deferred<Long> sent = inOneTurn(() -> {
            Deferred<Long> file = protocol.transport().send(this.file);
            protocol.transport().write(Bytes.utf8("next"));
            file.cancel();
            return file;
        });

        assertThat(sent).failedWith(CancellationException.class);
        assertThat(peer.hears()).isEqualTo("next");
    }

    @Test
    void oneThatIsLeftOutLeavesTheOthersInOrder() throws IOException {
        Path second = Files.writeString(directory.resolve("second"), "abc");
        Deferred<Long> cancelled = inOneTurn(() -> {
            protocol.transport().write(Bytes.utf8("<"));
            protocol.transport().send(file).otherwise(protocol::fail);
            protocol.transport().write(Bytes.utf8("1"));
            Deferred<Long> none = protocol.transport().send(file);
            protocol.transport().write(Bytes.utf8("2"));
            protocol.transport().send(second).otherwise(protocol::fail);
            protocol.transport().write(Bytes.utf8(">"));
            none.cancel();
            return none;
        });

        assertThat(cancelled).failedWith(CancellationException.class);
        assertThat(peer.hears()).isEqualTo("<012345678912abc>");
        assertThat(protocol.transport().unsent()).isZero();
    }

    @Test
    void cancelledInTheMiddleItAbortsTheConnection() throws IOException {
        Files.write(file, noise(LARGE));
        peer.stopsReading();
        Deferred<Long> sent = protocol.transport().send(file);
        reactor.advance(NOW);

        sent.cancel();
        reactor.advance(NOW);

        assertThat(sent).failedWith(CancellationException.class);
        assertThat(peer.wasReset()).isTrue();
        assertThat(protocol.events).containsExactly("made", "lost");
    }

    @Test
    void aProducerIsPausedByWhatItWritesBehindIt() throws IOException {
        Files.write(file, noise(LARGE));
        peer.stopsReading();
        protocol.transport().registerProducer(protocol);
        protocol.transport().send(file).otherwise(protocol::fail);
        protocol.transport().write(Bytes.of(new byte[70_000]));
        reactor.advance(NOW);
        assertThat(protocol.events).containsExactly("made", "pause");

        peer.readsAgain();

        assertThat(protocol.events).endsWith("resume");
        assertThat(peer.hearsBytes().length()).isEqualTo(LARGE + 70_000);
    }

    @Test
    void aPeerThatTakesNothingOfItIsGivenUp() throws IOException {
        Files.write(file, noise(LARGE));
        Recorder stuck = new Recorder();
        Limits limits = Limits.server().writeTimeout(Duration.ofSeconds(10));
        reactor.listen(ServerEndpoint.tcp(7_000).limits(limits), peer -> stuck).otherwise(protocol::fail);
        reactor.dial("tcp:7000").stopsReading();
        Deferred<Long> sent = stuck.transport().send(file);

        reactor.advance(Duration.ofSeconds(21));

        assertThat(stuck.reason()).isEqualTo(CloseReason.timeout());
        assertThat(sent).failedWith(TransportException.class);
    }

    @Test
    void tlsDoesNotBeginInTheMiddleOfIt() {
        Deferred<TlsSession> begun = inOneTurn(() -> {
            protocol.transport().send(file).otherwise(protocol::fail);
            return protocol.transport().startTls(Tls.client());
        });

        assertThat(begun).failedWith(IllegalStateException.class).hasMessageContaining("a file is being sent");
    }

    private long unsent() {
        return protocol.transport().unsent();
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /** What the test commands, in one turn of the reactor. */
    private <T> Deferred<T> inOneTurn(Callable<Deferred<T>> commands) {
        List<Deferred<T>> given = new ArrayList<>();
        reactor.call(() -> given.add(commands.call())).otherwise(protocol::fail);
        reactor.advance(NOW);
        return given.get(0);
    }
}
