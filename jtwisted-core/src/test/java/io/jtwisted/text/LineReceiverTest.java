package io.jtwisted.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jtwisted.Stage;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineReceiverTest {
    private final Secretary secretary = new Secretary();
    private final Stage peer = Stage.of(secretary);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 100})
    void linesMayBeCutAnywhere(int size) {
        peer.sendsInPieces("one\r\n\r\nthr\u00e9\u00e9\r\nfour\r\nfi", size);

        assertThat(secretary.notes).containsExactly("one", "", "thr\u00e9\u00e9", "four");
    }

    @Test
    void aLineFeedAloneIsPartOfALineForWhomeverWantsIt() {
        secretary.bareControls(LineReceiver.BareControls.DELIVER);

        peer.sends("one\ntwo\rthree\n\r\r\n");

        assertThat(secretary.notes).containsExactly("one\ntwo\rthree\n\r");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 100})
    void aDelimiterMayBeginLikeItself(int size) {
        secretary.delimiter("aab");

        peer.sendsInPieces("1aaab2aab" + "aaab", size);

        assertThat(secretary.notes).containsExactly("1a", "2", "a");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 100})
    void aDelimiterMayChangeBetweenTwoLines(int size) {
        secretary.bareControls(LineReceiver.BareControls.DELIVER);
        secretary.onLine = line -> secretary.delimiter(line.equals("unix") ? "\n" : "\r\n");

        peer.sendsInPieces("dos\r\nunix\r\na\r\nb\r\nunix\r\nc\n", size);

        assertThat(secretary.notes).containsExactly("dos", "unix", "a\r", "b", "unix", "c");
    }

    @Test
    void bytesMayStayBytes() {
        List<Bytes> lines = new ArrayList<>();
        LineReceiver raw = new LineReceiver() {
            @Override
            protected void lineReceived(Bytes data, int from, int to) {
                lines.add(data.slice(from, to));
            }
        };

        Stage.of(raw)
                .sends(Bytes.of((byte) 0xff, (byte) '\r', (byte) '\n', (byte) 'a'))
                .sends("b\r\n");

        assertThat(lines).containsExactly(Bytes.of((byte) 0xff), Bytes.utf8("ab"));
    }

    @Test
    void aCharsetMayBeChosen() {
        List<String> lines = new ArrayList<>();
        LineReceiver latin = new LineReceiver() {
            @Override
            public void connectionMade() {
                setCharset(StandardCharsets.ISO_8859_1);
            }

            @Override
            public void lineReceived(String line) {
                lines.add(line);
                sendLine(line);
            }
        };
        Bytes line = Bytes.of((byte) 0xe9, (byte) '\r', (byte) '\n');

        Stage other = Stage.of(latin).sends(line);

        assertThat(lines).containsExactly("\u00e9");
        assertThat(other.hearsBytes()).isEqualTo(line);
    }

    @Test
    void aLineAtTheLimitIsDelivered() {
        secretary.limit(5);

        peer.sends("12345\r\n").sends("12345\r").sends("\n");

        assertThat(secretary.notes).containsExactly("12345", "12345");
    }

    @Test
    void aFinishedLineOneByteLongerClosesTheConnection() {
        secretary.limit(5);

        peer.sends("123456\r\nnext\r\n");

        assertThat(secretary.notes).containsExactly("too long");
        assertThat(peer.isDisconnected()).isTrue();
        assertThat(secretary.reason).extracting(CloseReason::cause).isInstanceOf(ProtocolException.class);
    }

    @Test
    void anUnfinishedLineIsTooLongWhenItCannotEndInTime() {
        secretary.limit(5);
        peer.sends("123456");
        assertThat(peer.isDisconnected()).isFalse();

        peer.sends("7");

        assertThat(secretary.notes).containsExactly("too long");
        assertThat(peer.isDisconnected()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 100})
    void whoForgivesALineThatIsTooLongHearsTheNextOne(int size) {
        secretary.limit(5);
        secretary.onTooLong = forgiving -> {};

        peer.sendsInPieces("one\r\n1234567890\r\r\ntwo\r\n", size);

        assertThat(secretary.notes).containsExactly("one", "too long", "two");
    }

    @Test
    void theDefaultLimitIsSixteenKilobytes() {
        peer.sends("x".repeat(LineReceiver.LINE_LIMIT) + "\r\n");
        assertThat(peer.isDisconnected()).isFalse();

        peer.sends("x".repeat(LineReceiver.LINE_LIMIT + 2));

        assertThat(peer.isDisconnected()).isTrue();
    }

    @Test
    void aLineInSmallPiecesCostsLinearTime() {
        secretary.limit(Integer.MAX_VALUE);
        secretary.bareControls(LineReceiver.BareControls.DELIVER);
        Bytes piece = Bytes.utf8("x\r");

        for (int i = 0; i < 1_000_000; i++) {
            peer.sends(piece);
        }
        peer.sends("\r\n");

        assertThat(secretary.notes).hasSize(1).first().asString().hasSize(2_000_000);
    }

    @Test
    void anExceptionClosesTheConnectionAndStopsTheLines() {
        secretary.onLine = line -> {
            throw new ProtocolException("no");
        };

        peer.sends("one\r\ntwo\r\n");

        assertThat(secretary.notes).containsExactly("one");
        assertThat(peer.isDisconnected()).isTrue();
    }

    @Test
    void nothingIsDeliveredAfterLoseConnection() {
        secretary.onLine = line -> secretary.transport().loseConnection();

        peer.sends("one\r\ntwo\r\n").sends("three\r\n");

        assertThat(secretary.notes).containsExactly("one");
    }

    @Test
    void nothingIsDeliveredAfterAbortConnection() {
        secretary.onLine = line -> secretary.transport().abortConnection();

        peer.sends("one\r\ntwo\r\n").sends("three\r\n");

        assertThat(secretary.notes).containsExactly("one");
    }

    @Test
    void aClearedBufferIsForgotten() {
        peer.sends("half a");

        Bytes cleared = secretary.clear();
        peer.sends(" line\r\n");

        assertThat(cleared).isEqualTo(Bytes.utf8("half a"));
        assertThat(secretary.notes).containsExactly(" line");
    }

    @Test
    void aLineIsSentWithItsDelimiter() {
        peer.does(() -> secretary.sendLine("one"));
        peer.does(() -> secretary.delimiter("\0"));
        peer.does(() -> secretary.sendLine(""));

        assertThat(peer.hears()).isEqualTo("one\r\n\0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nQUIT", "a\n", "\rb", "a|b"})
    void whatWouldBeTwoLinesIsNotSent(String text) {
        secretary.delimiter("|");

        assertThatIllegalArgumentException().isThrownBy(() -> secretary.sendLine(text));
        assertThat(peer.hears()).isEmpty();
    }
}
