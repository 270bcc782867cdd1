package sketches.smtp;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ByteSink;
import io.jtwisted.net.Factory;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.net.Tls;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import io.jtwisted.testing.Wire;
import io.jtwisted.text.NumericReply;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SmtpServerTest {
    private static final Tls TLS = Tls.bundle("mail");
    private static final String SECRET =
            Base64.getEncoder().encodeToString(Bytes.utf8("\0alice\0secret").toArray());
    private static final String ENVELOPE = "EHLO me\r\nMAIL FROM:<a@b>\r\nRCPT TO:<c@d>\r\nDATA\r\n";

    private final MemoryReactor reactor = new MemoryReactor();
    private final List<Bytes> delivered = new ArrayList<>();
    private final SlowSink slow = new SlowSink();
    private final Factory server = peer -> serving((sender, recipients) -> kept());
    private final Factory slowServer = peer -> serving((sender, recipients) -> slow);

    private static SmtpServer serving(Delivery delivery) {
        return new SmtpServer(
                delivery, (user, password) -> Deferred.succeed(user.equals("alice") && password.equals("secret")), TLS);
    }

    private ByteSink<String> kept() {
        ByteSink<Bytes> memory = ByteSink.inMemory(1_000_000);
        return new ByteSink<>() {
            @Override
            public Deferred<?> take(Bytes piece) throws Exception {
                return memory.take(piece);
            }

            @Override
            public Deferred<String> end() throws Exception {
                return memory.end().tap(delivered::add).addCallback(text -> "message-" + delivered.size());
            }

            @Override
            public void broken(Throwable cause) {
                memory.broken(cause);
            }
        };
    }

    private MemoryPeer secured() {
        MemoryPeer peer = reactor.dial(server).sends("EHLO me\r\nSTARTTLS\r\n").startsTls();
        peer.hears();
        peer.sends("EHLO me\r\n");
        return peer;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1_000})
    void aMessageIsDelivered(int size) {
        MemoryPeer peer = reactor.inChunksOf(size).dial(server);

        peer.sends(ENVELOPE + "hello\r\n..dot\r\n.\r\nQUIT\r\n");

        assertThat(delivered).containsExactly(Bytes.utf8("hello\r\n.dot\r\n"));
        assertThat(peer.hears()).isEqualTo("""
            220 mx.example.org
            250-mx.example.org
            250-SIZE 209715200
            250 STARTTLS
            250 OK
            250 OK
            354 end with a dot
            250 queued as message-1
            221 bye
            """.replace("\n", "\r\n"));
        assertThat(peer.isDisconnected()).isTrue();
    }

    @Test
    void aCommandInTheWrongPlaceIsRefused() {
        MemoryPeer peer = reactor.dial(server);
        peer.hears();

        peer.sends("DATA\r\nNOOP\r\nMAIL FROM:<a@b>\r\nEHLO me\r\nMAIL FROM:a@b\r\n");

        assertThat(peer.hears().lines())
                .containsExactly(
                        "503 not in this order",
                        "500 unknown command",
                        "503 not in this order",
                        "250-mx.example.org",
                        "250-SIZE 209715200",
                        "250 STARTTLS",
                        "501 expected '<' at byte 5, not 'a'");
    }

    @Test
    void recipientsHaveALimit() {
        MemoryPeer peer = reactor.dial(server).sends("EHLO me\r\nMAIL FROM:<a@b>\r\n");
        peer.hears();

        peer.sends("RCPT TO:<c@d>\r\n".repeat(101));

        assertThat(peer.hears()).isEqualTo("250 OK\r\n".repeat(100) + "452 too many recipients\r\n");
    }

    @Test
    void encryptionBeginsInTheMiddleOfTheTalk() {
        MemoryPeer peer = reactor.dial(server).sends("EHLO me\r\nSTARTTLS\r\n");
        assertThat(peer.hears()).endsWith("220 go ahead\r\n");

        peer.startsTls().sends("MAIL FROM:<a@b>\r\nEHLO me\r\n");

        assertThat(peer.hears().lines())
                .containsExactly("503 not in this order", "250-mx.example.org", "250-SIZE 209715200", "250 AUTH PLAIN");
        assertThat(peer.transport().secure()).isTrue();
    }

    @Test
    void aCommandInTheClearBehindStartTlsIsNeverTakenForAnEncryptedOne() {
        MemoryPeer peer = reactor.dial(server);

        peer.sends("EHLO me\r\nSTARTTLS\r\nMAIL FROM:<injected@example.org>\r\n");

        assertThat(peer.isDisconnected()).isTrue();
        assertThat(peer.hears()).doesNotContain("503").doesNotContain("OK");
        assertThat(peer.transport().closed()).succeeded().satisfies(reason -> {
            assertThat(reason.cause()).isInstanceOf(ProtocolException.class);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1_000})
    void aPasswordIsALineWithinACommand(int size) {
        reactor.inChunksOf(size);
        MemoryPeer peer = secured();
        peer.hears();

        peer.sends("AUTH PLAIN\r\n" + SECRET + "\r\nAUTH PLAIN " + SECRET + "\r\nAUTH PLAIN\r\n*\r\nAUTH X\r\n");

        assertThat(peer.hears().lines())
                .containsExactly(
                        "334 ", "235 welcome", "235 welcome", "334 ", "501 malformed response", "504 only PLAIN");
    }

    @Test
    void aPasswordIsNotAskedForInTheClear() {
        MemoryPeer peer = reactor.dial(server).sends("EHLO me\r\nAUTH PLAIN\r\n");

        assertThat(peer.hears()).endsWith("538 encryption required\r\n");
    }

    @Test
    void aSlowDiskMakesTheClientWait() {
        Bytes line = Bytes.utf8("0123456789".repeat(10) + "\r\n");
        int lines = 80_000;
        byte[] text = new byte[lines * line.length()];
        for (int i = 0; i < lines; i++) {
            line.copyTo(text, i * line.length());
        }
        CRC32 sum = new CRC32();
        sum.update(text);
        MemoryPeer peer = reactor.dial(slowServer).sends(ENVELOPE);
        peer.hears();

        peer.sends(Bytes.wrap(text)).sends(".\r\nQUIT\r\n");
        assertThat(slow.pieces()).isEqualTo(1);
        assertThat(peer.unsent()).as("kept by the client").isGreaterThan(text.length - 200_000);
        while (slow.writes()) {}

        assertThat(peer.hears()).isEqualTo("250 queued as message-1\r\n221 bye\r\n");
        assertThat(slow.taken()).isEqualTo(text.length);
        assertThat(slow.sum()).isEqualTo(sum.getValue());
        assertThat(slow.largest()).isLessThanOrEqualTo(2 * 65_536);
    }

    @Test
    void whatIsCutShortIsNotDelivered() {
        MemoryPeer peer = reactor.dial(slowServer).sends(ENVELOPE + "hello\r\n");

        peer.hangsUp();

        assertThat(slow.broken()).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 1_000})
    void theClientSendsWhatTheServerUnderstands(int size) {
        SmtpClient client =
                Wire.of(reactor.inChunksOf(size), server, new SmtpClient()).client();

        client.hello("me").otherwise(this::unexpected);
        client.startTls(Tls.client()).otherwise(this::unexpected);
        client.hello("me").otherwise(this::unexpected);
        assertThat(client.authenticate("alice", "secret")).succeededWith(NumericReply.of(235, "welcome"));
        Deferred<NumericReply> sent = client.send(new MailPath("a@b"), new MailPath("c@d"), "hello\r\n.dot\r\n");

        assertThat(sent).succeededWith(NumericReply.of(250, "queued as message-1"));
        assertThat(delivered).containsExactly(Bytes.utf8("hello\r\n.dot\r\n"));
        assertThat(client.transport().secure()).isTrue();
    }

    @Test
    void aRefusedClientHearsWhy() {
        SmtpClient client = Wire.of(reactor, server, new SmtpClient()).client();

        Deferred<NumericReply> refused = client.send(new MailPath("a@b"), new MailPath("c@d"), "hello");

        assertThat(refused).failedWith(ProtocolException.class).hasMessageContaining("503 not in this order");
    }

    private void unexpected(Throwable failure) {
        throw new AssertionError(failure);
    }
}
