package io.jtwisted.text;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.jtwisted.Stage;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** CR, LF and NUL within a line which arrives. */
class BareControlsTest {
    private final Secretary secretary = new Secretary();
    private final Stage peer = Stage.of(secretary);

    /** The most natural echo: what a peer sends must not make it look like a bug of ours. */
    @ParameterizedTest
    @ValueSource(strings = {"a\rb\r\n", "a\nb\r\n", "a\r\r\n", "\n\r\n", "\0\r\n", "\r\0\r\n"})
    void anEchoIsNotToBlame(String line) {
        Logger logger = (Logger) LoggerFactory.getLogger(Echo.class);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.DEBUG);
        MemoryPeer client = new MemoryReactor().dial(Echo::new);

        client.sends("hello\r\n").sends(line);

        logger.detachAppender(log);
        logger.setLevel(null);
        assertThat(client.hears()).isEqualTo("hello\r\n");
        assertThat(client.isDisconnected()).isTrue();
        assertThat(log.list)
                .singleElement()
                .satisfies(event -> assertThat(event.getLevel()).isEqualTo(Level.DEBUG))
                .satisfies(event -> assertThat(event.getFormattedMessage())
                        .endsWith("expected a line without a bare CR, LF or NUL in it"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 100})
    void suchALineIsRefusedAndEndsTheConnection(int size) {
        peer.sendsInPieces("one\r\nt\nwo\r\nthree\r\n", size);

        assertThat(secretary.notes).containsExactly("one", "bare control");
        assertThat(secretary.reason).extracting(CloseReason::cause).isInstanceOf(ProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 100})
    void whoForgivesItHearsTheNextOne(int size) {
        secretary.onBareControl = forgiving -> {};

        peer.sendsInPieces("one\r\nt\rwo\r\nth\0ree\r\n\r\r\nfour\r\n\tfi\tve\t\r\n", size);

        assertThat(secretary.notes)
                .containsExactly("one", "bare control", "bare control", "bare control", "four", "\tfi\tve\t");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 100})
    void theyAreDeliveredWhereTheyAreWanted(int size) {
        secretary.bareControls(LineReceiver.BareControls.DELIVER);

        peer.sendsInPieces("one\ntwo\rthree\n\r\r\n\0\r\n", size);

        assertThat(secretary.notes).containsExactly("one\ntwo\rthree\n\r", "\0");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 100})
    void whereALineFeedIsEnoughAPeerWhichSendsCrlfIsUnderstood(int size) {
        secretary.delimiter("\n");
        secretary.limit(5);

        peer.sendsInPieces("one\ntwo\r\n\n\r\n12345\r\nfour\n\r12\n", size);

        assertThat(secretary.notes).containsExactly("one", "two", "", "", "12345", "four", "bare control");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 100})
    void theLimitIsThatOfTheLineWithoutItsEnd(int size) {
        secretary.delimiter("\n");
        secretary.limit(5);
        secretary.onTooLong = forgiving -> {};

        peer.sendsInPieces("12345\r\n123456\n1234\r\n123456\r\n12345\n", size);

        assertThat(secretary.notes).containsExactly("12345", "too long", "1234", "too long", "12345");
    }

    @Test
    void anotherDelimiterChangesNothingElse() {
        secretary.delimiter("|");

        peer.sends("one|two\r\n|");

        assertThat(secretary.notes).containsExactly("one", "bare control");
    }

    /** The search for all three at once agrees with one that looks at each byte. */
    @Test
    void theSearchFindsTheFirst() {
        Random random = new Random(7);
        byte[] some = {0, 1, '\t', '\n', 11, '\r', 14, ' ', 'a', 127, (byte) 128, (byte) 141, (byte) 255};
        for (int round = 0; round < 20_000; round++) {
            byte[] array = new byte[random.nextInt(40)];
            for (int i = 0; i < array.length; i++) {
                array[i] =
                        random.nextInt(8) == 0 ? some[random.nextInt(some.length)] : (byte) ('a' + random.nextInt(26));
            }
            int from = random.nextInt(array.length + 1);
            int to = from + random.nextInt(array.length - from + 1);

            assertThat(Bytes.of(array).indexOfBreak(from, to)).isEqualTo(slowly(array, from, to));
        }
    }

    private static int slowly(byte[] array, int from, int to) {
        for (int i = from; i < to; i++) {
            if (array[i] == '\r' || array[i] == '\n' || array[i] == 0) {
                return i;
            }
        }
        return -1;
    }

    private static final class Echo extends LineReceiver {

        @Override
        public void lineReceived(String line) {
            sendLine(line);
        }
    }
}
