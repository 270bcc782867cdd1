package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.HostResolver;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.SystemEvent;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("io.jtwisted.netty.NettyWay#ios")
class ConnectingIT {
    @RegisterExtension
    final Reactors reactors;

    private final NettyReactor reactor;
    private final List<String> seen = new CopyOnWriteArrayList<>();

    ConnectingIT(NettyReactor.Io io) {
        reactors = new Reactors(io);
        reactor = reactors.start();
    }

    @Test
    void itFiresAfterConnectionMadeAndAtHome() {
        Port port = reactor.listen("tcp:0:interface=127.0.0.1", Echo::new).await();

        boolean home = reactor.connect("tcp:127.0.0.1:" + port.number(), new Telling())
                .tap(protocol -> seen.add("fired"))
                .addCallback(protocol -> reactor.inLoop())
                .await();

        assertThat(home).isTrue();
        assertThat(seen).containsExactly("made", "fired");
    }

    @Test
    void aRefusedConnectionNamesTheEndpoint() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        assertThatThrownBy(() ->
                        reactor.connect("tcp:127.0.0.1:" + free, new Telling()).await())
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("cannot connect to tcp:127.0.0.1:" + free)
                .hasMessageContaining("refused");
        assertThat(seen).isEmpty();
    }

    @Test
    void aHostThatNobodyKnowsIsNamed() {
        assertThatThrownBy(() -> reactor.connect("tcp:nobody.invalid:7000", new Telling())
                        .await())
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("nobody.invalid");
    }

    @Test
    void hostsHaveNamesAndIpv6Literals() {
        Port named = reactor.listen("tcp:0:interface=localhost", Echo::new).await();
        Port six = reactor.listen("tcp:0:interface=\\:\\:1", Echo::new).await();

        Echo byName =
                reactor.connect("tcp:localhost:" + named.number(), new Echo()).await();
        Echo byLiteral =
                reactor.connect("tcp:\\:\\:1:" + six.number(), new Echo()).await();

        assertThat(byName.say("name").await()).isEqualTo("name");
        assertThat(byLiteral.say("literal").await()).isEqualTo("literal");
        assertThat(byLiteral.transport().peer().toString()).startsWith("[").endsWith("]:" + six.number());
    }

    @Test
    void whoDoesNotAnswerInTimeIsNamed() throws IOException {
        try (Deaf deaf = new Deaf()) {
            Deferred<Telling> connecting =
                    reactor.connect("tcp:127.0.0.1:" + deaf.number() + ":timeout=0.2", new Telling());

            assertThatThrownBy(connecting::await)
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("127.0.0.1:" + deaf.number())
                    .hasMessageContaining("PT0.2S");
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void aPendingConnectionCanBeGivenUp() throws IOException {
        try (Deaf deaf = new Deaf()) {
            Deferred<Telling> connecting = reactor.connect("tcp:127.0.0.1:" + deaf.number(), new Telling());
            Reactors.settle(reactor);

            connecting.cancel();

            assertThatThrownBy(connecting::await).isInstanceOf(CancellationException.class);
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void aPendingConnectionFailsWhenTheReactorStops() throws IOException {
        try (Deaf deaf = new Deaf()) {
            Deferred<Telling> connecting = reactor.connect("tcp:127.0.0.1:" + deaf.number(), new Telling());
            Reactors.settle(reactor);

            reactor.stop().await();

            assertThatThrownBy(connecting::await)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot connect to");
        }
    }

    @Test
    void aProtocolMayGiveUpItsOwnConnection() {
        Port port = reactor.listen("tcp:0:interface=127.0.0.1", Echo::new).await();
        List<Deferred<?>> self = new ArrayList<>();
        Echo givingUp = new Echo() {
            @Override
            public void connectionMade() {
                self.get(0).cancel();
            }
        };

        Deferred<Echo> connecting = reactor.call(() -> {
            Deferred<Echo> mine = reactor.connect("tcp:127.0.0.1:" + port.number(), givingUp);
            self.add(mine);
            return mine;
        });

        assertThatThrownBy(connecting::await).isInstanceOf(CancellationException.class);
        assertThat(givingUp.lost.join().kind()).isNotEqualTo(CloseReason.Kind.ERROR);
    }

    @Test
    void whatConnectionMadeThrowsIsTheFailure() {
        Port port = reactor.listen("tcp:0:interface=127.0.0.1", Echo::new).await();
        IOException thrown = new IOException("as the test wants");
        Echo failing = new Echo() {
            @Override
            public void connectionMade() throws IOException {
                throw thrown;
            }
        };

        Deferred<Echo> connecting = reactor.connect("tcp:127.0.0.1:" + port.number(), failing);

        assertThatThrownBy(connecting::await).isSameAs(thrown);
        assertThat(failing.lost.join().cause()).isSameAs(thrown);
    }

    @Test
    void aNameThatHangsKeepsNothingElseWaiting(@TempDir Path folder) {
        CountDownLatch hold = new CountDownLatch(1);
        NettyReactor many = reactors.start(builder -> builder.hostResolver(HostResolver.onThreads("test-", host -> {
            if (host.startsWith("slow")) {
                Reactors.wait(hold);
            }
            return List.of(InetAddress.getLoopbackAddress());
        })));
        List<Deferred<Echo>> slow = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            slow.add(many.connect("tcp:slow.example:7", new Echo()));
        }
        try {
            Port named = many.listen("tcp:0:interface=fast.example", Echo::new).await();
            many.listen("unix:" + folder.resolve("socket"), Echo::new).await();
            Echo echo = many.connect("tcp:fast.example:" + named.number(), new Echo())
                    .await();

            assertThat(echo.say("hello").await()).isEqualTo("hello");
        } finally {
            slow.forEach(Deferred::cancel);
            hold.countDown();
        }
    }

    @Test
    void theWorkOfTheApplicationKeepsNothingWaiting(@TempDir Path folder) throws Exception {
        CountDownLatch hold = new CountDownLatch(1);
        NettyReactor busy = reactors.start(builder -> builder.threads(1, 0));
        busy.deferToThread(() -> {
                    Reactors.wait(hold);
                    return "done";
                })
                .otherwise(failure -> {});
        try {
            Port named = busy.listen("tcp:0:interface=localhost", Echo::new).await();
            Port unix = busy.listen("unix:" + folder.resolve("socket") + ":mode=600", Echo::new)
                    .await();
            Way tls = new NettyWay(NettyWay.Kind.TLS, NettyReactor.Io.NIO);
            Port secure = busy.listen(tls.listening(folder, Limits.server()), peer -> new Echo())
                    .await();

            Echo byName =
                    busy.connect("tcp:localhost:" + named.number(), new Echo()).await();
            Echo secured =
                    busy.connect(tls.connecting(folder, secure), new Echo()).await();

            assertThat(byName.say("name").await()).isEqualTo("name");
            assertThat(secured.say("tls").await()).isEqualTo("tls");
            assertThat(unix.hosts()).hasSize(1);
        } finally {
            hold.countDown();
        }
    }

    @Test
    void theTimeoutCoversTheLookup() {
        NettyReactor waiting = reactors.start(builder ->
                builder.hostResolver((asking, host) -> Deferred.on(asking, cancelled -> seen.add("no longer wanted"))));

        Deferred<Echo> connecting = waiting.connect("tcp:slow.example:7:timeout=0.2", new Echo());

        assertThatThrownBy(connecting::await)
                .isInstanceOf(SocketTimeoutException.class)
                .hasMessage("no connection to tcp:slow.example:7:timeout=0.2 within PT0.2S: its name or its keys were"
                        + " not there in time");
        assertThat(seen).containsExactly("no longer wanted");
    }

    @Test
    void theTimeoutCoversTheKeys() {
        CountDownLatch hold = new CountDownLatch(1);
        NettyReactor waiting = reactors.start(builder -> builder.tlsSource(bundle -> {
            Reactors.wait(hold);
            throw new IllegalArgumentException("no bundle");
        }));

        Deferred<Echo> connecting = waiting.connect("tls:127.0.0.1:7:bundle=slow:timeout=0.2", new Echo());

        assertThatThrownBy(connecting::await).isInstanceOf(SocketTimeoutException.class);
        hold.countDown();
    }

    @Test
    void aLookupThatIsUnderWayFailsWhenTheReactorStops() {
        NettyReactor waiting = reactors.start(builder -> builder.hostResolver((asking, host) -> Deferred.on(asking)));
        Deferred<Echo> connecting = waiting.connect("tcp:slow.example:7", new Echo());
        Reactors.settle(waiting);

        waiting.stop().await();

        assertThatThrownBy(connecting::await)
                .isInstanceOf(IOException.class)
                .hasMessage("cannot connect to tcp:slow.example:7: " + waiting + " stops");
    }

    @Test
    void anAddressThatDoesNotAnswerHasTheNextOneTriedBesideIt() throws Exception {
        Port port = reactor.listen("tcp:0:interface=127.0.0.1", Echo::new).await();
        try (Deaf deaf = new Deaf("127.0.0.2", port.number())) {
            NettyReactor trying = naming("127.0.0.2", "127.0.0.1");
            Duration begin = trying.now();

            Echo echo = trying.connect("tcp:several.example:" + port.number(), new Echo())
                    .await();

            assertThat(trying.now().minus(begin)).isBetween(Race.DELAY, Duration.ofSeconds(10));
            assertThat(echo.say("hello").await()).isEqualTo("hello");
            assertThat(echo.transport().peer()).isEqualTo(port.host());
            assertThat(deaf.open()).isTrue();
        }
        assertThat(port.connections()).isOne();
    }

    @Test
    void anAddressThatFailsMakesWayAtOnce() throws Exception {
        Port port = reactor.listen("tcp:0:interface=127.0.0.1", Echo::new).await();
        List<String> literals = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            literals.add("127.0.1." + i); // nothing listens there
        }
        literals.add("127.0.0.1");
        NettyReactor trying = naming(literals.toArray(new String[0]));
        Duration begin = trying.now();

        Echo echo = trying.connect("tcp:several.example:" + port.number(), new Echo())
                .await();

        assertThat(echo.say("hello").await()).isEqualTo("hello");
        assertThat(trying.now().minus(begin)).isLessThan(Race.DELAY.multipliedBy(100));
    }

    @Test
    void ifNoAddressAnswersTheLastFailureIsTheReason() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        NettyReactor trying = naming("127.0.0.2", "127.0.0.1");

        Deferred<Echo> connecting = trying.connect("tcp:several.example:" + free, new Echo());

        assertThatThrownBy(connecting::await)
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("cannot connect to tcp:several.example:" + free)
                .cause()
                .extracting(Throwable::getSuppressed, InstanceOfAssertFactories.array(Throwable[].class))
                .hasSize(1);
    }

    @Test
    void whatAProtocolConnectsToWhileTheReactorStopsFails() {
        NettyReactor stopping = reactors.start(builder -> builder.hostResolver((asking, host) -> Deferred.on(asking)));
        List<Deferred<Echo>> late = new CopyOnWriteArrayList<>();
        stopping.addSystemEventTrigger(
                SystemEvent.AFTER_SHUTDOWN, () -> late.add(stopping.connect("tcp:slow.example:7", new Echo())));

        stopping.stop().await();

        assertThatThrownBy(() -> late.get(0).await()).isInstanceOf(IOException.class);
    }

    /** A reactor for which every name has these addresses. */
    private NettyReactor naming(String... literals) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String literal : literals) {
            addresses.add(InetAddress.getByName(literal));
        }
        return reactors.start(builder -> builder.hostResolver((asking, host) -> Deferred.succeed(addresses)));
    }

    private final class Telling extends Echo {

        @Override
        public void connectionMade() {
            seen.add("made");
        }
    }

    /** Accepts nobody: its backlog is full. */
    private static final class Deaf implements AutoCloseable {
        private final ServerSocket socket;
        private final List<SocketChannel> filling = new ArrayList<>();

        Deaf() throws IOException {
            this("127.0.0.1", 0);
        }

        Deaf(String host, int port) throws IOException {
            InetAddress address = InetAddress.getByName(host);
            socket = new ServerSocket(port, 1, address);
            for (int i = 0; i < 4; i++) {
                SocketChannel channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.connect(new InetSocketAddress(address, number()));
                filling.add(channel);
            }
        }

        boolean open() {
            return !socket.isClosed();
        }

        int number() {
            return socket.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel channel : filling) {
                channel.close();
            }
            socket.close();
        }
    }
}
