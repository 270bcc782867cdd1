package sketches.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ByteSink;
import io.jtwisted.net.Port;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.Tls;
import io.jtwisted.netty.NettyReactor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A message of 100 MB over a socket, to a sink that is slower than the client. */
class LargeMessageIT {
    private static final int CHUNK = 100_000;
    private static final int CHUNKS = 1_000;

    /** What the buffers of two sockets hold on any system, and a few reads. Without back-pressure it is all the message. */
    private static final long BETWEEN = 25_000_000;

    private final Reactor reactor = NettyReactor.create();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong mostBetween = new AtomicLong();

    /** Writes on another thread, as a disk wants it; every megabyte takes a while. */
    private final class Disk implements ByteSink<String> {
        private long untilPause = 1 << 20;

        @Override
        public Deferred<?> take(Bytes piece) {
            mostBetween.accumulateAndGet(sent.get() - written.get(), Math::max);
            return reactor.deferToThread(() -> written.addAndGet(piece.length()))
                    .chainCallback(this::pause);
        }

        private Deferred<?> pause(long all) {
            if (all < untilPause) {
                return Deferred.succeed(all);
            }
            untilPause += 1 << 20;
            return reactor.deferLater(Duration.ofMillis(5));
        }

        @Override
        public Deferred<String> end() {
            return Deferred.succeed(Long.toString(written.get()));
        }

        @Override
        public void broken(Throwable cause) {
            throw new IllegalStateException(cause);
        }
    }

    @BeforeEach
    void start() {
        reactor.start().await();
    }

    @AfterEach
    void stop() {
        reactor.stop().await();
    }

    @Test
    void theServerKeepsLittleOfIt() throws IOException {
        Port port = reactor.listen(
                        "tcp:0:interface=127.0.0.1",
                        () -> new SmtpServer(
                                (sender, recipients) -> new Disk(),
                                (user, password) -> Deferred.succeed(false),
                                Tls.bundle("none")))
                .await();

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.number())) {
            BufferedReader replies =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            OutputStream output = socket.getOutputStream();
            output.write(ascii("EHLO me\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n"));
            skipUntil(replies, "354");
            send(output);
            output.write(ascii(".\r\nQUIT\r\n"));

            assertThat(replies.readLine()).isEqualTo("250 queued as " + (long) CHUNK * CHUNKS);
            assertThat(replies.readLine()).isEqualTo("221 bye");
        }
        assertThat(mostBetween).hasValueBetween(CHUNK, BETWEEN);
    }

    private void send(OutputStream output) throws IOException {
        byte[] chunk = ascii(("x".repeat(98) + "\r\n").repeat(CHUNK / 100));
        for (int i = 0; i < CHUNKS; i++) {
            output.write(chunk);
            sent.addAndGet(CHUNK);
        }
    }

    private static void skipUntil(BufferedReader replies, String code) throws IOException {
        while (!replies.readLine().startsWith(code)) {}
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
