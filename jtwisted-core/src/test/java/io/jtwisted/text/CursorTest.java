package io.jtwisted.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.bytes.ByteSet;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    private static final ByteSet ATOM = ByteSet.range('!', '~').without(ByteSet.of("(){%*\"\\]"));

    @Test
    void itsPageIsRight() throws Exception {
        Cursor cursor = Cursor.over("FROM:<a@b> SIZE=512 (3) ...");
        assertThat(cursor.skip("from:")).isTrue();
        cursor.expect('<');
        assertThat(cursor.takeUntil('>').utf8()).isEqualTo("a@b");
        cursor.expect("> SIZE=");
        assertThat(cursor.number(Long.MAX_VALUE)).isEqualTo(512);
        assertThat(cursor.skipAll(' ')).isEqualTo(1);
        assertThat(cursor.peek()).isEqualTo('(');
        cursor.skip('(');
        int length = cursor.number(100);
        cursor.expect(") ");
        assertThat(cursor.take(length).utf8()).isEqualTo("...");
        assertThat(cursor.atEnd()).isTrue();
    }

    /** IMAP (RFC 9051): strings in three forms, with the literals in the same bytes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a1 LOGIN alice \"se cret\"",
                "a1 login {5}\r\nalice {7+}\r\nse cret",
                "a1 Login \"alice\" {7}\r\nse cret"
            })
    void tokensOfImapAreTakenApart(String command) throws Exception {
        Cursor cursor = Cursor.over(command);

        List<String> words = new ArrayList<>();
        words.add(cursor.expectSome(ATOM, "a tag").utf8());
        cursor.expect(" LOGIN ");
        words.add(astring(cursor));
        cursor.expect(' ');
        words.add(astring(cursor));
        cursor.expectEnd();

        assertThat(words).containsExactly("a1", "alice", "se cret");
    }

    /** HTTP (RFC 9112, section 5): no space before the colon, and none of the optional ones in the value. */
    @Test
    void aHeaderIsTakenApart() throws Exception {
        ByteSet token = ByteSet.range('0', '9')
                .with(ByteSet.range('a', 'z'))
                .with(ByteSet.range('A', 'Z'))
                .with(ByteSet.of("!#$%&'*+-.^_`|~"));
        Cursor cursor = Cursor.over("Content-Length:  42");

        Bytes name = cursor.expectSome(token, "a name");
        cursor.expect(':');
        cursor.skipAll(' ');

        assertThat(name.utf8()).isEqualTo("Content-Length");
        assertThat(cursor.number(1_000)).isEqualTo(42);
        assertThat(cursor.atEnd()).isTrue();
        assertComplaint(() -> Cursor.over(" x").expectSome(token, "a name"), "expected a name at byte 0, not ' '");
    }

    @Test
    void whatIsTakenIsTheSameMemory() throws Exception {
        Bytes bytes = Bytes.utf8("abc");
        Cursor cursor = Cursor.over(bytes);

        assertThat(cursor.rest()).isSameAs(bytes);
        assertThat(cursor.rest()).isSameAs(Bytes.empty());
        assertThat(cursor.peek()).isEqualTo(-1);
        assertThat(cursor.left()).isZero();
    }

    @Test
    void aBranchMayBeTriedAgain() {
        Cursor cursor = Cursor.over("abc");
        int before = cursor.position();

        assertThat(cursor.skip("ab")).isTrue();
        cursor.goTo(before);

        assertThat(cursor.restAsText()).isEqualTo("abc");
        assertThatThrownBy(() -> cursor.goTo(4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> cursor.goTo(-1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void whatDoesNotComeNextIsNotSkipped() {
        Cursor cursor = Cursor.over("ab");

        assertThat(cursor.skip('b')).isFalse();
        assertThat(cursor.skip("abc")).isFalse();
        assertThat(cursor.skip("b")).isFalse();
        assertThat(cursor.position()).isZero();
        assertThat(cursor.takeWhile(ByteSet.of("x"))).isEqualTo(Bytes.empty());
        assertThat(cursor.takeWhile(ByteSet.of("a")).utf8()).isEqualTo("a");
    }

    @Test
    void wordsAreComparedAsAsciiOnly() {
        assertThat(Cursor.over("\u017fize").skip("size")).isFalse();
        assertThat(Cursor.over("@").skip("`")).isFalse();
        assertThat(Cursor.over("[").skip("{")).isFalse();
        assertThat(Cursor.over("SiZe").skip("sIzE")).isTrue();
        assertThat(Cursor.over(Bytes.of((byte) 0xe9)).skip('\u00e9')).isTrue();
    }

    @Test
    void aByteAboveAsciiIsNoEndOfAText() {
        assertComplaint(() -> Cursor.over("a\u00e9").takeUntil('\u00c3'), "expected '\u00c3' at byte 0, not 'a'");
    }

    @ParameterizedTest
    @CsvSource({"0,0", "007x,7", "65535 ,65535"})
    void aNumberGoesAsFarAsItsDigits(String text, int number) throws Exception {
        assertThat(Cursor.over(text).number(65_535)).isEqualTo(number);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "65536", "99999999999999999999", "\u0661"})
    void whatIsNoNumberIsRefusedAndStays(String text) {
        Cursor cursor = Cursor.over(text);

        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> cursor.number(65_535))
                .withMessageStartingWith("expected a number from 0 to 65535 at byte 0, not ");
        assertThat(cursor.position()).isZero();
    }

    @Test
    void aNumberMayHave63Bits() throws Exception {
        assertThat(Cursor.over("9223372036854775807").number(Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> Cursor.over("9223372036854775808").number(Long.MAX_VALUE));
    }

    @Test
    void complaintsSayWhatAndWhereAndOneByte() {
        assertComplaint(() -> Cursor.over("secret").expect(' '), "expected ' ' at byte 0, not 's'");
        assertComplaint(() -> Cursor.over("secret").expect("SIZE="), "expected 'SIZE=' at byte 0, not 's'");
        assertComplaint(() -> Cursor.over("secret").expectEnd(), "expected the end at byte 0, not 's'");
        assertComplaint(() -> Cursor.over("").expect('('), "expected '(' at byte 0, not the end");
        assertComplaint(() -> Cursor.over("a").take(2), "expected 2 bytes at byte 0, not 'a'");
        assertComplaint(() -> Cursor.over("\u001b").takeUntil('>'), "expected '>' at byte 0, not '?'");
    }

    private static String astring(Cursor cursor) throws ProtocolException {
        if (cursor.skip('"')) {
            String quoted = cursor.takeUntil('"').utf8();
            cursor.skip('"');
            return quoted;
        }
        if (cursor.skip('{')) {
            int length = cursor.number(100);
            cursor.skip('+');
            cursor.expect("}\r\n");
            return cursor.take(length).utf8();
        }
        return cursor.expectSome(ATOM, "an atom").utf8();
    }

    private static void assertComplaint(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(ProtocolException.class).hasMessage(message);
    }
}
