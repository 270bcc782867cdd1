package io.jtwisted.bytes;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BytesTest {
    private final Bytes reply = Bytes.utf8("250 OK\r\n");

    @Test
    void theyCompareByContent() {
        Bytes slice = Bytes.utf8("xx250 OK\r\nyy").slice(2, 10);

        assertThat(slice).isEqualTo(reply).hasSameHashCodeAs(reply).isNotEqualTo(Bytes.utf8("250 OK\r"));
        assertThat(reply).isNotEqualTo("250 OK\r\n");
    }

    @Test
    void whatTheyAreMadeOfMayChangeAfterwards() {
        byte[] array = {1, 2, 3};
        Bytes copied = Bytes.of(array);
        Bytes buffered = Bytes.copyOf(ByteBuffer.wrap(array));

        array[0] = 9;
        copied.toArray()[1] = 9;

        assertThat(copied).isEqualTo(Bytes.of((byte) 1, (byte) 2, (byte) 3)).isEqualTo(buffered);
    }

    @Test
    void aBufferIsEmptyAfterwards() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2, 3, 4}).position(1).limit(3);

        Bytes bytes = Bytes.copyOf(buffer);

        assertThat(bytes).isEqualTo(Bytes.of((byte) 2, (byte) 3));
        assertThat(buffer.hasRemaining()).isFalse();
    }

    @Test
    void aViewShowsTheSliceAndCannotBeWritten() {
        ByteBuffer view = reply.slice(4, 6).asByteBuffer();

        assertThat(UTF_8.decode(view.duplicate()).toString()).isEqualTo("OK");
        assertThat(view.position()).isZero();
        assertThatThrownBy(() -> view.put(0, (byte) 1)).isInstanceOf(ReadOnlyBufferException.class);
    }

    @Test
    void indexesOutsideAreRefusedInSlicesAsWell() {
        Bytes slice = reply.slice(2, 5);

        assertThatThrownBy(() -> slice.at(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> slice.at(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> slice.slice(1, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> slice.slice(4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> slice.text(0, 4, UTF_8)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> slice.copyTo(new byte[9], 0, 0, 4)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void searchingBeyondTheEndFindsNothing() {
        Bytes slice = reply.slice(2);

        assertThat(slice.indexOf((byte) 'O', Integer.MAX_VALUE)).isEqualTo(-1);
        assertThat(slice.indexOf(Bytes.utf8("OK"), Integer.MAX_VALUE)).isEqualTo(-1);
        assertThat(slice.indexOf(Bytes.empty(), 7)).isEqualTo(-1);
        assertThat(slice.indexOf(Bytes.empty(), 6)).isEqualTo(6);
    }

    @Test
    void searchingFromBeforeTheBeginningBeginsThere() {
        Bytes slice = reply.slice(2);

        assertThat(slice.indexOf((byte) '2', -2)).isEqualTo(-1);
        assertThat(slice.indexOf(Bytes.utf8("0 "), Integer.MIN_VALUE)).isZero();
    }

    @Test
    void textIsReadInItsCharset() {
        Bytes latin = Bytes.of("Zürich", ISO_8859_1);

        assertThat(latin.length()).isEqualTo(6);
        assertThat(latin.text(ISO_8859_1)).isEqualTo("Zürich");
        assertThat(latin.utf8()).isEqualTo("Z\uFFFDrich");
        assertThat(latin.slice(1).text(0, 2, ISO_8859_1)).isEqualTo("ür");
    }

    @Test
    void aCopyIsMadeOnlyWhereMemoryIsShared() {
        assertThat(reply.copy()).isSameAs(reply);
        assertThat(reply.slice(0, 3).copy()).isEqualTo(Bytes.utf8("250"));
        assertThat(reply.slice(3, 3)).isSameAs(Bytes.empty());
        assertThat(reply.slice(0)).isSameAs(reply);
    }

    @Test
    void aPartIsCopiedUnlessItIsTheLargerPart() {
        Bytes small = reply.part(0, 4);
        Bytes large = reply.part(0, 5);

        assertThat(small).isEqualTo(Bytes.utf8("250 "));
        assertThat(small.copy()).isSameAs(small);
        assertThat(large).isEqualTo(Bytes.utf8("250 O"));
        assertThat(large.copy()).isNotSameAs(large);
        assertThat(reply.part(3, 3)).isSameAs(Bytes.empty());
    }

    @Test
    void aNumberIsInNetworkOrder() {
        Bytes bytes =
                Bytes.of((byte) 9, (byte) 0xff, (byte) 0, (byte) 0x80, (byte) 1).slice(1);

        assertThat(bytes.number(0, 4)).isEqualTo(0xff008001L);
        assertThat(bytes.number(2, 1)).isEqualTo(0x80);
        assertThat(bytes.number(4, 0)).isZero();
        assertThat(Bytes.wrap(new byte[] {-1, -1, -1, -1, -1, -1, -1, -2}).number(0, 8))
                .isEqualTo(-2);
        assertThatThrownBy(() -> bytes.number(2, 3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void plusJoinsSlices() {
        Bytes joined = reply.slice(4, 6).plus(reply.slice(0, 3));

        assertThat(joined).isEqualTo(Bytes.utf8("OK250"));
        assertThat(reply.plus(Bytes.empty())).isSameAs(reply);
        assertThat(Bytes.empty().plus(reply)).isSameAs(reply);
    }

    @Test
    void theyPrintTheirBeginning() {
        assertThat(reply).hasToString("8 bytes \"250 OK\\r\\n\"");
        assertThat(Bytes.of((byte) -1, (byte) 0, (byte) '"', (byte) '\\', (byte) '\t'))
                .hasToString("5 bytes \"\\xff\\x00\\\"\\\\\\t\"");
        assertThat(Bytes.wrap(new byte[65]).toString()).startsWith("65 bytes").endsWith("\"…");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void searchesAndSlicesAgreeWithStrings(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            String whole = word(random, 12);
            int from = random.nextInt(whole.length() + 1);
            int to = from + random.nextInt(whole.length() - from + 1);
            String text = whole.substring(from, to);
            Bytes bytes = Bytes.utf8(whole).slice(from, to);
            String wanted = word(random, 4);
            int start = random.nextInt(text.length() + 1);

            assertThat(bytes.utf8()).isEqualTo(text);
            assertThat(bytes.indexOf(Bytes.utf8(wanted), start)).isEqualTo(text.indexOf(wanted, start));
            assertThat(bytes.indexOf((byte) 'a', start)).isEqualTo(text.indexOf('a', start));
            assertThat(bytes.startsWith(Bytes.utf8(wanted))).isEqualTo(text.startsWith(wanted));
            assertThat(bytes.plus(Bytes.utf8(wanted)).utf8()).isEqualTo(text + wanted);
        }
    }

    /** All values, at all places of a word, beside those which differ by one bit or by one. */
    @Test
    void everyByteIsFoundWhereItIsFirst() {
        for (int wanted = 0; wanted < 256; wanted++) {
            for (int at = 0; at < 20; at++) {
                byte[] bytes = new byte[24];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) (i % 3 == 0 ? wanted + 1 : i % 3 == 1 ? wanted - 1 : wanted ^ 0x80);
                }
                bytes[at] = (byte) wanted;
                bytes[at + 3] = (byte) wanted;

                Bytes slice = Bytes.wrap(bytes).slice(0, 22);

                assertThat(slice.indexOf((byte) wanted, 0)).isEqualTo(at);
                assertThat(slice.indexOf((byte) wanted, at + 1)).isEqualTo(at + 3 < 22 ? at + 3 : -1);
                assertThat(slice.slice(0, at).indexOf((byte) wanted, 0)).isEqualTo(-1);
            }
        }
    }

    private static String word(Random random, int longest) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(longest + 1); i > 0; i--) {
            word.append(random.nextBoolean() ? 'a' : 'b');
        }
        return word.toString();
    }
}
