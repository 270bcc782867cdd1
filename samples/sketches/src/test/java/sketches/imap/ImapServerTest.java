package sketches.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ByteSink;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImapServerTest {
    private static final String LOGIN = "a1 LOGIN alice secret\r\n";

    private final MemoryReactor reactor = new MemoryReactor();
    private final List<Bytes> stored = new ArrayList<>();
    private Deferred<Bytes> body = Deferred.succeed(Bytes.utf8("hello"));

    private MemoryPeer dial() {
        MemoryPeer peer = reactor.dial(() -> new ImapServer(new Memory()));
        assertThat(peer.hears()).isEqualTo("* OK ready\r\n");
        return peer;
    }

    private final class Memory implements ImapServer.Mailbox {

        @Override
        public Deferred<Bytes> fetch() {
            return body;
        }

        @Override
        public ByteSink<Integer> append(long length) {
            ByteSink<Bytes> memory = ByteSink.inMemory(1_000_000);
            return new ByteSink<>() {
                @Override
                public Deferred<?> take(Bytes piece) throws Exception {
                    return memory.take(piece);
                }

                @Override
                public Deferred<Integer> end() throws Exception {
                    return memory.end().tap(stored::add).addCallback(message -> stored.size());
                }

                @Override
                public void broken(Throwable cause) {
                    memory.broken(cause);
                }
            };
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1_000})
    void literalsMayBeCutAnywhere(int size) {
        reactor.inChunksOf(size);
        MemoryPeer peer = dial();

        peer.sends("a1 LOGIN {5}\r\n");
        assertThat(peer.hears()).isEqualTo("+ go ahead\r\n");
        peer.sends("a{ce} {6+}\r\nsecret\r\na2 NOOP\r\n");

        assertThat(peer.hears()).isEqualTo("a1 OK welcome a{ce}\r\na2 OK done\r\n");
    }

    @Test
    void stringsMayBeQuoted() {
        MemoryPeer peer = dial();

        peer.sends("a1 LOGIN \"al \\\"ice\\\\\" secret\r\n");

        assertThat(peer.hears()).isEqualTo("a1 OK welcome al \"ice\\\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 1_000})
    void aMessageIsStoredAsItComes(int size) {
        reactor.inChunksOf(size);
        MemoryPeer peer = dial().sends(LOGIN);
        peer.hears();

        peer.sends("a2 APPEND inbox {7+}\r\n1\r\n{8}.\r\na3 NOOP\r\n");

        assertThat(stored).containsExactly(Bytes.utf8("1\r\n{8}."));
        assertThat(peer.hears()).isEqualTo("a2 OK [APPENDUID 1 1] stored\r\na3 OK done\r\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1_000})
    void newsAreToldWhileTheClientIsIdle(int size) {
        reactor.inChunksOf(size);
        MemoryPeer peer = dial().sends(LOGIN + "a2 IDLE\r\n");
        peer.hears();

        peer.protocol(ImapServer.class).changed("5 EXISTS");
        assertThat(peer.hears()).isEqualTo("* 5 EXISTS\r\n");
        peer.sends("DONE\r\na3 NOOP\r\n");

        assertThat(peer.hears()).isEqualTo("a2 OK idled\r\na3 OK done\r\n");
    }

    @Test
    void newsWaitForTheEndOfAnAnswer() {
        body = new Deferred<>();
        MemoryPeer peer = dial().sends(LOGIN);
        peer.hears();

        peer.sends("a2 FETCH 1 BODY[]\r\na3 NOOP\r\n")
                .protocol(ImapServer.class)
                .changed("5 EXISTS");
        assertThat(peer.hears()).isEmpty();
        body.callback(Bytes.utf8("12345"));

        assertThat(peer.hears())
                .isEqualTo("* 1 FETCH (BODY[] {5}\r\n12345)\r\na2 OK fetched\r\n* 5 EXISTS\r\na3 OK done\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a1 LOGIN {65537}\r\n", "a1 LOGIN {x}\r\n", "a1 LOGIN {99999999999999999999}\r\n"})
    void aLiteralThatIsTooLongOrNoneClosesTheConnection(String line) {
        MemoryPeer peer = dial();

        peer.sends(line);

        assertThat(peer.isDisconnected()).isTrue();
    }

    @Test
    void whatIsNoCommandIsAnswered() {
        MemoryPeer peer = dial();

        peer.sends("a1 FETCH 1\r\na2 SING\r\na3 LOGIN (\r\na4 LOGIN alice wrong\r\n");

        assertThat(peer.hears().lines())
                .containsExactly(
                        "a1 NO not now",
                        "a2 BAD unknown command",
                        "a3 BAD expected a string at byte 9, not '('",
                        "a4 NO not accepted");
    }
}
