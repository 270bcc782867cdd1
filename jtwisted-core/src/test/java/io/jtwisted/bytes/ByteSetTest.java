package io.jtwisted.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ByteSetTest {
    private final ByteSet digits = ByteSet.range('0', '9');

    @Test
    void itsPageIsRight() {
        ByteSet atom = ByteSet.range('!', '~').without(ByteSet.of("()%*]"));

        assertThat(digits.contains((byte) '7')).isTrue();
        assertThat(atom.contains((byte) '(')).isFalse();
        assertThat(atom.with(ByteSet.of("]")).contains((byte) ']')).isTrue();
        assertThat(digits.complement().contains((byte) 0xff)).isTrue();
    }

    @Test
    void eachValueIsInASetOrInItsComplement() {
        ByteSet some = ByteSet.of("\0?@~\u007f\u0080\u00ff");
        for (int value = 0; value < 256; value++) {
            boolean in = "\0?@~\u007f\u0080\u00ff".indexOf(value) >= 0;

            assertThat(some.contains((byte) value)).isEqualTo(in);
            assertThat(some.complement().contains((byte) value)).isNotEqualTo(in);
            assertThat(ByteSet.range('\0', '\u00ff').without(some).contains((byte) value))
                    .isNotEqualTo(in);
        }
    }

    @Test
    void theEndIsWhereTheFirstOtherByteIs() {
        Bytes bytes = Bytes.utf8("x12y3");

        assertThat(digits.end(bytes, 1, 5)).isEqualTo(3);
        assertThat(digits.end(bytes, 1, 2)).isEqualTo(2);
        assertThat(digits.end(bytes, 4, 5)).isEqualTo(5);
        assertThat(digits.end(bytes, 5, 5)).isEqualTo(5);
        assertThatThrownBy(() -> digits.end(bytes, 1, 6)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aCharacterIsOneByte() {
        assertThatIllegalArgumentException().isThrownBy(() -> ByteSet.of("\u0100"));
        assertThatIllegalArgumentException().isThrownBy(() -> ByteSet.range('a', '\u0100'));
    }
}
