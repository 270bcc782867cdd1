package sketches.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.HalfCloseable;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorListener;
import io.jtwisted.net.Transport;
import io.jtwisted.netty.NettyReactor;
import io.jtwisted.text.LineReceiver;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChildIT {
    private static final int MUCH = 10_000_000;

    private final Reactor reactor =
            NettyReactor.builder().drainTimeout(Duration.ofSeconds(1)).build();

    private static final class Lines extends LineReceiver implements HalfCloseable {
        private final List<String> heard = new ArrayList<>();
        private final Deferred<String> ready = new Deferred<>();
        private CloseReason.@Nullable Kind lost;

        @Override
        public void connectionMade() {
            setDelimiter(Bytes.utf8("\n"));
        }

        @Override
        public void lineReceived(String line) {
            heard.add(line);
            if (line.equals("ready")) {
                ready.callback(line);
            }
        }

        @Override
        public void readConnectionLost() {
            heard.add("(end)");
        }

        @Override
        public void connectionLost(CloseReason reason) {
            lost = reason.kind();
        }
    }

    /** Counts what it hears, and stops after the first piece where it is told to. */
    private static final class Counter extends Protocol {
        private final Deferred<Integer> first = new Deferred<>();
        private final boolean pausing;
        private long heard;

        Counter(boolean pausing) {
            this.pausing = pausing;
        }

        @Override
        public void dataReceived(Bytes data) {
            boolean begins = heard == 0;
            heard += data.length();
            if (begins && pausing) {
                transport().pauseReading();
                first.callback(data.length());
            }
        }
    }

    @BeforeEach
    void start() {
        reactor.start().await();
    }

    @AfterEach
    void stop() {
        if (reactor.running()) {
            reactor.stop().await();
        }
    }

    private <P extends Protocol> P connect(P protocol, String... command) {
        return reactor.connect(ChildEndpoint.of(command), protocol).await();
    }

    private static CloseReason end(Protocol protocol) {
        return protocol.transport().closed().await();
    }

    @Test
    void sortSaysItsLinesWhenItHasHeardTheEnd() {
        Lines sort = connect(new Lines(), "sort");

        sort.sendLine("b");
        sort.sendLine("a");
        sort.transport().loseWriteConnection();

        assertThat(end(sort)).isEqualTo(CloseReason.remote());
        assertThat(sort.heard).containsExactly("a", "b");
    }

    @Test
    void theExitStatusIsTheReason() {
        Lines shell = connect(new Lines(), "sh", "-c", "echo hello; exit 3");

        CloseReason reason = end(shell);

        assertThat(shell.heard).containsExactly("hello", "(end)");
        assertThat(reason.kind()).isEqualTo(CloseReason.Kind.ERROR);
        assertThat(reason.cause()).hasMessage("exit status 3").hasRootCauseInstanceOf(ExitException.class);
    }

    @Test
    void aProgramThatDoesNotExistFailsTheConnect() {
        assertThatThrownBy(() -> connect(new Lines(), "/nonexistent"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("/nonexistent");
    }

    @Test
    void muchGoesThroughAChild() {
        Counter cat = connect(new Counter(false), "cat");

        cat.transport().write(Bytes.wrap(new byte[MUCH]));
        cat.transport().loseWriteConnection();

        assertThat(end(cat)).isEqualTo(CloseReason.remote());
        assertThat(cat.heard).isEqualTo(MUCH);
    }

    @Test
    void aPauseMakesTheChildWait() {
        Counter head = connect(new Counter(true), "head", "-c", Integer.toString(MUCH), "/dev/zero");
        head.first.await();

        long heard = reactor.blockingCallFromThread(() -> head.heard);
        boolean alive =
                head.transport().detail(ProcessHandle.class).orElseThrow().isAlive();
        head.transport().resumeReading();

        assertThat(heard).isLessThanOrEqualTo(65_536);
        assertThat(alive).isTrue();
        assertThat(end(head)).isEqualTo(CloseReason.remote());
        assertThat(head.heard).isEqualTo(MUCH);
    }

    @Test
    void listenersHearOfIt() {
        List<Object> news = new CopyOnWriteArrayList<>();
        reactor.addListener(new ReactorListener() {
            @Override
            public void opened(@Nullable Port port, Transport transport) {
                news.add(transport.peer());
            }

            @Override
            public void closed(@Nullable Port port, Transport transport, CloseReason reason, Duration age) {
                news.add(reason);
            }
        });

        Lines cat = connect(new Lines(), "cat");
        long pid = cat.transport().detail(ProcessHandle.class).orElseThrow().pid();
        cat.transport().loseConnection();
        end(cat);

        assertThat(news).containsExactly(new Address.Named("process", Long.toString(pid)), CloseReason.local());
    }

    @Test
    void aChildEndsWithTheReactor() {
        Lines polite = connect(new Lines(), "cat");
        Lines stubborn = connect(new Lines(), "sh", "-c", "trap '' TERM; echo ready; read line");
        stubborn.ready.await();
        ProcessHandle stubbornChild =
                stubborn.transport().detail(ProcessHandle.class).orElseThrow();
        ProcessHandle politeChild =
                polite.transport().detail(ProcessHandle.class).orElseThrow();

        reactor.stop().await();

        assertThat(politeChild.isAlive()).isFalse();
        assertThat(stubbornChild.isAlive()).isFalse();
        assertThat(stubborn.lost).isEqualTo(CloseReason.Kind.LOCAL);
        assertThat(polite.lost).isEqualTo(CloseReason.Kind.LOCAL);
    }

    @Test
    void anAbortEndsTheChild() {
        Lines sleep = connect(new Lines(), "sleep", "60");

        sleep.transport().abortConnection();

        assertThat(end(sleep).kind()).isEqualTo(CloseReason.Kind.LOCAL);
        assertThat(sleep.transport().detail(ProcessHandle.class).orElseThrow().isAlive())
                .isFalse();
    }
}
