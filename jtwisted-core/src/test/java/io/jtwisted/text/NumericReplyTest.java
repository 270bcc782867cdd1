package io.jtwisted.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jtwisted.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumericReplyTest {
    private final NumericReplyParser smtp = NumericReplyParser.smtp();
    private final NumericReplyParser ftp = NumericReplyParser.ftp();

    @Test
    void itsPageIsRight() throws Exception {
        NumericReply reply = NumericReply.of(250, "mx.example.org", "SIZE 1000");

        assertThat(reply.toBytes().utf8()).isEqualTo("250-mx.example.org\r\n250 SIZE 1000\r\n");
        assertThat(reply.is(2)).isTrue();
        assertThat(reply.is(25)).isTrue();
        assertThat(reply.is(251)).isFalse();
        assertThat(reply.isPositive()).isTrue();
        assertThat(reply.text()).isEqualTo("mx.example.org\nSIZE 1000");
        assertThat(NumericReply.parse("354 go ahead")).isEqualTo(NumericReply.of(354, "go ahead"));
    }

    @Test
    void theFirstDigitSaysHowItWent() {
        assertThat(NumericReply.of(354).isIntermediate()).isTrue();
        assertThat(NumericReply.of(451).isTransient()).isTrue();
        assertThat(NumericReply.of(550).isPermanent()).isTrue();
        assertThat(NumericReply.of(550).isPositive()).isFalse();
        assertThat(NumericReply.of(550).is(5)).isTrue();
        assertThat(NumericReply.of(550).is(50)).isFalse();
    }

    /** RFC 5321, section 4.2: the space should be there, and a client must not count on it. */
    @Test
    void aReplyWithoutATextHasASpaceAndIsUnderstoodWithoutIt() throws Exception {
        assertThat(NumericReply.of(250).toBytes().utf8()).isEqualTo("250 \r\n");
        assertThat(NumericReply.parse("250")).isEqualTo(NumericReply.of(250));
        assertThat(smtp.add("250")).contains(NumericReply.of(250));
        assertThat(ftp.add("250")).contains(NumericReply.of(250));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\n250 b", "a\nb", "\0"})
    void whatWouldBeMoreThanOneLineIsRefused(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> NumericReply.of(250, line));
    }

    @ParameterizedTest
    @ValueSource(ints = {99, 1000, -250, 0})
    void aCodeHasThreeDigits(int code) {
        assertThatIllegalArgumentException().isThrownBy(() -> NumericReply.of(code, "x"));
    }

    @Test
    void thereIsALineAtLeast() {
        assertThatIllegalArgumentException().isThrownBy(() -> new NumericReply(250, List.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2",
                "25",
                "25x",
                "250x",
                "250-more",
                "099 x",
                "2 0 x",
                " 250 x",
                "\u0662\u0665\u0660 x",
                "250 \0"
            })
    void whatIsNoReplyOfOneLineIsRefused(String line) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> NumericReply.parse(line))
                .withMessageStartingWith("expected a reply such as '250 done', not '");
    }

    @Test
    void whatAServerWritesItsClientReads() throws Exception {
        for (NumericReply reply : List.of(
                NumericReply.of(250, "one", "", "three - 250 x"),
                NumericReply.of(220, ""),
                NumericReply.of(554, "é"))) {
            assertThat(read(smtp, reply.toBytes().utf8())).containsExactly(reply);
            assertThat(read(ftp, reply.toBytes().utf8())).containsExactly(reply);
        }
    }

    @Test
    void repliesOfSeveralLinesFollowEachOther() throws Exception {
        assertThat(read(smtp, "250-a\r\n250-\r\n250 b\r\n354 go\r\n421-x\r\n421\r\n"))
                .containsExactly(
                        NumericReply.of(250, "a", "", "b"), NumericReply.of(354, "go"), NumericReply.of(421, "x", ""));
        assertThat(smtp.isWithinReply()).isFalse();
    }

    /** RFC 959, section 4.2: the example of its page, and what looks like an end but is none. */
    @Test
    void anFtpReplyEndsWithItsOwnCodeAndASpaceOnly() throws Exception {
        String page = """
                123-First line
                Second line
                  234 A line beginning with numbers
                456 other code
                456-other code
                123
                123456 x
                123-with a hyphen
                123 The last line
                """;
        assertThat(read(ftp, page.replace("\n", "\r\n")))
                .containsExactly(NumericReply.of(
                        123,
                        "First line",
                        "Second line",
                        "  234 A line beginning with numbers",
                        "456 other code",
                        "456-other code",
                        "123",
                        "123456 x",
                        "with a hyphen",
                        "The last line"));
    }

    @ParameterizedTest
    @CsvSource({"251 b", "251-b", "'  b'", "250x", "''", "25"})
    void anSmtpReplyHasOneCode(String second) throws Exception {
        smtp.add("250-a");
        assertThat(smtp.isWithinReply()).isTrue();

        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> smtp.add(second))
                .withMessage("expected another line of reply 250, not '" + second + "'");
    }

    @Test
    void aReplyIsNotLongerThanItsLimit() throws Exception {
        smtp.limit(22);
        assertThat(smtp.add("250-45678")).isEmpty();
        assertThat(smtp.add("250 56789")).isPresent();
        smtp.add("250-45678");

        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> smtp.add("250 567890"))
                .withMessage("expected a reply of at most 22 characters");
    }

    @Test
    void theDefaultLimitIs64KiB() throws Exception {
        for (int i = 0; i < NumericReplyParser.LIMIT / 8; i++) {
            ftp.add(i == 0 ? "123-56" : "123456");
        }

        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> ftp.add(""));
        assertThatIllegalArgumentException().isThrownBy(() -> ftp.limit(0));
    }

    @Test
    void aBreakWithinALineIsRefused() throws Exception {
        ftp.add("123-a");

        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> ftp.add("x\ry"));
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> ftp.add("123 x\0"));
    }

    private static List<NumericReply> read(NumericReplyParser parser, String wire) throws ProtocolException {
        List<NumericReply> replies = new ArrayList<>();
        for (String line : wire.substring(0, wire.length() - 2).split("\r\n", -1)) {
            parser.add(line).ifPresent(replies::add);
        }
        return replies;
    }
}
