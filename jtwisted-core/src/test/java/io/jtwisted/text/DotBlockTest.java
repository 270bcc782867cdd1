package io.jtwisted.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.jtwisted.Stage;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.bytes.Inbox;
import io.jtwisted.net.ByteSink;
import io.jtwisted.text.LineReceiver.BareControls;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Dot-stuffed text, both ways. In the texts of tests, a | is a CRLF, \ is a CR, ~ is a LF. */
class DotBlockTest {
    private static final DotBlock STRICT = DotBlock.receiving();
    private static final DotBlock LENIENT = DotBlock.receiving().bareControls(BareControls.DELIVER);

    private final Secretary secretary = new Secretary();
    private final Stage peer = Stage.of(secretary);
    private final Basin fast = Basin.fast();
    private final Basin slow = Basin.slow();

    @Test
    void itsPageIsRight() {
        assertThat(DotBlock.of(Bytes.utf8("a\r\n.b")).utf8()).isEqualTo("a\r\n..b\r\n.\r\n");
        assertThat(DotBlock.of(Bytes.empty()).utf8()).isEqualTo(".\r\n");
        assertThat(DotBlock.receiving().limit()).isEqualTo(DotBlock.LIMIT);
        assertThat(DotBlock.receiving().limit(1_000).bareControls()).isEqualTo(BareControls.REFUSE);
        DotStuffing stuffing = new DotStuffing();
        assertThat(stuffing.add(Bytes.utf8("a\r\n.")).utf8()).isEqualTo("a\r\n..");
        assertThat(stuffing.add(Bytes.utf8("b")).utf8()).isEqualTo("b");
        assertThat(stuffing.end().utf8()).isEqualTo("\r\n.\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "'.|', ''",
        "'a|.|', 'a|'",
        "'..|.|', '.|'",
        "'...|.|', '..|'",
        "'.a|.|', 'a|'",
        "'a.|.b|..c|.|', 'a.|b|.c|'",
        "'|.|', '|'",
        "'||..||.|', '||.||'",
        "'a|..|.|', 'a|.|'",
    })
    void aTextGoesUpToTheDotAndLosesItsDotsWhereverItIsCut(String wire, String text) {
        String sent = plain(wire) + "next\r\n";
        for (int size = 1; size <= sent.length(); size++) {
            assertThat(received(STRICT, sent, size)).containsExactly("DATA", "stream " + plain(text), "next");
        }
    }

    /** Two cuts in all places. */
    @Test
    void aTextMayBeCutAtAnyTwoPlaces() {
        String sent = plain("a|..b|.c|.|next|");
        for (int one = 0; one <= sent.length(); one++) {
            for (int other = one; other <= sent.length(); other++) {
                Secretary receiver = new Secretary();
                Basin basin = Basin.fast();
                receiver.onLine = line -> begins(receiver, line, STRICT, basin);
                Stage.of(receiver)
                        .sends("DATA\r\n" + sent.substring(0, one))
                        .sends(sent.substring(one, other))
                        .sends(sent.substring(other));

                assertThat(receiver.notes).containsExactly("DATA", "stream a\r\n.b\r\nc\r\n", "next");
            }
        }
    }

