package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.Witness;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Address;
import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.ConnectionStatistics;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ReactorGroup;
import io.jtwisted.net.ReactorStatistics;
import io.jtwisted.net.Refusal;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Sharable;
import io.jtwisted.net.Tls;
import io.jtwisted.testsupport.Log;
import io.jtwisted.testsupport.Pki;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What is counted and told of connections over sockets. */
@ParameterizedClass
@MethodSource("io.jtwisted.netty.NettyWay#ios")
class StatisticsIT {
    private static final ServerEndpoint.Tcp ANY = ServerEndpoint.tcp(0).on("127.0.0.1");
    private static final Duration SHORT = Duration.ofMillis(200);

    @RegisterExtension
    final Reactors reactors;

    @TempDir
    private Path directory;

    private final NettyReactor.Io io;
    private final NettyReactor server;
    private final NettyReactor client;
    private final Witness witness = new Witness();

    StatisticsIT(NettyReactor.Io io) {
        this.io = io;
        reactors = new Reactors(io);
        server = reactors.start();
        client = reactors.start();
        server.addListener(witness);
    }

    @Test
    void everyByteOfManyEchoesIsCounted() throws Exception {
        Port port = serve(ANY, Echo::new);
        Echo first = connect(port);
        Echo second = connect(port);

        for (int i = 0; i < 100; i++) {
            first.say("hello").await();
            second.say("you").await();
        }
        second.transport().loseConnection();
        second.lost.get();
        Reactors.settle(client);
        Reactors.settle(server);

        ReactorStatistics clients = client.statistics();
        assertThat(Stream.of(clients.opened(), clients.closed(), clients.received(), clients.sent()))
                .containsExactly(2L, 1L, 800L, 800L);
        assertThat(port.statistics().opened()).isEqualTo(2);
        assertThat(port.statistics().active()).isOne();
        assertThat(port.statistics().received()).isEqualTo(800);
        assertThat(port.statistics().sent()).isEqualTo(800);
        assertThat(witness.news()).containsExactly("opened server", "opened server", "closed server REMOTE");
    }

    @Test
    void muchIsCountedExactlyAndBeforeTlsMakesItMore() throws Exception {
        Pki pki = new Pki(directory, "ours");
        Port port = serve(ANY.tls(Host.tls(pki.localhost())), EchoToTheEnd::new);
        Recorder recorder = new Recorder().wants(3_000_000);
        client.connect(tls(port, pki), recorder).await();

        recorder.turn(talking -> talking.transport().write(Bytes.of(new byte[3_000_000])));
        recorder.enough();
        Reactors.settle(server);

        assertThat(port.statistics().received()).isEqualTo(3_000_000);
        assertThat(port.statistics().sent()).isEqualTo(3_000_000);
        assertThat(port.statistics().unwritable()).isZero();
        assertThat(client.statistics().received()).isEqualTo(3_000_000);
    }

