package sketches.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorListener;
import io.jtwisted.net.Transport;
import io.jtwisted.netty.NettyReactor;
import io.jtwisted.text.LineReceiver;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The foreign thread is that of an executor; that of Swing is posted to in the same way. */
class ForeignIT {
    private static final String SCREEN = "screen";
    private static final int MUCH = 20_000_000;

    private final ExecutorService screen = Executors.newSingleThreadExecutor(task -> new Thread(task, SCREEN));
    private final Reactor reactor = new ForeignReactor(screen::execute, NettyReactor.create());

    private static String here() {
        return Thread.currentThread().getName();
    }

    private static final class Shout extends LineReceiver {
        @Override
        public void lineReceived(String line) {
            sendLine(here() + " " + line.toUpperCase(Locale.ROOT));
            if (line.equals("bye")) {
                transport().loseConnection();
            }
        }
    }

    private static final class Listener extends LineReceiver {
        private final List<String> heard = new CopyOnWriteArrayList<>();
        private final Deferred<String> first = new Deferred<>();

        @Override
        public void lineReceived(String line) {
            heard.add(line);
            if (heard.size() == 1) {
                first.callback(line);
            }
        }

        @Override
        public void connectionLost(CloseReason reason) {
            heard.add(here() + " lost " + reason.kind());
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
        screen.shutdown();
    }

    private Port listen() {
        return reactor.listen("tcp:0:interface=127.0.0.1", Shout::new).await();
    }

    private Listener connect(Port port) {
        return reactor.connect("tcp:127.0.0.1:" + port.number(), new Listener()).await();
    }

    @Test
    void eventsComeOnTheForeignThread() {
        Listener client = connect(listen());

        client.sendLine("hello");
        client.sendLine("bye");

        assertThat(client.transport().closed().await()).isEqualTo(CloseReason.remote());
        assertThat(client.heard).containsExactly(SCREEN + " HELLO", SCREEN + " BYE", SCREEN + " lost REMOTE");
    }

    @Test
    void whatAButtonWritesLeaves() throws Exception {
        Listener client = connect(listen());

        screen.submit(() -> client.sendLine("pressed")).get();

        assertThat(client.first.await()).isEqualTo(SCREEN + " PRESSED");
    }

    @Test
    void timeAndWorkComeHome() {
        assertThat(reactor.deferLater(Duration.ofMillis(5), ForeignIT::here).await())
                .isEqualTo(SCREEN);
        assertThat(reactor.deferToThread(ForeignIT::here)
                        .addCallback(there -> !there.equals(SCREEN) && here().equals(SCREEN))
                        .await())
                .isTrue();
        assertThat(reactor.inline(() -> reactor.deferLater(Duration.ofMillis(5), () -> 1)
                                        .await()
                                + 1)
                        .await())
                .isEqualTo(2);
    }

    @Test
    void aRefusedConnectComesHome() {
        Port port = listen();
        port.stopListening().await();

        assertThatThrownBy(() -> connect(port)).isInstanceOf(ConnectException.class);
    }

    @Test
    void listenersHearOfTheConnectionsThatTheProgramSees() {
        List<String> news = new CopyOnWriteArrayList<>();
        reactor.addListener(new ReactorListener() {
            @Override
            public void opened(@Nullable Port port, Transport transport) {
                news.add(here() + (port == null ? " client" : " server"));
            }
        });

        Listener client = connect(listen());
        client.sendLine("hello");
        client.first.await();

        assertThat(news).containsExactlyInAnyOrder(SCREEN + " client", SCREEN + " server");
    }

    /** Takes its time for each piece. */
    private static final class Slow extends Protocol {
        private final Deferred<Long> all = new Deferred<>();
        private @Nullable Port port;
        private long heard;
        private long mostBetween;

        @Override
        public void dataReceived(Bytes data) {
            if (port != null) {
                mostBetween = Math.max(mostBetween, port.statistics().received() - heard);
            }
            heard += data.length();
        }

        @Override
        public void connectionLost(CloseReason reason) {
            all.callback(heard);
        }
    }

    /** Writes it all. */
    private static final class Source extends Protocol {
        @Override
        public void connectionMade() {
            transport().write(Bytes.wrap(new byte[MUCH]));
            transport().loseConnection();
        }
    }

    @Test
    void littleIsOnTheWayToAThreadThatIsSlow() {
        Slow slow = new Slow();
        Port port = reactor.listen("tcp:0:interface=127.0.0.1", peer -> slow).await();
        reactor.blockingCallFromThread(() -> {
            slow.port = port;
        });
        NettyReactor other = NettyReactor.create();
        other.start().await();

        other.connect("tcp:127.0.0.1:" + port.number(), new Source()).await();
        long heard = slow.all.await();
        other.stop().await();

        assertThat(heard).isEqualTo(MUCH);
        assertThat(slow.mostBetween).isBetween(1L, 1_000_000L);
    }

    @Test
    void itStopsWithItsPortsAndConnections() {
        Port port = listen();
        Listener client = connect(port);
        Deferred<Port> closed = port.closed();

        reactor.stop().await();

        assertThat(closed.await()).isSameAs(port);
        assertThat(client.heard).hasSize(1).first().asString().startsWith(SCREEN + " lost ");
        assertThat(reactor.running()).isFalse();
    }
}
