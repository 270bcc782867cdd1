package io.jtwisted.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.jtwisted.Stage;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pauses, busy commands, blocks and raw mode of a LineReceiver: what stops lines, and how they go on. */
class LinePausesTest {
    private final Secretary secretary = new Secretary();
    private final Stage peer = Stage.of(secretary);

    @Test
    void aPauseStopsBeforeTheNextLine() {
        secretary.onLine = line -> secretary.transport().pauseReading();
        peer.sends("one\r\ntwo\r\nth").sends("ree\r\n");
        assertThat(secretary.notes).containsExactly("one");

        peer.does(secretary.transport()::resumeReading);
        assertThat(secretary.notes).containsExactly("one", "two");

        peer.does(secretary.transport()::resumeReading);
        assertThat(secretary.notes).containsExactly("one", "two", "three");
    }

    @Test
    void aPauseWhichEndsInTheSameEventStopsNothing() {
        secretary.onLine = line -> {
            secretary.transport().pauseReading();
            secretary.transport().resumeReading();
        };

        peer.sends("one\r\ntwo\r\n").sends("three\r\n");

        assertThat(secretary.notes).containsExactly("one", "two", "three");
        assertThat(peer.isRead()).isTrue();
    }

    @Test
    void theEndWaitsBehindAPauseUntilAllLinesAreDelivered() {
        secretary.onLine = line -> secretary.transport().pauseReading();
        peer.sends("one\r\ntwo\r\n").hangsUp();
        assertThat(secretary.reason).isNull();

        peer.does(secretary.transport()::resumeReading);
        assertThat(secretary.notes).containsExactly("one", "two");
        assertThat(secretary.reason).isNull();

        peer.does(secretary.transport()::resumeReading);
        assertThat(secretary.reason).isNotNull();
    }

    @Test
    void aBusyCommandHoldsTheNextLinesBackAndKeepsTheOrderOfReplies() {
        List<Deferred<String>> commands = answersLater();
        peer.sends("a\r\nb\r\n");
        assertThat(secretary.notes).containsExactly("a");

        peer.does(() -> commands.get(0).callback("A"));
        assertThat(secretary.notes).containsExactly("a", "b");
        peer.does(() -> commands.get(1).callback("B"));

        assertThat(peer.hears()).isEqualTo("A\r\nB\r\n");
    }

    @Test
    void aReplyIsSentBeforeTheNextLineIsRead() {
        List<Deferred<String>> commands = answersLater();
        secretary.notes.clear();
        peer.sends("a\r\nb\r\n");

        peer.does(() -> {
            commands.get(0).callback("A");
            secretary.notes.add("said " + peer.hears());
        });

        assertThat(secretary.notes).containsExactly("a", "said A\r\n", "b");
    }

    @Test
    void aCommandWhichFailsLetsTheNextOneCome() {
        List<Deferred<String>> commands = answersLater();
        peer.sends("a\r\nb\r\n");

        peer.does(() -> commands.get(0).errback(new ProtocolException("no")));

        assertThat(secretary.notes).containsExactly("a", "failed", "b");
    }

    @Test
    void aBusyCommandMayStillReceiveABlock() {
        secretary.onLine = line -> {
            if (line.equals("PUT")) {
                secretary.one(secretary.notesBlock(5)).otherwise(failure -> {});
            }
        };

        peer.sends("PUT\r\nhe").sends("llo").sends("next\r\n");

        assertThat(secretary.notes).containsExactly("PUT", "block hello", "next");
    }

    @Test
    void aCommandMayAskForItsBlockWhenLinesAreHeldBackAlready() {
        Deferred<String> allowed = new Deferred<>();
        secretary.onLine = line -> {
            if (line.equals("PUT")) {
                secretary
                        .one(allowed.chainCallback(yes -> secretary.notesBlock(40_000)))
                        .otherwise(failure -> {});
            }
        };
        peer.sends("PUT\r\n" + "x".repeat(20_000));
        assertThat(peer.isRead()).isFalse();

        peer.does(() -> allowed.callback("yes"));
        assertThat(peer.isRead()).isTrue();
        peer.sends("x".repeat(20_000)).sends("next\r\n");

        assertThat(secretary.notes).containsExactly("PUT", "block " + "x".repeat(40_000), "next");
    }

    @Test
    void moreThanOneLineLimitBehindABusyCommandStopsTheReading() {
        secretary.limit(10);
        List<Deferred<String>> commands = answersLater();
        peer.sends("a\r\n0123456\r\n");
        assertThat(peer.isRead()).isTrue();

        peer.sends("01234\r\n");
        assertThat(peer.isRead()).isFalse();

        peer.does(() -> commands.get(0).callback("A"));
        assertThat(secretary.notes).containsExactly("a", "0123456");
        assertThat(peer.isRead()).isTrue();
    }

    @Test
    void theEndOfACommandDoesNotEndAPauseOfSomebodyElse() {
        secretary.limit(10);
        List<Deferred<String>> commands = answersLater();
        peer.sends("a\r\n0123456\r\n01234\r\n");
        peer.does(secretary.transport()::pauseReading);

        peer.does(() -> commands.get(0).callback("A"));
        assertThat(secretary.notes).containsExactly("a");
        assertThat(peer.isRead()).isFalse();

        peer.does(secretary.transport()::resumeReading);
        assertThat(secretary.notes).containsExactly("a", "0123456");
    }