    @Test
    void whoDoesNotReadMakesAConnectionUnwritable() throws Exception {
        Recorder flooding =
                new Recorder().whenMade(talking -> talking.transport().write(Bytes.of(new byte[15_000_000])));
        Port port = serve(ANY, () -> flooding);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.number())) {
            flooding.made();
            flooding.passes();

            assertThat(port.statistics().unwritable()).isOne();
            assertThat(port.statistics().sent()).isPositive().isLessThan(15_000_000);
            long left = flooding.get(() -> flooding.transport().unsent());
            assertThat(port.connectionStatistics().await())
                    .singleElement()
                    .satisfies(one -> assertThat(one.sent() + one.unsent()).isEqualTo(15_000_000))
                    .satisfies(one -> assertThat(one.unsent()).isLessThanOrEqualTo(left));

            socket.getInputStream().readNBytes(15_000_000);
            flooding.passes();
            assertThat(port.statistics().unwritable()).isZero();
            assertThat(port.statistics().sent()).isEqualTo(15_000_000);
        }
    }

    @Test
    void whoIsOneTooManyIsRefused() throws Exception {
        Port port = serve(ANY.limits(Limits.server().connections(1)), Echo::new);
        connect(port).say("hello").await();

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.number())) {
            assertThat(witness.hears()).isEqualTo("opened server");
            assertThat(witness.hears()).isEqualTo("refused CONNECTIONS");
            assertThat(socket.isConnected()).isTrue();
        }

        assertThat(port.statistics().refused()).containsEntry(Refusal.CONNECTIONS, 1L);
        assertThat(port.statistics().opened()).isOne();
    }

    @Test
    void aFactoryThatThrowsRefuses() throws Exception {
        try (Log log = Log.of(NettyReactor.class)) {
            Port port = serve(ANY, () -> {
                throw new IllegalStateException("nobody at home");
            });

            Recorder recorder = new Recorder();
            client.connect("tcp:127.0.0.1:" + port.number(), recorder).await();
            recorder.reason();

            assertThat(witness.hears()).isEqualTo("refused FACTORY");
            Reactors.settle(server); // logged a moment later
            assertThat(port.statistics().refused()).containsEntry(Refusal.FACTORY, 1L);
            assertThat(log.thrown()).hasSize(1);
        }
    }

    @Test
    void aHandshakeIsToldOnBothSidesBeforeTheConnection() throws Exception {
        Witness calling = new Witness();
        client.addListener(calling);
        Pki pki = new Pki(directory, "ours");
        Port port = serve(ANY.tls(Host.tls(pki.localhost())), Echo::new);

        Echo echo = client.connect(tls(port, pki), new Echo()).await();
        echo.say("hello").await();

        assertThat(calling.news()).containsExactly("handshake client TLSv1.3", "opened client");
        assertThat(calling.duration()).isPositive().isLessThan(Duration.ofSeconds(20));
        assertThat(witness.news()).containsExactly("handshake server TLSv1.3", "opened server");
        assertThat(port.connectionStatistics().await())
                .extracting(ConnectionStatistics::tls)
                .containsExactly("TLSv1.3");
    }

    @Test
    void whoSaysSomethingElseThanHelloIsRefused() throws Exception {
        Port port = serve(ANY.tls(Host.tls(new Pki(directory, "ours").localhost())), Echo::new);

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.number())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(witness.hears()).startsWith("handshake server").contains("NotSslRecordException");
            assertThat(witness.hears()).isEqualTo("refused HANDSHAKE");
        }
        assertThat(port.statistics().refused()).containsEntry(Refusal.HANDSHAKE, 1L);
        assertThat(port.statistics().opened()).isZero();
    }

    @Test
    void whoIsSilentInAHandshakeIsRefusedWhenItsTimeIsUp() throws Exception {
        Tls tls = Host.tls(new Pki(directory, "ours").localhost()).handshakeTimeout(SHORT);
        Port port = serve(ANY.tls(tls), Echo::new);

        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.number())) {
            assertThat(witness.hears()).startsWith("handshake server").contains("Timeout");
            assertThat(witness.duration()).isBetween(SHORT, Duration.ofSeconds(20));
            assertThat(witness.hears()).isEqualTo("refused HANDSHAKE");
            assertThat(socket.isConnected()).isTrue();
        }
    }

    @Test
    void aClientTellsOfItsOwnFailedHandshakeButRefusesNobody() throws Exception {
        Witness calling = new Witness();
        client.addListener(calling);
        Pki pki = new Pki(directory, "ours");
        Port port = serve(ANY.tls(Host.tls(pki.localhost())), Echo::new);

        assertThatThrownBy(() -> client.connect(tls(port, new Pki(directory, "theirs")), new Echo())
                        .await())
                .hasMessageContaining("no TLS handshake");

        assertThat(calling.hears()).startsWith("handshake client").contains("SSLHandshakeException");
        assertThat(witness.hears()).startsWith("handshake server").contains("SSLHandshakeException");
        assertThat(witness.hears()).isEqualTo("refused HANDSHAKE");
        assertThat(calling.news()).isEmpty();
        assertThat(client.statistics().opened()).isZero();
    }

    @Test
    void anExceptionIsToldBeforeTheEnd() throws Exception {
        Recorder failing = new Recorder().whenReceived(recorder -> {
            throw new java.io.IOException("no room left");
        });
        Port port = serve(ANY, () -> failing);

        client.connect("tcp:127.0.0.1:" + port.number(), new Recorder().whenMade(recorder -> recorder.write("x")))
                .await();

        assertThat(witness.hears()).isEqualTo("opened server");
        assertThat(witness.hears()).isEqualTo("failed server no room left");
        assertThat(witness.hears()).isEqualTo("closed server ERROR");
    }

    @Test
    void twoLoopsCountForOnePort() {
        ReactorGroup group = NettyReactor.builder().io(io).daemon(true).group(2);
        group.reactors().forEach(reactors::add);
        group.start().await();
        group.reactors().forEach(reactor -> reactor.addListener(witness));
        Port port = group.listen(ANY, new Spread()).await();

        List<Echo> echoes = Stream.generate(() -> connect(port)).limit(10).toList();
        echoes.forEach(echo -> echo.say("hello").await());
        List<ConnectionStatistics> all = port.connectionStatistics().await();

        group.reactors().forEach(Reactors::settle);
        assertThat(port.statistics().opened()).isEqualTo(10);
        assertThat(port.statistics().received()).isEqualTo(50);
        assertThat(port.statistics().sent()).isEqualTo(50);
        assertThat(all).hasSize(10).allSatisfy(one -> assertThat(one.received()).isEqualTo(5));
        assertThat(witness.news()).hasSize(10).containsOnly("opened server");
    }

    @Test
    void figuresOutliveAReactorsLife() throws Exception {
        Port port = serve(ANY, Echo::new);
        connect(port).say("hello").await();

        client.stop().await();
        client.start().await();
        connect(port).say("again").await();
        server.stop().await();

        assertThat(client.statistics().opened()).isEqualTo(2);
        assertThat(client.statistics().received()).isEqualTo(10);
        assertThat(port.statistics().closed()).isEqualTo(2);
        assertThat(port.connectionStatistics().await()).isEmpty();
    }

    @Test
    void whatWaitsIsCounted() {
        NettyReactor idle = reactors.make(builder -> builder.lagSampleInterval(Duration.ZERO));
        idle.callFromThread(() -> {});
        ReactorStatistics before = idle.statistics();
        idle.start().await();
        CountDownLatch done = new CountDownLatch(1);

        idle.call(() -> idle.callLater(Duration.ofHours(1), () -> {})).await();
        Reactors.settle(idle);
        idle.callFromThread(() -> Reactors.wait(done));
        idle.callFromThread(() -> {});
        idle.callFromThread(() -> {});
        ReactorStatistics waiting = idle.statistics();
        done.countDown();

        assertThat(before.pendingCalls()).isOne();
        assertThat(waiting.pendingCalls()).isBetween(2L, 3L);
        assertThat(waiting.delayedCalls()).isOne();
        assertThat(before.lag()).isNull();
    }

    private Port serve(ServerEndpoint endpoint, Supplier<? extends Protocol> protocols) {
        return server.listen(endpoint, peer -> protocols.get()).await();
    }

    private Echo connect(Port port) {
        return client.connect("tcp:127.0.0.1:" + port.number(), new Echo()).await();
    }

    private static ClientEndpoint tls(Port port, Pki pki) {
        return ClientEndpoint.tcp("127.0.0.1", port.number()).tls(Tls.trusting(pki.trust()));
    }

    private static final class Spread implements Factory, Sharable {

        @Override
        public Protocol buildProtocol(Address peer) {
            return new Echo();
        }
    }
}
