package io.jtwisted.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InboxTest {
    private static final Bytes CRLF = Bytes.utf8("\r\n");

    private final Inbox inbox = new Inbox();

    @Test
    void itsPageIsRight() {
        inbox.add(Bytes.utf8("5:hel"));
        inbox.add(Bytes.utf8("lo,3:ab"));

        assertThat(inbox.length()).isEqualTo(12);
        assertThat(inbox.indexOf(Bytes.utf8(":"))).isEqualTo(1);
        assertThat(inbox.at(0)).isEqualTo((byte) '5');
        inbox.skip(2);
        assertThat(inbox.take(5)).isEqualTo(Bytes.utf8("hello"));
        inbox.putBack(Bytes.utf8("?"));
        assertThat(inbox.takeAll()).isEqualTo(Bytes.utf8("?,3:ab"));
        assertThat(inbox.isEmpty()).isTrue();
    }

    @Test
    void aChunkIsReadWhereItIs() {
        Bytes chunk = Bytes.utf8("one two");

        inbox.add(chunk);
        inbox.skip(4);

        assertThat(inbox.inPlace()).isTrue();
        assertThat(inbox.chunk()).isSameAs(chunk);
        assertThat(inbox.cursor()).isEqualTo(4);
    }

    @Test
    void aSmallPartDoesNotKeepALargeChunkAliveAndALargePartIsNotCopied() {
        Bytes chunk = Bytes.utf8("ab" + "x".repeat(100));
        inbox.add(chunk);

        Bytes small = inbox.take(2);
        Bytes large = inbox.take(100);

        assertThat(small.copy()).isSameAs(small);
        assertThat(large.copy()).isNotSameAs(large);
    }

    @Test
    void aNumberMayBeCut() {
        inbox.add(Bytes.of((byte) 0x80));
        inbox.add(Bytes.of((byte) 1, (byte) 2));

        assertThat(inbox.number(2)).isEqualTo(0x8001);
        inbox.skip(1);
        assertThat(inbox.number(2)).isEqualTo(0x102);
        assertThatThrownBy(() -> inbox.number(3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aCleanLineIsFoundInTheChunkOnly() {
        inbox.add(Bytes.utf8("one\r\ntw"));
        assertThat(inbox.cleanLine()).isEqualTo(3);
        inbox.skip(5);
        assertThat(inbox.cleanLine()).isEqualTo(-1);

        inbox.add(Bytes.utf8("o\r\nbare\n\r\n"));

        assertThat(inbox.cleanLine()).isEqualTo(-1);
        assertThat(inbox.indexOf(CRLF)).isEqualTo(3);
        inbox.skip(5);
        assertThat(inbox.cleanLine()).isEqualTo(-1);
        assertThat(inbox.indexOf(CRLF)).isEqualTo(5);
    }

    @Test
    void moreThanThereIsCannotBeTakenOrSkipped() {
        inbox.add(Bytes.utf8("abc"));

        assertThatThrownBy(() -> inbox.take(4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> inbox.skip(4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> inbox.skip(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> inbox.at(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(inbox.takeAll()).isEqualTo(Bytes.utf8("abc"));
        assertThatThrownBy(() -> inbox.at(0)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void aDelimiterIsSearchedOnceHoweverSmallThePiecesAre() {
        Bytes piece = Bytes.utf8("x\r");
        for (int i = 0; i < 200_000; i++) {
            inbox.add(piece);
            assertThat(inbox.indexOf(CRLF)).isEqualTo(-1);
        }

        inbox.add(CRLF);

        assertThat(inbox.indexOf(CRLF)).isEqualTo(400_000);
    }

    /** Plays at random what a plain string does. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9})
    void itIsTheSameAsAString(long seed) {
        Random random = new Random(seed);
        String model = "";
        for (int i = 0; i < 5_000; i++) {
            int count = random.nextInt(model.length() + 1);
            switch (random.nextInt(7)) {
                case 0, 1 -> {
                    String added = word(random);
                    inbox.add(Bytes.utf8("?" + added + "?").slice(1, added.length() + 1));
                    model += added;
                }
                case 2 -> {
                    assertThat(inbox.take(count).utf8()).isEqualTo(model.substring(0, count));
                    model = model.substring(count);
                }
                case 3 -> {
                    inbox.skip(count);
                    model = model.substring(count);
                }
                case 4 -> {
                    String back = word(random);
                    inbox.putBack(Bytes.utf8(back));
                    model = back + model;
                }
                case 5 -> inbox.settle();
                default -> assertThat(inbox.indexOf(CRLF)).isEqualTo(model.indexOf("\r\n"));
            }
            assertThat(inbox.length()).isEqualTo(model.length());
            if (!model.isEmpty()) {
                int at = random.nextInt(model.length());
                assertThat(inbox.at(at)).isEqualTo((byte) model.charAt(at));
            }
        }
        assertThat(inbox.takeAll().utf8()).isEqualTo(model);
    }

    private static String word(Random random) {
        StringBuilder word = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            word.append("ab\r\n".charAt(random.nextInt(4)));
        }
        return word.toString();
    }
}
