package io.jtwisted.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteQueueTest {
    private static final Bytes CRLF = Bytes.utf8("\r\n");

    private final ByteQueue queue = new ByteQueue();

    @Test
    void whatIsAddedIsTakenInOrder() {
        queue.add(Bytes.utf8("abc"));
        queue.add(Bytes.utf8("xdefx").slice(1, 4));

        assertThat(queue.take(2)).isEqualTo(Bytes.utf8("ab"));
        assertThat(queue.at(0)).isEqualTo((byte) 'c');
        assertThat(queue.takeAll()).isEqualTo(Bytes.utf8("cdef"));
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void whatWasTakenDoesNotChange() {
        queue.add(Bytes.utf8("abcdef"));
        Bytes taken = queue.take(3);

        queue.add(Bytes.utf8("x".repeat(100)));
        queue.clear();
        queue.add(Bytes.utf8("overwritten"));

        assertThat(taken).isEqualTo(Bytes.utf8("abc"));
    }

    /** All of it is given away without a copy: nothing may write to it any more. */
    @Test
    void whatWasTakenAsAWholeDoesNotChange() {
        queue.add(Bytes.utf8("x".repeat(40)));
        Bytes taken = queue.takeAll();

        queue.add(Bytes.utf8("y".repeat(40)));

        assertThat(taken).isEqualTo(Bytes.utf8("x".repeat(40)));
        assertThat(queue.takeAll()).isEqualTo(Bytes.utf8("y".repeat(40)));
    }

    @Test
    void moreThanThereIsCannotBeTaken() {
        queue.add(Bytes.utf8("abc"));

        assertThatThrownBy(() -> queue.take(4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> queue.skip(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> queue.at(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(queue.length()).isEqualTo(3);
    }

    @Test
    void aDelimiterCutInTwoIsFound() {
        queue.add(Bytes.utf8("line\r"));
        int before = queue.indexOf(CRLF);

        queue.add(Bytes.utf8("\nnext"));

        assertThat(before).isEqualTo(-1);
        assertThat(queue.indexOf(CRLF)).isEqualTo(4);
    }

    @Test
    void anotherQuestionBeginsAtTheFront() {
        queue.add(Bytes.utf8("a.b,c"));

        assertThat(queue.indexOf(Bytes.utf8(";"))).isEqualTo(-1);
        assertThat(queue.indexOf(Bytes.utf8("."))).isEqualTo(1);
        assertThat(queue.indexOf(Bytes.utf8(","))).isEqualTo(3);
        assertThat(queue.indexOf(Bytes.empty())).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void linesAreTheSameHoweverTheyAreCut(int size) {
        Bytes text = Bytes.utf8("one\r\n\r\ntwo\rthree\n\r\n\r\r\nlast");
        List<String> lines = new ArrayList<>();

        for (int from = 0; from < text.length(); from += size) {
            queue.add(text.slice(from, Math.min(from + size, text.length())));
            for (int at = queue.indexOf(CRLF); at >= 0; at = queue.indexOf(CRLF)) {
                lines.add(queue.take(at).utf8());
                queue.skip(CRLF.length());
            }
        }

        assertThat(lines).containsExactly("one", "", "two\rthree\n", "\r");
        assertThat(queue.takeAll().utf8()).isEqualTo("last");
    }

    @Test
    void anEndlessLineIsSearchedOnce() {
        Bytes piece = Bytes.utf8("x".repeat(8));
        for (int i = 0; i < 500_000; i++) {
            queue.add(piece);
            assertFound(-1);
        }

        queue.add(CRLF);

        assertFound(4_000_000);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void itAgreesWithAString(long seed) {
        Random random = new Random(seed);
        StringBuilder model = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            int count = random.nextInt(model.length() + 1);
            switch (random.nextInt(7)) {
                case 0, 1, 2 -> {
                    String more = word(random, 1 + random.nextInt(40));
                    queue.add(Bytes.utf8("--" + more).slice(2));
                    model.append(more);
                }
                case 3 -> {
                    assertThat(queue.take(count).utf8()).isEqualTo(model.substring(0, count));
                    model.delete(0, count);
                }
                case 4 -> {
                    queue.skip(count / 4);
                    model.delete(0, count / 4);
                }
                default -> {
                    String wanted = random.nextInt(3) == 0 ? word(random, 3) : "aab";
                    assertThat(queue.indexOf(Bytes.utf8(wanted))).isEqualTo(model.indexOf(wanted));
                }
            }
            assertThat(queue.length()).isEqualTo(model.length());
        }
        assertThat(queue.takeAll().utf8()).isEqualTo(model.toString());
    }

    private void assertFound(int index) {
        if (queue.indexOf(CRLF) != index) {
            throw new AssertionError("found at " + queue.indexOf(CRLF));
        }
    }

    private static String word(Random random, int length) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.append(random.nextInt(8) == 0 ? 'b' : 'a');
        }
        return word.toString();
    }
}
