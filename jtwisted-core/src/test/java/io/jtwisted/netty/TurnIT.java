package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Address;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * When the answers of a turn leave. Peers ask while the loop is held, so that it reads all of them in one look; the last
 * one's protocol sees whether the first one has its answer already.
 */
@ParameterizedClass
@MethodSource("io.jtwisted.netty.NettyWay#promptIos")
class TurnIT {
    private static final Bytes SHORT = Bytes.utf8("answer");
    private static final long PATIENCE = Duration.ofSeconds(10).toNanos();
    private static final int MANY = 500;
    private static final int ROUNDS = 20 * MANY;

    @RegisterExtension
    final Reactors reactors;

    private final NettyReactor reactor;
    private final List<Socket> peers = new ArrayList<>();
    private Round round = new Round(0, SHORT, Duration.ZERO, Duration.ZERO);

    TurnIT(NettyReactor.Io io) {
        reactors = new Reactors(io);
        reactor = reactors.start();
    }

    @BeforeEach
    void connect() throws IOException {
        Port port = reactor.listen("tcp:0:interface=127.0.0.1", Asked::new).await();
        for (int i = 0; i < 9; i++) {
            Socket peer = new Socket(InetAddress.getLoopbackAddress(), port.number());
            peer.setSoTimeout((int) Duration.ofNanos(PATIENCE).toMillis());
            peers.add(peer);
        }
    }

    @AfterEach
    void hangUp() throws IOException {
        for (Socket peer : peers) {
            peer.close();
        }
    }

    @Test
    void aFewAnswersLeaveTogether() throws Exception {
        int rounds = 0;
        boolean early;
        do {
            early = ask(new Round(4, SHORT, Duration.ZERO, Duration.ZERO));
            rounds++;
        } while (early && rounds < ROUNDS);

        assertThat(early).isFalse();
    }

    @Test
    void eightAnswersDoNotWaitForTheNinth() throws Exception {
        for (int i = 0; i < MANY; i++) { // warm, because cold code takes so long that no answer waits
            boolean early = ask(new Round(9, SHORT, Duration.ZERO, Duration.ofNanos(PATIENCE)));

            assertThat(early).isTrue();
        }
    }

    @Test
    void aBigAnswerDoesNotWait() throws Exception {
        Bytes big = Bytes.wrap(new byte[20_000]);

        for (int i = 0; i < MANY; i++) {
            boolean early = ask(new Round(2, big, Duration.ZERO, Duration.ofNanos(PATIENCE)));

            assertThat(early).isTrue();
        }
    }

    @Test
    void noMoreThanOneSlowNeighbourIsWaitedFor() throws Exception {
        boolean early = ask(new Round(3, SHORT, Duration.ofMillis(1), Duration.ofNanos(PATIENCE)));

        assertThat(early).isTrue();
    }

    /** Whether the first one had its answer before the last one was heard. */
    private boolean ask(Round next) throws Exception {
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        reactor.callFromThread(() -> {
            round = next;
            held.countDown();
            Reactors.wait(asked);
        });
        Reactors.wait(held);
        for (Socket peer : peers.subList(0, next.peers)) {
            peer.getOutputStream().write('?');
        }
        asked.countDown();
        Reactors.wait(next.over);
        for (Socket peer : peers.subList(0, next.peers)) {
            assertThat(peer.getInputStream().readNBytes(next.answer.length())).hasSize(next.answer.length());
        }
        return reactor.call(() -> next.early).await();
    }

    /** One question of each, and what the protocols make of it. Lives on the loop. */
    private static final class Round {
        private final int peers;
        private final Bytes answer;
        private final Duration work;
        private final Duration patience;
        private final List<Socket> heard = new ArrayList<>();
        private final CountDownLatch over = new CountDownLatch(1);
        private boolean early;

        Round(int peers, Bytes answer, Duration work, Duration patience) {
            this.peers = peers;
            this.answer = answer;
            this.work = work;
            this.patience = patience;
        }

        Bytes answerTo(Socket peer) throws IOException {
            heard.add(peer);
            work();
            if (heard.size() == peers) {
                early = hasAnswer(heard.get(0));
                over.countDown(); // from now on they are taken out of the sockets
            }
            return answer;
        }

        private void work() {
            long until = System.nanoTime() + work.toNanos();
            while (System.nanoTime() - until < 0) {
                Thread.onSpinWait();
            }
        }

        private boolean hasAnswer(Socket peer) throws IOException {
            long until = System.nanoTime() + patience.toNanos();
            while (peer.getInputStream().available() == 0) {
                if (System.nanoTime() - until >= 0) {
                    return false;
                }
                Thread.onSpinWait();
            }
            return true;
        }
    }

    private final class Asked extends Protocol {

        @Override
        public void dataReceived(Bytes question) throws IOException {
            int from = ((Address.Inet) transport().peer()).port();
            Socket peer = peers.stream()
                    .filter(one -> one.getLocalPort() == from)
                    .findFirst()
                    .orElseThrow();
            transport().write(round.answerTo(peer));
        }
    }
}
