package io.jtwisted.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.jtwisted.Stage;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ByteSink;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes of a LineReceiver that go into a sink. */
class ReceiveIntoTest {
    private final Secretary secretary = new Secretary();
    private final Stage peer = Stage.of(secretary);
    private final Basin fast = Basin.fast();
    private final Basin slow = Basin.slow();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 100})
    void aStreamComesBetweenLines(int size) {
        receivesInto(fast, 12);

        peer.sendsInPieces("PUT\r\n\r\nhello, all\r\nnext\r\n", size);

        assertThat(secretary.notes).containsExactly("PUT", "stream \r\nhello, all", "", "next");
        assertThat(fast.told).containsExactly("end");
    }

    @Test
    void whileAPieceIsNotTakenThePeerWaits() {
        receivesInto(slow, 6);
        peer.sends("PUT\r\nab");
        assertThat(slow.text).hasToString("ab");
        assertThat(peer.isRead()).isTrue();

        peer.sends("cd").sends("efnext\r\n");
        assertThat(slow.text).hasToString("ab");
        assertThat(peer.isRead()).isFalse();

        peer.does(slow::takes);
        assertThat(slow.text).hasToString("abcd");
        peer.does(slow::takes);
        assertThat(slow.text).hasToString("abcdef");
        assertThat(secretary.notes).containsExactly("PUT");

        peer.does(slow::takes);
        assertThat(slow.told).containsExactly("end");
        assertThat(secretary.notes).containsExactly("PUT");

        peer.does(slow::takes);
        assertThat(secretary.notes).containsExactly("PUT", "stream abcdef", "next");
        assertThat(peer.isRead()).isTrue();
    }

    /** What is in memory is what the network's buffers hold, and one read. */
    @Test
    void aHundredMegabytesToASlowSinkDoNotCollect() {
        MemoryReactor reactor = new MemoryReactor();
        Secretary server = new Secretary();
        long length = 100 << 20;
        long[] taken = new long[2];
        List<Deferred<String>> pending = new ArrayList<>();
        server.onLine =
                line -> server.notesStream(length, counting(taken, pending)).otherwise(failure -> {});
        MemoryPeer sender = reactor.dial(() -> server);
        sender.sends("PUT\r\n");
        Bytes block = Bytes.wrap(new byte[1 << 20]);

        for (int i = 0; i < 100; i++) {
            sender.sends(block);
            assertThat(sender.unsent()).isGreaterThan(500_000);
            while (!pending.isEmpty()) {
                pending.remove(0).callback("taken");
                reactor.advance(Duration.ZERO);
            }
            assertThat(sender.unsent()).isZero();
        }

        assertThat(taken[0]).isEqualTo(length);
        assertThat(taken[1]).isLessThanOrEqualTo(65_536);
        assertThat(server.notes).containsExactly("PUT", "stream all");
    }

    @Test
    void noPieceIsCopiedThatFillsItsRead() {
        Bytes read = Bytes.utf8("x".repeat(1_000));
        List<Bytes> pieces = new ArrayList<>();
        secretary.onLine = line -> secretary.notesStream(2_000, keeping(pieces)).otherwise(failure -> {});

        peer.sends("PUT\r\n").sends(read).sends(read);

        assertThat(pieces).hasSize(2).allSatisfy(piece -> assertThat(piece).isSameAs(read));
    }

    @Test
    void aStreamOfNoBytesEndsAtOnce() {
        receivesInto(fast, 0);

        peer.sends("PUT\r\nnext\r\n");

        assertThat(secretary.notes).containsExactly("PUT", "stream ", "next");
    }

    @Test
    void aSinkMayBeSlowWithTheEndOnly() {
        Deferred<String> stored = new Deferred<>();
        receivesInto(
                new ByteSink<>() {
                    @Override
                    public Deferred<?> take(Bytes piece) {
                        return Deferred.succeed(piece);
                    }

                    @Override
                    public Deferred<String> end() {
                        return stored;
                    }

                    @Override
                    public void broken(Throwable cause) {}
                },
                2);
        peer.sends("PUT\r\nabnext\r\n");
        assertThat(secretary.notes).containsExactly("PUT");

        peer.does(() -> stored.callback("7"));

        assertThat(secretary.notes).containsExactly("PUT", "stream 7", "next");
    }

    @Test
    void aStreamPassesABusyCommand() {
        secretary.onLine = line -> {
            if (line.equals("PUT")) {
                secretary
                        .one(secretary.notesStream(4, slow))
                        .tap(secretary::sendLine)
                        .otherwise(failure -> {});
            }
        };

        peer.sends("PUT\r\nab").sends("cdnext\r\n");
        peer.does(slow::takes).does(slow::takes);
        assertThat(secretary.notes).containsExactly("PUT");
        peer.does(slow::takes);

        assertThat(secretary.notes).containsExactly("PUT", "stream abcd", "next");
        assertThat(peer.hears()).isEqualTo("abcd\r\n");
    }

    @Test
    void whenASinkFailsTheRestIsDroppedAndLinesGoOn() {
        receivesInto(slow, 6);
        peer.sends("PUT\r\nab").sends("cd");

        peer.does(() -> slow.fails(new IOException("disk full")));
        assertThat(slow.told).containsExactly("broken: disk full");
        assertThat(secretary.notes).containsExactly("PUT");
        peer.sends("efnext\r\n");

        assertThat(secretary.notes).containsExactly("PUT", "failed: disk full", "next");
        assertThat(slow.told).hasSize(1);
        assertThat(slow.text).hasToString("ab");
        assertThat(peer.isRead()).isTrue();
    }

    @Test
    void aSinkMayFailWithTheLastPiece() {
        receivesInto(slow, 2);
        peer.sends("PUT\r\nabnext\r\n");

        peer.does(() -> slow.fails(new IOException("disk full")));

        assertThat(secretary.notes).containsExactly("PUT", "failed: disk full", "next");
        assertThat(slow.told).containsExactly("broken: disk full");
    }

    @Test
    void whatASinkThrowsIsItsFailure() {
        fast.refusal = new IOException("no");
        receivesInto(fast, 4);

        peer.sends("PUT\r\nab").sends("cdnext\r\n");

        assertThat(secretary.notes).containsExactly("PUT", "failed: no", "next");
        assertThat(fast.told).containsExactly("broken: no");
    }

    @Test
    void theEndMayFail() {
        receivesInto(slow, 2);
        peer.sends("PUT\r\nabnext\r\n").does(slow::takes);

        peer.does(() -> slow.fails(new IOException("not stored")));

        assertThat(secretary.notes).containsExactly("PUT", "failed: not stored", "next");
        assertThat(slow.told).containsExactly("end");
    }

    @Test
    void aLossInTheMiddleBreaksTheSink() {
        receivesInto(slow, 6);
        peer.sends("PUT\r\nab").does(slow::takes).sends("cd").hangsUp();

        peer.does(slow::takes);

        assertThat(slow.told).containsExactly("broken: connection lost after 4 of 6 bytes");
        assertThat(secretary.notes).containsExactly("PUT", "failed: connection lost after 4 of 6 bytes");
    }

    @Test
    void whatArrivedBeforeTheLossIsTakenFirst() {
        receivesInto(slow, 6);
        peer.sends("PUT\r\nab").sends("cd").hangsUp();
        assertThat(slow.told).isEmpty();

        peer.does(slow::takes);

        assertThat(slow.text).hasToString("abcd");
        peer.does(slow::takes);
        assertThat(slow.told).containsExactly("broken: connection lost after 4 of 6 bytes");
        assertThat(secretary.reason).isNotNull();
    }

    /** All has arrived: the peer need not stay until it is stored. */
    @Test
    void aLossAfterTheLastByteBreaksNothing() {
        MemoryReactor reactor = new MemoryReactor();
        Secretary server = new Secretary();
        server.onLine = line -> server.notesStream(4, slow).otherwise(failure -> {});
        MemoryPeer sender = reactor.dial(() -> server);
        sender.sends("PUT\r\nabcd").resets();

        reactor.call(slow::takes).otherwise(failure -> {});
        reactor.call(slow::takes).otherwise(failure -> {});

        assertThat(slow.told).containsExactly("end");
        assertThat(server.notes).containsExactly("PUT", "stream abcd");
    }

    @Test
    void thePeersEndWaitsForTheAnswerToAStream() {
        secretary.onLine =
                line -> secretary.notesStream(4, slow).tap(secretary::sendLine).otherwise(failure -> {});
        peer.sends("PUT\r\nabcd").hangsUp();
        assertThat(secretary.reason).isNull();

        peer.does(slow::takes).does(slow::takes);

        assertThat(peer.hears()).isEqualTo("abcd\r\n");
        assertThat(secretary.reason).extracting(CloseReason::kind).isEqualTo(CloseReason.Kind.REMOTE);
    }

    @Test
    void thisSideMayCloseInTheMiddle() {
        receivesInto(slow, 6);
        peer.sends("PUT\r\nab").sends("cd");

        peer.does(secretary.transport()::loseConnection);

        assertThat(slow.told).containsExactly("broken: connection lost after 2 of 6 bytes");
        peer.does(slow::takes);
        assertThat(slow.text).hasToString("ab");
    }

    @Test
    void whenItIsCancelledTheRestIsDroppedAndLinesGoOn() {
        List<Deferred<String>> streams = new ArrayList<>();
        secretary.onLine = line -> {
            if (line.equals("PUT")) {
                streams.add(secretary.notesStream(6, slow));
            }
        };
        peer.sends("PUT\r\nab").sends("cd");

        peer.does(streams.get(0)::cancel);
        assertThat(slow.told).containsExactly("broken: the stream is not wanted any more");
        peer.sends("efnext\r\n");

        assertThat(secretary.notes).hasSize(3).last().isEqualTo("next");
        assertThat(slow.text).hasToString("ab");
        streams.get(0).otherwise(failure -> {});
    }

    @Test
    void theEndMayBeCancelledToo() {
        List<Deferred<String>> streams = new ArrayList<>();
        secretary.onLine = line -> streams.add(secretary.notesStream(2, slow));
        peer.sends("PUT\r\nab").does(slow::takes);

        peer.does(streams.get(0)::cancel);

        assertThat(slow.told).containsExactly("end");
        assertThat(secretary.notes).hasSize(2).last().asString().startsWith("failed");
        streams.get(0).otherwise(failure -> {});
    }

    @Test
    void aPauseStopsPieces() {
        secretary.onLine = line -> {
            secretary.transport().pauseReading();
            secretary.notesStream(4, fast).otherwise(failure -> {});
        };
        peer.sends("PUT\r\nab").sends("cd");
        assertThat(fast.text).isEmpty();

        peer.does(secretary.transport()::resumeReading);

        assertThat(fast.text).hasToString("abcd");
    }

    @Test
    void oneAtATimeMayBeAskedFor() {
        Deferred<String> first = secretary.notesStream(1, fast);

        assertThatIllegalStateException().isThrownBy(() -> secretary.notesStream(1, fast));
        assertThatIllegalStateException().isThrownBy(() -> secretary.notesBlock(1));
        assertThatIllegalStateException().isThrownBy(secretary::notesLine);
        assertThatIllegalArgumentException().isThrownBy(() -> secretary.notesStream(-1, fast));
        first.otherwise(failure -> {});
    }

    @Test
    void afterTheEndItFailsAtOnceAndTheSinkHearsOfIt() {
        peer.hangsUp();

        secretary.notesStream(3, fast).otherwise(failure -> {});

        assertThat(fast.told).containsExactly("broken: no more bytes can arrive after 0 of 3 bytes");
        assertThat(secretary.notes).containsExactly("failed: no more bytes can arrive after 0 of 3 bytes");
    }

    @Test
    void aStreamCountsAsWhatIsKept() {
        secretary.notesStream(3, fast).otherwise(failure -> {});

        assertThat(secretary.keepsBytes()).isTrue();
    }

    @Test
    void aSinkWhichThrowsWhenItIsBrokenHarmsTheConnectionOnly() {
        Basin rude = Basin.fast();
        secretary.onLine = line -> secretary
                .notesStream(4, new ByteSink<>() {
                    @Override
                    public Deferred<?> take(Bytes piece) throws Exception {
                        return rude.take(piece);
                    }

                    @Override
                    public Deferred<String> end() {
                        return rude.end();
                    }

                    @Override
                    public void broken(Throwable cause) {
                        throw new IllegalStateException("rude");
                    }
                })
                .otherwise(failure -> {});

        peer.sends("PUT\r\nab").hangsUp();

        assertThat(secretary.reason).isNotNull();
        assertThat(secretary.notes).contains("failed: connection lost after 2 of 4 bytes");
    }

    private void receivesInto(ByteSink<String> sink, long length) {
        secretary.onLine = line -> {
            if (line.equals("PUT")) {
                secretary.notesStream(length, sink).otherwise(failure -> {});
            }
        };
    }

    /** Counts the bytes, and the largest piece. */
    private static ByteSink<String> counting(long[] taken, List<Deferred<String>> pending) {
        return new ByteSink<>() {
            @Override
            public Deferred<?> take(Bytes piece) {
                taken[0] += piece.length();
                taken[1] = Math.max(taken[1], piece.length());
                Deferred<String> later = new Deferred<>();
                pending.add(later);
                return later;
            }

            @Override
            public Deferred<String> end() {
                return Deferred.succeed("all");
            }

            @Override
            public void broken(Throwable cause) {
                throw new AssertionError(cause);
            }
        };
    }

    private static ByteSink<String> keeping(List<Bytes> pieces) {
        return new ByteSink<>() {
            @Override
            public Deferred<?> take(Bytes piece) {
                pieces.add(piece);
                return Deferred.succeed(piece);
            }

            @Override
            public Deferred<String> end() throws ProtocolException {
                throw new ProtocolException("not asked for");
            }

            @Override
            public void broken(Throwable cause) {}
        };
    }
}