    /** "SMTP smuggling" (CVE-2023-51764): none of these is an end, for any server. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a~.~",
                "a~.|",
                "a|.~",
                "a\\.\\",
                "a\\.|",
                "a|.\\",
                "a~.\\~",
                "a|.\\x|",
                "a\\~\\.|",
                "a|.\\\\~",
                "a\0~.|"
            })
    void nothingButTheRightLineEndsAText(String wire) {
        String sent = plain(wire) + "MAIL FROM:<x>\r\n.\r\nnext\r\n";
        for (int size = 1; size <= sent.length(); size++) {
            assertThat(received(STRICT, sent, size))
                    .containsExactly("DATA", "failed: expected lines that end with CRLF, not a bare CR or LF", "next");
            List<String> lenient = received(LENIENT, sent, size);
            assertThat(lenient).hasSize(3).last().isEqualTo("next");
            assertThat(lenient.get(1)).startsWith("stream a").endsWith("MAIL FROM:<x>\r\n");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'a~.~b|.|', 'a~.~b|'",
        "'.~|.|', '~|'",
        "'.\\x|.|', '\\x|'",
        "'.\\\\~.|', '\\\\~'",
        "'\\.|.|', '\\.|'",
        "'a\\\\|..|.|', 'a\\\\|.|'",
    })
    void bareControlsAreDeliveredWhereTheyAreWanted(String wire, String text) {
        String sent = plain(wire) + "next\r\n";
        for (int size = 1; size <= sent.length(); size++) {
            assertThat(received(LENIENT, sent, size)).containsExactly("DATA", "stream " + plain(text), "next");
        }
    }

    @Test
    void aNulIsDelivered() {
        assertThat(received(STRICT, "a\0b\r\n.\r\n", 4)).containsExactly("DATA", "stream a\0b\r\n");
    }

    @Test
    void aTextAtTheLimitIsTakenAndOneByteMoreIsDroppedUpToItsEnd() {
        DotBlock five = STRICT.limit(5);
        assertThat(received(five, "..bc\r\n.\r\nnext\r\n", 100)).containsExactly("DATA", "stream .bc\r\n", "next");

        secretary.onLine = line -> begins(secretary, line, five, fast);
        peer.sends("DATA\r\nabcd\r\n");

        assertThat(fast.told).containsExactly("broken: expected a text of at most 5 bytes");
        peer.sends("more".repeat(1_000) + "\r\n..\r\n").sends(".\r\nnext\r\n");
        assertThat(secretary.notes).containsExactly("DATA", "failed: expected a text of at most 5 bytes", "next");
        assertThatIllegalArgumentException().isThrownBy(() -> STRICT.limit(-1));
    }

    @Test
    void theDefaultLimitIs64MiB() {
        Unstuffing cut = new Unstuffing(STRICT);
        Inbox inbox = new Inbox();
        Bytes block = Bytes.utf8("x".repeat(1 << 20));
        for (int i = 0; i < 64; i++) {
            inbox.add(block);
            cut.from(inbox);
        }
        assertThat(cut.complaint()).isNull();

        inbox.add(Bytes.utf8("x"));
        cut.from(inbox);

        assertThat(cut.complaint()).isNotNull();
    }

    @Test
    void whileAPieceIsNotTakenThePeerWaits() {
        secretary.onLine = line -> begins(secretary, line, STRICT, slow);
        peer.sends("DATA\r\none\r\n").sends("two\r\n.").sends("\r\nnext\r\n");
        assertThat(slow.text).hasToString("one\r\n");
        assertThat(peer.isRead()).isFalse();

        peer.does(slow::takes);
        assertThat(slow.text).hasToString("one\r\ntwo\r\n");
        peer.does(slow::takes);
        assertThat(slow.told).containsExactly("end");
        peer.does(slow::takes);

        assertThat(secretary.notes).containsExactly("DATA", "stream one\r\ntwo\r\n", "next");
        assertThat(peer.isRead()).isTrue();
    }

    @Test
    void aLossInTheMiddleBreaksTheSink() {
        secretary.onLine = line -> begins(secretary, line, STRICT, fast);

        peer.sends("DATA\r\none\r\n.").hangsUp();

        assertThat(fast.told).containsExactly("broken: connection lost after 5 bytes of a text, before its last line");
    }

    @Test
    void whenASinkFailsTheRestIsDroppedUpToTheDot() {
        fast.refusal = new IOException("disk full");
        secretary.onLine = line -> begins(secretary, line, STRICT, fast);

        peer.sends("DATA\r\none\r\n").sends("two\r\n.\r\nnext\r\n");

        assertThat(secretary.notes).containsExactly("DATA", "failed: disk full", "next");
    }

    @Test
    void aPieceWithoutDotsIsNotCopied() {
        Bytes read = Bytes.utf8("one\r\ntwo\r\n");
        Unstuffing cut = new Unstuffing(STRICT);
        Inbox inbox = new Inbox();

        inbox.add(read);
        assertThat(cut.from(inbox)).isSameAs(read);

        assertThat(new DotStuffing().add(read)).isSameAs(read);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatIsStuffedIsReceivedAsItWasWhateverTheCuts(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 500; i++) {
            String text = text(random);
            DotStuffing stuffing = new DotStuffing();
            Bytes wire = Bytes.empty();
            for (int from = 0, to; from < text.length(); from = to) {
                to = Math.min(text.length(), from + 1 + random.nextInt(5));
                wire = wire.plus(stuffing.add(Bytes.of(text.substring(from, to), ISO_8859_1)));
            }
            wire = wire.plus(stuffing.end());

            String ended = text.isEmpty() || text.endsWith("\r\n") ? text : text + "\r\n";
            assertThat(wire).isEqualTo(DotBlock.of(Bytes.of(text, ISO_8859_1)));
            assertThat(received(STRICT, wire.utf8() + "next\r\n", 1 + random.nextInt(9)))
                    .containsExactly("DATA", "stream " + ended, "next");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a~b", "a\\b", "~", "a\\"})
    void aTextWithABareControlIsNotSent(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DotBlock.of(Bytes.utf8(plain(text))))
                .withMessage("expected lines that end with CRLF, not a bare CR or LF");
    }

    @Test
    void aTextEndsOnce() {
        DotStuffing stuffing = new DotStuffing();
        assertThat(stuffing.end().utf8()).isEqualTo(".\r\n");

        assertThatIllegalStateException().isThrownBy(stuffing::end);
        assertThatIllegalStateException().isThrownBy(() -> stuffing.add(Bytes.utf8("x")));
    }

    private static List<String> received(DotBlock block, String wire, int size) {
        Secretary receiver = new Secretary();
        Basin basin = Basin.fast();
        receiver.onLine = line -> begins(receiver, line, block, basin);
        Stage.of(receiver).sends("DATA\r\n").sendsInPieces(wire, size);
        return receiver.notes;
    }

    private static void begins(Secretary receiver, String line, DotBlock block, ByteSink<String> sink) {
        if (line.equals("DATA")) {
            receiver.notesText(block, sink).otherwise(failure -> {});
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(20); i > 0; i--) {
            text.append(List.of(".", "..", "a", "\r\n", "\0").get(random.nextInt(5)));
        }
        return text.toString();
    }

    private static String plain(String marked) {
        return marked.replace("|", "\r\n").replace('\\', '\r').replace('~', '\n');
    }
}
