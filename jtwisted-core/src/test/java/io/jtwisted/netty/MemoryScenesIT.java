package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.testsupport.Child;
import io.jtwisted.testsupport.Jvm;
import io.jtwisted.testsupport.Pki;
import io.jtwisted.testsupport.Trust;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What peers that do not read, or do not go on, cost a program with little memory; and that it serves others meanwhile.
 * {@code -Djtwisted.scenes=10} makes each crowd ten times as large.
 */
@ParameterizedClass
@ValueSource(strings = {"epoll", "nio"})
class MemoryScenesIT {
    private static final int SCALE = Integer.getInteger("jtwisted.scenes", 1);
    private static final String HEAP = System.getProperty("jtwisted.scenes.heap", "128m");
    private static final int GOOD = 5;

    private final String io;

    @TempDir
    private Path directory;

    private final List<SocketChannel> crowd = new ArrayList<>();
    private Child server;
    private int lines;
    private int tls;
    private int room;
    private Path unix;
    private SSLContext trusting;

    MemoryScenesIT(String io) {
        this.io = io;
    }

    @BeforeEach
    void start() throws Exception {
        Pki pki = new Pki(directory, "scenes");
        unix = directory.resolve("s");
        trusting = SSLContext.getInstance("TLS");
        trusting.init(null, Trust.all(), null);
        server = Jvm.of(MemoryServer.class)
                .with("-Xmx" + HEAP, "-XX:TieredStopAtLevel=4")
                .start(io, pki.localhost().toString(), unix.toString());
        String[] ports = server.says("^(\\d+ \\d+ \\d+)$").split(" ", -1);
        lines = Integer.parseInt(ports[0]);
        tls = Integer.parseInt(ports[1]);
        room = Integer.parseInt(ports[2]);
        allAreAnswered();
    }

    /** The program ends in time, whatever was done to it. */
    @AfterEach
    void stop() throws Exception {
        try (Child ending = server) {
            for (SocketChannel one : crowd) {
                one.close();
            }
            allAreAnswered();
            Instant begin = Instant.now();
            ending.terminate();
            assertThat(ending.ended()).isEqualTo(128 + 15);
            assertThat(Duration.between(begin, ending.end())).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void peersThatDoNotReadAreAbortedAndCostWhatIsUnsent() throws Exception {
        ByteBuffer shortLines = ByteBuffer.wrap("a\r\n".repeat(20_000).getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < 2 * SCALE; i++) {
            crowd.add(connect(lines));
        }
        for (int round = 0; round < 200; round++) {
            for (SocketChannel one : crowd) {
                write(one, shortLines.duplicate());
            }
        }

        allAreAnswered();
        Memory memory = memory();
        assertThat(memory.direct).isLessThan(8 << 20);
        assertThat(memory.heap).isLessThan(memory.unsent * 2 + (40 << 20));
    }

    @Test
    void handshakesThatDoNotGoOnCostLittle() throws Exception {
        long before = memory().direct;
        for (int i = 0; i < 500 * SCALE; i++) {
            SocketChannel one = connect(tls);
            crowd.add(one);
            one.write(ByteBuffer.wrap(hello(1 + (i * 7) % 600)));
        }

        allAreAnswered();
        assertThat(memory().direct - before).isLessThan(4 << 20);
    }

    @Test
    void recordsThatDoNotGoOnCostLittle() throws Exception {
        for (int i = 0; i < 50 * SCALE; i++) {
            SocketChannel raw = connect(tls);
            crowd.add(raw);
            raw.configureBlocking(true);
            Socket one = trusting.getSocketFactory().createSocket(raw.socket(), "localhost", tls, false);
            ask(one, "hello");
        }
        long before = memory().direct;
        for (SocketChannel one : crowd) {
            one.write(ByteBuffer.wrap(new byte[] {23, 3, 3, 1, 0, 7, 7, 7, 7, 7}));
        }

        allAreAnswered();
        assertThat(memory().direct - before).isLessThan(1 << 20);
    }

    @Test
    void aRoomOfSleepingGuestsHearsALongSpeech() throws Exception {
        for (int i = 0; i < 100 * SCALE; i++) {
            crowd.add(connect(room));
        }
        String sentence = "x".repeat(2 << 20);
        try (SocketChannel speaker =
                SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), room))) {
            BufferedReader heard = new BufferedReader(Channels.newReader(speaker, StandardCharsets.UTF_8));
            for (int i = 0; i < 3; i++) {
                say(speaker, sentence);
                assertThat(heard.readLine()).hasSize(2 << 20);
            }
            for (int i = 0; i < 2_000; i++) {
                say(speaker, "a");
                assertThat(heard.readLine()).isEqualTo("a");
            }
        }

        allAreAnswered();
        assertThat(memory().failures).isZero();
    }

    private void allAreAnswered() throws Exception {
        for (int i = 0; i < GOOD * SCALE; i++) {
            try (Socket one = new Socket(InetAddress.getLoopbackAddress(), lines)) {
                ask(one, "tcp " + i);
            }
            try (Socket one = trusting.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), tls)) {
                ask(one, "tls " + i);
            }
            try (SocketChannel one = SocketChannel.open(StandardProtocolFamily.UNIX)) {
                one.connect(UnixDomainSocketAddress.of(unix));
                say(one, "unix " + i);
                assertThat(new BufferedReader(Channels.newReader(one, StandardCharsets.UTF_8)).readLine())
                        .isEqualTo("unix " + i);
            }
        }
    }

    private static void ask(Socket socket, String line) throws IOException {
        socket.setSoTimeout(20_000);
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        StringBuilder answer = new StringBuilder();
        for (int read; (read = socket.getInputStream().read()) >= 0 && read != '\n'; ) {
            answer.append((char) read);
        }
        assertThat(answer.toString()).isEqualTo(line + "\r");
    }

    /** Does not wait where the peer takes no more. */
    private static void write(SocketChannel channel, ByteBuffer bytes) {
        try {
            channel.configureBlocking(false);
            channel.write(bytes);
        } catch (IOException e) {
            // It was aborted, as it should be.
        }
    }

    private static void say(SocketChannel channel, String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static SocketChannel connect(int port) throws IOException {
        return SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** The beginning of a ClientHello of 600 bytes. */
    private static byte[] hello(int length) {
        byte[] bytes = new byte[length];
        byte[] header = {22, 3, 1, 2, 83, 1, 0, 2, 79, 3, 3};
        System.arraycopy(header, 0, bytes, 0, Math.min(length, header.length));
        return bytes;
    }

    private Memory memory() throws IOException {
        try (SocketChannel asks = connect(room)) {
            say(asks, "?");
            String[] said = new BufferedReader(Channels.newReader(asks, StandardCharsets.UTF_8))
                    .readLine()
                    .split(" ", -1);
            return new Memory(
                    Long.parseLong(said[0]), Long.parseLong(said[1]), Long.parseLong(said[2]), Long.parseLong(said[3]));
        }
    }

    private record Memory(long heap, long direct, long unsent, long failures) {}
}
