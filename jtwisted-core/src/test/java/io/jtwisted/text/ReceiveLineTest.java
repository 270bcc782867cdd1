package io.jtwisted.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.jtwisted.Stage;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A line that a command waits for. */
class ReceiveLineTest {
    private final Secretary secretary = new Secretary();
    private final Stage peer = Stage.of(secretary);
    private final List<Throwable> failures = new ArrayList<>();

    /** AUTH LOGIN of SMTP: two questions within a command, with the next command pipelined. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 100})
    void aBusyCommandMayAskThePeer(int size) {
        secretary.onLine = line -> {
            if (line.equals("AUTH")) {
                secretary.one(login()).tap(secretary::sendLine).otherwise(failures::add);
            }
        };

        peer.sendsInPieces("AUTH\r\nalice\r\nsecret\r\nNOOP\r\n", size);

        assertThat(secretary.notes).containsExactly("AUTH", "asked alice", "asked secret", "NOOP");
        assertThat(peer.hears()).isEqualTo("334 name\r\n334 password\r\n235 alice:secret\r\n");
        assertThat(failures).isEmpty();
    }

    /** IMAP: a command is a line, a literal, and another line. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 100})
    void linesAndBlocksMayFollowEachOther(int size) {
        secretary.onLine = line -> {
            if (line.endsWith("{5}")) {
                secretary
                        .one(secretary.notesBlock(5).chainCallback(block -> secretary.notesLine()))
                        .otherwise(failures::add);
            }
        };

        peer.sendsInPieces("a LOGIN {5}\r\nal\r\nx secret\r\nb NOOP\r\n", size);

        assertThat(secretary.notes).containsExactly("a LOGIN {5}", "block al\r\nx", "asked  secret", "b NOOP");
    }

    @Test
    void itMayBeAskedForWhenLinesAreHeldBackAlready() {
        secretary.limit(4);
        Deferred<String> checked = new Deferred<>();
        secretary.onLine = line -> {
            if (line.equals("AUTH")) {
                secretary
                        .one(checked.chainCallback(yes -> secretary.notesLine()))
                        .otherwise(failures::add);
            }
        };
        peer.sends("AUTH\r\none\r\ntwo\r\n");
        assertThat(peer.isRead()).isFalse();

        peer.does(() -> checked.callback("yes"));

        assertThat(secretary.notes).containsExactly("AUTH", "asked one", "two");
        assertThat(peer.isRead()).isTrue();
    }

    @Test
    void withoutACommandItIsTheNextLine() {
        peer.does(() -> secretary.notesLine().otherwise(failures::add));

        peer.sends("one\r\ntwo\r\n");

        assertThat(secretary.notes).containsExactly("asked one", "two");
    }

    @Test
    void aLineWhichIsTooLongFailsIt() {
        secretary.limit(5);
        peer.does(() -> secretary.notesLine().otherwise(failures::add));

        peer.sends("1234567").sends("89\r\nnext\r\n");

        assertFailure("expected a line of at most 5 bytes");
        assertThat(secretary.notes).containsExactly("next");
        assertThat(peer.isDisconnected()).isFalse();
    }

    @Test
    void aFinishedLineWhichIsTooLongFailsItToo() {
        secretary.limit(5);
        peer.does(() -> secretary.notesLine().otherwise(failures::add));

        peer.sends("123456\r\nnext\r\n");

        assertFailure("expected a line of at most 5 bytes");
        assertThat(secretary.notes).containsExactly("next");
    }

    @Test
    void aLineWithABareControlFailsIt() {
        peer.does(() -> secretary.notesLine().otherwise(failures::add));

        peer.sends("a\nb\r\nnext\r\n");

        assertFailure("expected a line without a bare CR, LF or NUL in it");
        assertThat(secretary.notes).containsExactly("next");
    }

    @Test
    void whenTheConnectionIsLostItFails() {
        peer.does(() -> secretary.notesLine().otherwise(failures::add));

        peer.sends("half").hangsUp();

        assertFailure("connection lost before the line that was waited for");
    }

    @Test
    void afterTheEndItFailsAtOnce() {
        peer.hangsUp();

        secretary.notesLine().otherwise(failures::add);

        assertFailure("no more lines can arrive: expected one");
    }

    /** It could not come any more: to wait for it would be in vain. */
    @Test
    void aCommandWhichWaitsForALineDoesNotKeepAPeerThatHasEnded() {
        secretary.onLine = line -> secretary.one(secretary.notesLine()).otherwise(failures::add);

        peer.sends("AUTH\r\n").hangsUp();

        assertThat(secretary.reason).isNotNull();
        assertFailure("connection lost before the line that was waited for");
    }

    @Test
    void aCancelTakesTheQuestionBack() {
        List<Deferred<String>> lines = new ArrayList<>();
        peer.does(() -> lines.add(secretary.notesLine()));
        lines.get(0).otherwise(failures::add);

        peer.sends("hal").does(lines.get(0)::cancel).sends("f\r\n");

        assertThat(secretary.notes).containsExactly("half");
        assertThat(failures).hasSize(1);
    }

    @Test
    void rawModeWaitsUntilTheLineHasCome() {
        secretary.onLine = line -> {
            secretary.raw();
            secretary.notesLine().otherwise(failures::add);
        };

        peer.sends("DATA\r\none\r\nraw bytes");

        assertThat(secretary.notes).containsExactly("DATA", "asked one", "raw raw bytes");
    }

    @Test
    void oneMayBeAskedForAtATime() {
        peer.does(() -> secretary.notesLine().otherwise(failures::add));

        assertThatIllegalStateException().isThrownBy(secretary::notesLine);
        assertThatIllegalStateException().isThrownBy(() -> secretary.notesBlock(1));
    }

    private Deferred<String> login() {
        secretary.sendLine("334 name");
        return secretary.notesLine().chainCallback(name -> {
            secretary.sendLine("334 password");
            return secretary.notesLine().addCallback(password -> "235 " + name + ":" + password);
        });
    }

    private void assertFailure(String message) {
        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .isInstanceOf(ProtocolException.class)
                        .hasMessage(message));
    }
}