    @Test
    void aBufferClearedBehindABusyCommandIsReadAgainWhenItEnds() {
        secretary.limit(3);
        List<Deferred<String>> commands = answersLater();
        peer.sends("a\r\n0123456789");
        secretary.clear();

        peer.does(() -> commands.get(0).callback("A")).sends("b\r\n");

        assertThat(peer.isRead()).isTrue();
        assertThat(secretary.notes).containsExactly("a", "b");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 100})
    void blocksComeBetweenLines(int size) {
        secretary.onLine = line -> secretary
                .notesBlock(Words.number(line, 100))
                .chainCallback(first -> secretary.notesBlock(2))
                .otherwise(secretary.transport()::fail);

        peer.sendsInPieces("5\r\n\r\n\r\n\r!!0\r\n??12\r\n0123456789ab..", size);

        assertThat(secretary.notes)
                .containsExactly(
                        "5",
                        "block \r\n\r\n\r",
                        "block !!",
                        "0",
                        "block ",
                        "block ??",
                        "12",
                        "block 0123456789ab",
                        "block ..");
    }

    @Test
    void aBlockStaysAliveWithoutWhatArrivedTogetherWithIt() {
        List<Bytes> blocks = new ArrayList<>();
        secretary.onLine = line -> secretary.notesBlock(2).tap(blocks::add).otherwise(failure -> {});

        peer.sends("2\r\nab" + "x".repeat(1_000));

        assertThat(blocks)
                .singleElement()
                .satisfies(block -> assertThat(block.copy()).isSameAs(block));
    }

    @Test
    void aBlockWhichIsCutByTheEndFails() {
        List<Throwable> failures = new ArrayList<>();
        secretary.onLine = line -> secretary.notesBlock(5).otherwise(failures::add);

        peer.sends("5\r\nhel").hangsUp();

        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure)
                        .isInstanceOf(ProtocolException.class)
                        .hasMessage("connection lost after 3 of 5 bytes"));
    }

    @Test
    void aBlockWhichIsAskedForAfterTheEndFailsAtOnce() {
        List<Throwable> failures = new ArrayList<>();
        peer.hangsUp();

        secretary.notesBlock(5).otherwise(failures::add);

        assertThat(failures).singleElement().isInstanceOf(ProtocolException.class);
    }

    /** What arrived before the end can still be had: the end waits for it. */
    @Test
    void aBlockWhichArrivedBeforeTheEndIsThereForWhomAsksLater() {
        Deferred<String> allowed = new Deferred<>();
        secretary.onLine = line -> {
            if (line.equals("PUT")) {
                secretary
                        .one(allowed.chainCallback(yes -> secretary.notesBlock(7)))
                        .otherwise(failure -> {});
            }
        };
        peer.sends("PUT\r\nblock\r\nnext\r\n").hangsUp();

        peer.does(() -> allowed.callback("yes"));

        assertThat(secretary.notes).containsExactly("PUT", "block block\r\n", "next");
        assertThat(secretary.reason).isNotNull();
    }

    @Test
    void aBlockIsTakenBackByWhomeverCancels() {
        Deferred<Bytes> block = secretary.notesBlock(50).addErrback(failure -> Bytes.empty());
        peer.sends("a line\r\n");
        assertThat(secretary.notes).isEmpty();

        peer.does(block::cancel);

        assertThat(secretary.notes).containsExactly("a line");
    }

    @Test
    void onlyOneMayWaitForABlockAndItHasALength() {
        Deferred<Bytes> first = secretary.notesBlock(1);

        assertThatIllegalStateException().isThrownBy(() -> secretary.notesBlock(1));
        assertThatIllegalArgumentException().isThrownBy(() -> secretary.notesBlock(-1));
        first.otherwise(failure -> {});
    }

    @Test
    void rawModeGetsWhatIsLeft() {
        secretary.onLine = line -> secretary.raw();

        peer.sends("DATA\r\nsome\r\nbytes").sends("more");

        assertThat(secretary.notes).containsExactly("DATA", "raw some\r\nbytes", "raw more");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 100})
    void linesGoOnWithWhatRawModeLeaves(int size) {
        secretary.onLine = line -> secretary.raw();
        secretary.onRaw = data -> {
            int end = data.indexOf((byte) '.', 0);
            if (end >= 0) {
                secretary.lines(data.slice(end + 1));
            }
        };

        peer.sendsInPieces("one\r\n.two\r\n.", size);

        assertThat(secretary.notes).startsWith("one").contains("two").endsWith("raw .");
    }

    @Test
    void aMillionFlipsOfModeNeitherGrowTheStackNorTheTime() {
        int flips = 1_000_000;
        LineReceiver quiet = new LineReceiver() {
            private int seen;

            @Override
            public void lineReceived(String line) {
                seen++;
                setRawMode();
            }

            @Override
            public void rawDataReceived(Bytes data) {
                setLineMode(data.slice(1));
                if (seen == flips) {
                    sendLine("done");
                }
            }
        };

        Stage other = Stage.of(quiet).sends("\r\n.".repeat(flips));

        assertThat(other.hears()).isEqualTo("done\r\n");
    }

    @Test
    void aPauseStopsRawBytesToo() {
        secretary.onLine = line -> {
            secretary.raw();
            secretary.transport().pauseReading();
        };
        peer.sends("DATA\r\nbytes");
        assertThat(secretary.notes).containsExactly("DATA");

        peer.does(secretary.transport()::resumeReading);

        assertThat(secretary.notes).containsExactly("DATA", "raw bytes");
    }

    private List<Deferred<String>> answersLater() {
        List<Deferred<String>> commands = new ArrayList<>();
        secretary.onLine = line -> {
            Deferred<String> command = new Deferred<>();
            commands.add(command);
            secretary.one(command).tap(secretary::sendLine).otherwise(failure -> secretary.notes.add("failed"));
        };
        return commands;
    }
}
