package io.jtwisted.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ProtocolException;
import java.util.EnumSet;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerbsTest {

    private enum Mood {
        SHY,
        FRIENDLY
    }

    /** A server with two commands and a state. */
    private static final class Door {
        private static final Verbs<Door, String, String> VERBS = Verbs.<Door, String>table(door -> door.mood)
                .on("KNOCK", Door::knock)
                .on("INVITE", EnumSet.of(Mood.FRIENDLY), Door::invite)
                .misplaced((door, line) -> Deferred.succeed("not now: " + line))
                .unknown((door, line) -> Deferred.succeed("what is " + line))
                .build();

        private Mood mood = Mood.SHY;

        private Deferred<String> knock(String argument) throws ProtocolException {
            if (argument.equals("rudely")) {
                throw new ProtocolException("no manners");
            }
            mood = Mood.FRIENDLY;
            return Deferred.succeed("knocked [" + argument + "]");
        }

        private Deferred<String> invite(String guest) {
            return Deferred.succeed("come in, " + guest);
        }
    }

    private final Door door = new Door();

    @ParameterizedTest
    @CsvSource({"KNOCK,[]", "knock twice,[twice]", "'Knock  on wood ',[ on wood ]", "'knock ',[]"})
    void theVerbGoesToTheFirstSpaceAndTheArgumentIsTheRest(String line, String argument) {
        assertThat(answer(line)).isEqualTo("knocked " + argument);
    }

    @Test
    void aVerbIsAllowedInItsStatesOnly() {
        assertThat(answer("INVITE Bob")).isEqualTo("not now: INVITE Bob");

        answer("KNOCK");

        assertThat(answer("INVITE Bob")).isEqualTo("come in, Bob");
    }

    @ParameterizedTest
    @CsvSource({"''", "' knock'", "KNOCKS x"})
    void otherLinesAreUnknown(String line) {
        assertThat(answer(line)).isEqualTo("what is " + line);
    }

    /** By the rules of Unicode the capital of the dotless i is an I; by those of a protocol it is nothing. */
    @Test
    void noOtherLetterIsTakenForOneOfAscii() {
        answer("KNOCK");

        assertThat(answer("\u0131nv\u0131te Bob")).isEqualTo("what is \u0131nv\u0131te Bob");
        assertThat(answer("\u212aNOC\u212a")).isEqualTo("what is \u212aNOC\u212a");
    }

    @Test
    void whatAMethodThrowsIsAFailure() {
        Deferred<String> answer = Door.VERBS.dispatch(door, "KNOCK rudely");

        assertThat(answer.addErrback(ProtocolException.class, Throwable::toString)
                        .await())
                .endsWith(": no manners");
    }

    @Test
    void aTableMayLeaveOutWhatIsUnknown() {
        Verbs<Door, String, String> verbs = Verbs.<Door, String>table().build();

        Deferred<String> answer = verbs.dispatch(door, "KNOCK");

        assertThat(answer.addErrback(ProtocolException.class, Throwable::toString)
                        .await())
                .endsWith(": unknown command");
    }

    @Test
    void aTableWithoutMisplacedCallsThemUnknown() {
        Verbs<Door, String, String> verbs = Verbs.<Door, String>table(served -> served.mood)
                .on("INVITE", EnumSet.of(Mood.FRIENDLY), Door::invite)
                .unknown((served, line) -> Deferred.succeed("unknown"))
                .build();

        assertThat(verbs.dispatch(door, "INVITE Bob").await()).isEqualTo("unknown");
    }

    @Test
    void verbsAreFoundWhateverTheCountryOfTheMachine() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(answer("invite Bob")).isEqualTo("not now: invite Bob");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void anArgumentMayBeMadeOfItsText() {
        Verbs<Door, Cursor, Long> verbs = Verbs.<Door, Cursor, Long>table(served -> served.mood, Cursor::over)
                .on("COUNT", (served, cursor) -> Deferred.succeed(cursor.number(Long.MAX_VALUE)))
                .unknown((served, cursor) -> Deferred.succeed((long) -cursor.left()))
                .build();

        assertThat(verbs.dispatch(door, "count 5000000000").await()).isEqualTo(5_000_000_000L);
        assertThat(verbs.dispatch(door, "nothing").await()).isEqualTo(-7);
    }

    /** As IMAP does, where a line begins with a tag, and a command may have several lines. */
    @Test
    void aVerbAndItsArgumentMayBeKnownAlready() throws Exception {
        Verbs<Door, Cursor, String> verbs = Verbs.<Door, Cursor, String>table(served -> served.mood, Cursor::over)
                .on("LOGIN", (served, cursor) -> Deferred.succeed(cursor.restAsText()))
                .on("SELECT", EnumSet.of(Mood.FRIENDLY), (served, cursor) -> Deferred.succeed("selected"))
                .misplaced((served, cursor) -> Deferred.succeed("not now: " + cursor.restAsText()))
                .unknown((served, cursor) -> Deferred.succeed("what: " + cursor.restAsText()))
                .build();
        Cursor line = Cursor.over("a1 Login alice secret");
        line.expect("a1 ");
        String verb = line.takeUntil(' ').utf8();
        line.expect(' ');

        assertThat(verbs.dispatch(door, verb, line).await()).isEqualTo("alice secret");
        assertThat(verbs.dispatch(door, "select", Cursor.over("INBOX")).await()).isEqualTo("not now: INBOX");
        assertThat(verbs.dispatch(door, "lo\u0121in", Cursor.over("x")).await()).isEqualTo("what: x");
    }

    @Test
    void aTableRefusesWhatMakesNoSense() {
        Verbs.Table<Door, String, String> table = Verbs.<Door, String>table().on("KNOCK", Door::knock);

        assertThatIllegalArgumentException().isThrownBy(() -> table.on("knock", Door::knock));
        assertThatIllegalArgumentException().isThrownBy(() -> table.on("KNOCK TWICE", Door::knock));
        assertThatIllegalArgumentException().isThrownBy(() -> table.on("", Door::knock));
        assertThatIllegalStateException().isThrownBy(() -> table.on("INVITE", EnumSet.of(Mood.SHY), Door::invite));
    }

    private String answer(String line) {
        return Door.VERBS.dispatch(door, line).await();
    }
}
