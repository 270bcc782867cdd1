package io.jtwisted.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jtwisted.net.ProtocolException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

    @ParameterizedTest
    @ValueSource(strings = {"motto 12", " motto  12", "motto 12 "})
    void wordsAreDividedBySpaces(String text) throws Exception {
        assertThat(Words.of(text, 2)).containsExactly("motto", "12");
    }

    @ParameterizedTest
    @CsvSource({"'',0", "one,1", "one two three,3", "' ',0"})
    void anotherCountIsRefusedWithBothNumbers(String text, int count) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> Words.of(text, 2))
                .withMessage("expected 2 words, not " + count);
    }

    @ParameterizedTest
    @CsvSource({"0,0", "007,7", "65535,65535"})
    void aNumberHasDigits(String text, int number) throws Exception {
        assertThat(Words.number(text, 65_535)).isEqualTo(number);
    }

    @Test
    void aNumberMayBeTheLargestThereIs() throws Exception {
        assertThat(Words.number("2147483647", Integer.MAX_VALUE)).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aNumberMayHave63Bits() throws Exception {
        assertThat(Words.number("9223372036854775807", Long.MAX_VALUE)).isEqualTo(Long.MAX_VALUE);
        assertThat(Words.number("5000000000", 1L << 40)).isEqualTo(5_000_000_000L);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> Words.number("9223372036854775808", Long.MAX_VALUE))
                .withMessage("expected a number from 0 to 9223372036854775807, not '9223372036854775808'");
    }

    @Test
    void aNumberMayHaveToBeSmallerThanADigit() throws Exception {
        assertThat(Words.number("3", 3)).isEqualTo(3);
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> Words.number("4", 3));
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> Words.number("03x", 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x7", "-1", "+1", "1 ", "65536", "99999999999999999999", "\u0661", "1.0"})
    void whatIsNoNumberIsRefusedWithWhatWouldBeRight(String text) {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> Words.number(text, 65_535))
                .withMessage("expected a number from 0 to 65535, not '" + text + "'");
    }

    @Test
    void aConstantIsFoundInCapitalsOrNot() throws Exception {
        assertThat(Words.oneOf(TimeUnit.class, "days")).isEqualTo(TimeUnit.DAYS);
        assertThat(Words.oneOf(TimeUnit.class, "DAYS")).isEqualTo(TimeUnit.DAYS);
    }

    @Test
    void aConstantIsNotFoundInOtherLettersThanItsOwn() {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> Words.oneOf(TimeUnit.class, "day\u017f"));
    }

    @Test
    void anUnknownConstantIsRefusedWithTheKnownOnesAndNothingThatHarmsALog() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> Words.oneOf(Register.Status.class, "\u001b" + "x".repeat(100)))
                .withMessage("expected one of STORED, FOUND, MISSING, REFUSED, not '?" + "x".repeat(31) + "\u2026'");
    }
}
