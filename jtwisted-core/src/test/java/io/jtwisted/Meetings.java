package io.jtwisted;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.HalfCloseable;
import io.jtwisted.net.Limits;
import io.jtwisted.text.LineReceiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Two events meet: the second comes while the first (a pause, a busy command, so many lines behind it that the reading is
 * held, a block of raw bytes which is waited for) keeps back what has arrived. One suite for every transport: what is
 * told, and in which order, must not depend on it.
 */
public abstract class Meetings {
    /** An age, or a silence, which is too long. */
    protected static final Duration LONG = Duration.ofMillis(300);

    /** The peer of one connection, and the loop on which its protocol lives. */
    public interface Peer {

        /** Sends this text. */
        void sends(String text);

        /** Sends its end, and goes on reading. */
        void endsSending();

        /** Resets the connection. */
        void resets();

        /** Everything that comes until the other side ends. */
        String hearsToTheEnd() throws Exception;

        /** Does this on the loop of the protocol. */
        void does(Runnable action);

        /** Lets this time pass, or waits for what it ends. */
        void passes(Duration time);

        /** Waits until this protocol has been told so many things, and its loop has nothing left to do. */
        void settles(Listener protocol, int told);
    }

    /** A connection between this protocol and a peer which the test plays. */
    protected abstract Peer meet(Listener protocol, Limits limits) throws Exception;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // what keeps back | what happens | what is told before the first is over | and after it
                "PAUSE | DATA     | -                    | two three",
                "PAUSE | END      | -                    | two lost:REMOTE",
                "PAUSE | END half | -                    | two end",
                "PAUSE | LOSS     | -                    | two lost:ERROR",
                "PAUSE | ABORT    | lost:LOCAL           | -",
                "PAUSE | LOSE     | lost:LOCAL           | -",
                "PAUSE | GOODBYE  | bye lost:LOCAL       | -",
                "BUSY  | DATA     | -                    | two three",
                "BUSY  | END      | -                    | two lost:REMOTE",
                "BUSY  | END half | -                    | two end",
                "BUSY  | LOSS     | -                    | two lost:ERROR",
                "BUSY  | LOSS half | -                   | two lost:ERROR",
                "BUSY  | ABORT    | lost:LOCAL           | -",
                "BUSY  | LOSE     | lost:LOCAL           | -",
                "BUSY  | GOODBYE  | bye lost:LOCAL       | -",
                "HOLD  | DATA     | -                    | two so-many-bytes three",
                "HOLD  | END      | -                    | two so-many-bytes lost:REMOTE",
                "HOLD  | END half | -                    | two so-many-bytes end",
                "HOLD  | LOSS     | -                    | two so-many-bytes lost:ERROR",
                "HOLD  | ABORT    | lost:LOCAL           | -",
                "HOLD  | LOSE     | lost:LOCAL           | -",
                "HOLD  | GOODBYE  | bye lost:LOCAL       | -",
                "BLOCK | DATA     | block:two.. three    | -",
                "BLOCK | END      | cut lost:REMOTE      | -",
                "BLOCK | END half | cut end              | -",
                "BLOCK | LOSS     | cut lost:ERROR       | -",
                "BLOCK | ABORT    | cut lost:LOCAL       | -",
                "BLOCK | LOSE     | cut lost:LOCAL       | -",
                "BLOCK | GOODBYE  | bye cut lost:LOCAL   | -"
            })
    protected void eachIsToldInOrder(Keeper keeper, String event, String before, String after) throws Exception {
        Listener protocol = event.endsWith(" half") ? new Half(keeper) : new Listener(keeper);
        Peer peer = meet(protocol, event.equals("AGE") ? Limits.server().age(LONG) : Limits.server());
        peer.sends(keeper.first);
        peer.settles(protocol, 1);
        assertThat(protocol.told).containsExactly("one");

        happens(event.replace(" half", ""), peer, protocol);
        peer.settles(protocol, 1 + words(before).size());
        assertThat(protocol.heardSinceFirst()).isEqualTo(words(before));

        peer.does(protocol::goesOn);
        List<String> all =
                Stream.concat(words(before).stream(), words(after).stream()).toList();
        peer.settles(protocol, 1 + all.size());
        assertThat(protocol.heardSinceFirst()).isEqualTo(all);
    }

    /** Of a protocol which is not half-closeable too: the peer only listens from now on, which is no reason not to answer. */
    @Test
    void threeCommandsAndTheEndHaveThreeAnswers() throws Exception {
        for (Listener protocol : List.of(new Listener(Keeper.BUSY), new Half(Keeper.BUSY))) {
            protocol.allAreCommands = true;
            Peer peer = meet(protocol, Limits.server());
            peer.sends("one\r\ntwo\r\nthree\r\n");
            peer.endsSending();

            for (int i = 0; i < 3; i++) {
                peer.settles(protocol, i + 1);
                peer.does(protocol::goesOn);
            }

            if (protocol instanceof Half) {
                peer.settles(protocol, 4);
                peer.does(protocol.transport()::loseConnection);
            }
            assertThat(peer.hearsToTheEnd()).isEqualTo("did one\r\ndid two\r\ndid three\r\n");
            peer.settles(protocol, protocol instanceof Half ? 5 : 4);
            assertThat(protocol.told)
                    .startsWith("one", "two", "three")
                    .last()
                    .asString()
                    .startsWith("lost:");
        }
    }

    @Test
    void aHalfCloseableProtocolHearsOfTheEndWhileItsLastCommandIsBusy() throws Exception {
        Half protocol = new Half(Keeper.BUSY);
        protocol.allAreCommands = true;
        Peer peer = meet(protocol, Limits.server());
        peer.sends("one\r\ntwo\r\n");
        peer.endsSending();
        peer.settles(protocol, 1);
        assertThat(protocol.told).containsExactly("one");

        peer.does(protocol::goesOn);
        peer.settles(protocol, 3);

        assertThat(protocol.told).containsExactly("one", "two", "end");
    }

    /** Nothing is kept back which could still be told; an answer has no reader. */
    @Test
    void aLossDoesNotWaitForABusyCommandAlone() throws Exception {
        Listener protocol = new Listener(Keeper.BUSY);
        Peer peer = meet(protocol, Limits.server());
        peer.sends("one\r\n");
        peer.settles(protocol, 1);

        peer.resets();
        peer.settles(protocol, 2);

        assertThat(protocol.told).containsExactly("one", "lost:ERROR");
    }

    @Test
    void theLossWhichFollowsAnEndIsToldAfterIt() throws Exception {
        Half protocol = new Half(Keeper.BUSY);
        Peer peer = meet(protocol, Limits.server());
        peer.sends("one\r\ntwo\r\n");
        peer.settles(protocol, 1);
        peer.endsSending();
        peer.settles(protocol, 1);
        peer.resets();
        peer.settles(protocol, 1);
        assertThat(protocol.told).containsExactly("one");

        peer.does(protocol::goesOn);
        peer.settles(protocol, 4);

        assertThat(protocol.told.subList(0, 3)).containsExactly("one", "two", "end");
        assertThat(protocol.told.get(3)).startsWith("lost:");
    }

    @Test
    void aCommandWhichIsNeverDoneIsEndedBySilenceWhenThePeerHasEnded() throws Exception {
        Listener protocol = new Listener(Keeper.BUSY);
        Peer peer = meet(protocol, Limits.server());
        peer.sends("one\r\ntwo\r\n");
        peer.endsSending();
        peer.settles(protocol, 1);

        peer.does(() -> protocol.transport().closeAfterSilence(LONG));
        peer.passes(LONG);
        peer.settles(protocol, 2);

        assertThat(protocol.told).containsExactly("one", "lost:TIMEOUT");
    }

    private static void happens(String event, Peer peer, Listener protocol) {
        switch (event) {
            case "DATA" -> peer.sends(protocol.keeper == Keeper.BLOCK ? "..three\r\n" : "three\r\n");
            case "END" -> peer.endsSending();
            case "LOSS" -> peer.resets();
            case "ABORT" -> peer.does(protocol.transport()::abortConnection);
            case "LOSE" -> peer.does(() -> protocol.transport().loseConnection());
            case "AGE" -> peer.passes(LONG);
            default -> peer.does(protocol::shuttingDown);
        }
    }

    private static List<String> words(String cell) {
        return cell.equals("-") ? List.of() : List.of(cell.split(" "));
    }

    /** What keeps back what has arrived, and what the peer sends first. */
    public enum Keeper {
        PAUSE("one\r\ntwo\r\n"),
        BUSY("one\r\ntwo\r\n"),
        HOLD("one\r\ntwo\r\nso-many-bytes\r\n"),
        BLOCK("one\r\ntwo");

        private final String first;

        Keeper(String first) {
            this.first = first;
        }
    }

    /** Writes down what it is told, and is kept from going on by its first line. */
    public static class Listener extends LineReceiver {
        public final List<String> told = new CopyOnWriteArrayList<>();
        public final CountDownLatch made = new CountDownLatch(1);
        private final Keeper keeper;
        private final List<Deferred<String>> commands = new ArrayList<>();
        boolean allAreCommands;

        Listener(Keeper keeper) {
            this.keeper = keeper;
            setLineLimit(14);
        }

        @Override
        public void connectionMade() {
            made.countDown();
        }

        @Override
        public void lineReceived(String line) {
            told.add(line);
            if (keeper == Keeper.PAUSE && line.equals("one")) {
                transport().pauseReading();
            } else if (keeper == Keeper.BLOCK && line.equals("one")) {
                receiveBytes(5).tap(this::block).otherwise(cut -> told.add("cut"));
            } else if (line.equals("one") || allAreCommands) {
                Deferred<String> command = new Deferred<>();
                commands.add(command);
                oneAtATime(command).tap(done -> sendLine("did " + line)).otherwise(this::fail);
            }
        }

        private void block(Bytes bytes) {
            told.add("block:" + bytes.utf8());
        }

        /** What kept it back is over. */
        void goesOn() {
            if (keeper == Keeper.PAUSE) {
                transport().resumeReading();
            } else if (!commands.isEmpty()) {
                commands.remove(0).callback("done");
            }
        }

        @Override
        public void shuttingDown() {
            told.add("bye");
            transport().loseConnection();
        }

        @Override
        public void connectionLost(CloseReason reason) {
            told.add("lost:" + reason.kind());
        }

        private List<String> heardSinceFirst() {
            return told.subList(1, told.size());
        }
    }

    /** One which goes on when the peer has ended. */
    private static final class Half extends Listener implements HalfCloseable {

        Half(Keeper keeper) {
            super(keeper);
        }

        @Override
        public void readConnectionLost() {
            told.add("end");
        }
    }
}
