package io.jtwisted.text;

import static io.jtwisted.text.Stepwise.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DialogueTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final Stepwise dialogue = new Stepwise();
    private final Dialogues dialogues = Dialogue.of(() -> dialogue).virtualThreads(false);

    @AfterEach
    void end() {
        dialogue.returns();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100})
    void linesAreReadOneAtATimeHoweverTheyAreCut(int size) throws Exception {
        MemoryPeer peer = reactor.inChunksOf(size).dial(dialogues);
        FutureTask<String> first = dialogue.does(Conversation::readLine);
        FutureTask<String> second = dialogue.does(Conversation::readLine);
        FutureTask<String> third = dialogue.does(Conversation::readLine);

        peer.sends("grüße\r\n\r\nthird\r\nrest");

        assertThat(get(first)).isEqualTo("grüße");
        assertThat(get(second)).isEmpty();
        assertThat(get(third)).isEqualTo("third");
    }

    /** It could not be written again, and would look like a bug of the dialogue. */
    @ParameterizedTest
    @ValueSource(strings = {"bare\nfeed", "bare\rreturn", "n\0l"})
    void aLineWithABareControlIsThePeersFault(String line) {
        MemoryPeer peer = reactor.dial(dialogues);
        FutureTask<String> first = dialogue.does(Conversation::readLine);

        peer.sends(line + "\r\n");

        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> get(first));
    }

    @Test
    void bytesMayComeBetweenLines() throws Exception {
        MemoryPeer peer = reactor.dial(dialogues);
        FutureTask<String> line = dialogue.does(Conversation::readLine);
        FutureTask<Bytes> block = dialogue.does(conversation -> conversation.readBytes(5));
        FutureTask<Bytes> rest = dialogue.does(Conversation::read);

        peer.sends("five\r\nab\r\ncde");

        assertThat(get(line)).isEqualTo("five");
        assertThat(get(block).utf8()).isEqualTo("ab\r\nc");
        assertThat(get(rest).utf8()).isEqualTo("de");
    }

    @Test
    void whatIsWrittenLeavesInOrderAndBeforeTheEnd() throws Exception {
        MemoryPeer peer = reactor.dial(dialogues);
        dialogue.does(conversation -> {
            conversation.writeLine("one");
            conversation.write(Bytes.utf8("two"));
            return true;
        });

        dialogue.returns();
        assertThat(dialogue.ended.await(20, TimeUnit.SECONDS)).isTrue();
        while (!peer.isDisconnected()) {
            Thread.onSpinWait();
        }

        assertThat(peer.hears()).isEqualTo("one\r\ntwo");
    }

    @Test
    void aPeerWhoHasClosedEndsTheReading() throws Exception {
        MemoryPeer peer = reactor.dial(dialogues);
        FutureTask<List<@Nullable Object>> ends = dialogue.does(conversation -> {
            List<@Nullable Object> read = new ArrayList<>();
            read.add(conversation.readLine());
            read.add(conversation.readLine());
            read.add(conversation.read());
            read.add(catchThrowable(() -> conversation.readBytes(7)));
            read.add(catchThrowable(() -> conversation.writeLine("too late")));
            return read;
        });
        dialogue.blocks();

        peer.sends("last\r\n").hangsUp();

        assertThat(get(ends).subList(0, 3)).containsExactly("last", null, null);
        assertThat((Throwable) get(ends).get(3))
                .isInstanceOf(EOFException.class)
                .hasMessage("connection closed after 0 of 7 bytes");
        assertThat((Throwable) get(ends).get(4))
                .isInstanceOf(IOException.class)
                .hasMessage("the conversation is over: the connection is closed");
    }

    @Test
    void aLostConnectionSaysWhy() throws Exception {
        MemoryPeer peer = reactor.dial(dialogues);
        FutureTask<String> read = dialogue.does(Conversation::readLine);
        dialogue.blocks();

        peer.resets();

        assertThatThrownBy(() -> get(read))
                .isInstanceOf(IOException.class)
                .hasMessage("the conversation is over: ERROR")
                .hasRootCauseMessage("connection reset by peer");
    }

    @Test
    void aLimitEndsItToo() throws Exception {
        reactor.dial(dialogues).transport().closeAfterSilence(Duration.ofSeconds(1));
        FutureTask<String> read = dialogue.does(Conversation::readLine);
        dialogue.blocks();

        reactor.advance(Duration.ofSeconds(2));

        assertThatThrownBy(() -> get(read)).isInstanceOf(IOException.class).hasMessageContaining("TIMEOUT");
    }

    @Test
    void aThreadWhichIsSomewhereElseIsInterrupted() throws Exception {
        MemoryPeer peer = reactor.dial(dialogues);
        dialogue.blocks(); // it waits for a step of this test

        peer.hangsUp();

        assertThat(dialogue.ended.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(reactor.failures()).isEmpty();
    }

    @Test
    void theEndOfTheProgramEndsItAtOnce() throws Exception {
        reactor.dial(dialogues);
        FutureTask<String> read = dialogue.does(Conversation::readLine);
        dialogue.blocks();

        reactor.stop();

        assertThatThrownBy(() -> get(read))
                .isInstanceOf(IOException.class)
                .hasMessage("the conversation is over: the program ends");
        assertThat(reactor.running()).isFalse();
    }

    @Test
    void aPeerWhoSaysTooMuchHasToWait() throws Exception {
        MemoryPeer peer = reactor.dial(dialogues);

        peer.sends("a\r\n" + "x".repeat(300_000));
        int waiting = peer.unsent();
        String line = get(dialogue.does(Conversation::readLine));
        Bytes block = read(300_000, peer);

        assertThat(waiting).isBetween(100_000, 240_000);
        assertThat(line).isEqualTo("a");
        assertThat(block.length()).isEqualTo(300_000);
        assertThat(peer.unsent()).isZero();
    }

    @Test
    void aDialogueWhichSaysTooMuchHasToWait() throws Exception {
        MemoryPeer peer = reactor.dial(dialogues).stopsReading();
        FutureTask<Boolean> more = dialogue.does(conversation -> {
            conversation.write(Bytes.of(new byte[20_000_000]));
            conversation.writeLine("more");
            return true;
        });
        for (int piece = 0; piece < 10; piece++) {
            dialogue.blocks();
            reactor.advance(Duration.ZERO);
        }

        boolean waits = !more.isDone();
        peer.readsAgain();
        while (!more.isDone()) {
            reactor.advance(Duration.ZERO);
        }

        assertThat(waits).isTrue();
        assertThat(get(more)).isTrue();
        assertThat(peer.hearsBytes().length()).isEqualTo(20_000_006);
    }

    @Test
    void aLineWhichIsTooLongIsThePeersFault() throws Exception {
        MemoryPeer peer = reactor.dial(dialogues);
        FutureTask<String> longest = dialogue.does(Conversation::readLine);
        FutureTask<String> longer = dialogue.does(Conversation::readLine);

        peer.sends("x".repeat(16_384) + "\r\n" + "y".repeat(16_386));

        assertThat(get(longest)).hasSize(16_384);
        assertThatThrownBy(() -> get(longer))
                .isInstanceOf(ProtocolException.class)
                .hasMessage("expected a line of at most 16384 bytes");
    }

    @Test
    void aLineToSendIsOneLine() {
        reactor.dial(dialogues);

        FutureTask<Boolean> write = dialogue.does(conversation -> {
            conversation.writeLine("two\r\nlines");
            return true;
        });

        assertThatThrownBy(() -> get(write)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatTheDialogueThrowsClosesTheConnection() {
        MemoryPeer peer = reactor.dial(Dialogue.of(() -> conversation -> {
                    throw new ProtocolException("as the test wants");
                })
                .virtualThreads(false));

        while (!peer.isDisconnected()) {
            Thread.onSpinWait();
        }

        assertThat(peer.hears()).isEmpty();
    }

    @Test
    void thereAreAsManyAsThereMayBeAndThreadsHaveNames() throws Exception {
        List<Stepwise> made = new ArrayList<>();
        Dialogues two = Dialogue.of(() -> {
                    Stepwise next = new Stepwise();
                    made.add(next);
                    return next;
                })
                .virtualThreads(false)
                .atMost(2);
        MemoryPeer first = reactor.dial(two);
        reactor.dial(two);

        boolean refused = reactor.dial(two).isDisconnected();
        String name =
                get(made.get(1).does(conversation -> Thread.currentThread().getName()));
        first.hangsUp();
        made.get(0).ended.await(20, TimeUnit.SECONDS);
        MemoryPeer third = reactor.dial(two);
        while (third.isDisconnected()) { // the first thread is about to end
            third = reactor.dial(two);
        }
        made.forEach(Stepwise::returns);

        assertThat(refused).isTrue();
        assertThat(name).isEqualTo("dialogue-2");
        assertThatThrownBy(() -> two.atMost(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void itsThreadIsVirtualWhereItCanBe() throws Exception {
        Stepwise held = new Stepwise();
        MemoryPeer peer = reactor.dial(Dialogue.of(() -> held));

        Thread thread = get(held.does(conversation -> Thread.currentThread()));
        peer.hangsUp();

        assertThat(thread.getClass().getSimpleName()).isEqualTo("VirtualThread");
    }

    /** Reads while this thread plays the network. */
    private Bytes read(int length, MemoryPeer peer) throws Exception {
        FutureTask<Bytes> block = dialogue.does(conversation -> conversation.readBytes(length));
        while (!block.isDone()) {
            peer.hears();
            Thread.onSpinWait();
        }
        return get(block);
    }
}
