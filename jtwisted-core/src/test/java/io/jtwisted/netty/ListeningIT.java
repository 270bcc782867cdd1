package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.CannotListenException;
import io.jtwisted.net.EndpointText;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.testsupport.Log;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("io.jtwisted.netty.NettyWay#ios")
class ListeningIT {
    private static final String ANY = "tcp:0:interface=127.0.0.1";

    @RegisterExtension
    final Reactors reactors;

    private final NettyReactor reactor;
    private final NettyReactor client;
    private final List<String> seen = new CopyOnWriteArrayList<>();

    ListeningIT(NettyReactor.Io io) {
        reactors = new Reactors(io);
        reactor = reactors.start();
        client = reactors.start();
    }

    @Test
    void portZeroTakesOneThatIsFree() {
        Port first = reactor.listen(ANY, Echo::new).await();
        Port second = reactor.listen(ANY, Echo::new).await();

        assertThat(first.number()).isPositive().isNotEqualTo(second.number());
        assertThat(first.host()).isEqualTo(new Address.Inet("127.0.0.1", first.number()));
        assertThat(connect(first).say("hello").await()).isEqualTo("hello");
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        Port port = reactor.listen(ANY, Echo::new).await();

        Deferred<Port> second = client.listen("tcp:" + port.number() + ":interface=127.0.0.1", Echo::new);

        assertThatThrownBy(second::await)
                .isInstanceOf(BindException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:" + port.number())
                .hasMessageContaining("in use")
                .isInstanceOfSatisfying(
                        CannotListenException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(CannotListenException.Reason.IN_USE));
    }

    @Test
    void anAddressOfAnotherMachineIsNamed() {
        Deferred<Port> elsewhere = reactor.listen("tcp:0:interface=192.0.2.1", Echo::new);

        assertThatThrownBy(elsewhere::await)
                .hasMessageContaining("cannot listen on 192.0.2.1:0")
                .isInstanceOfSatisfying(
                        CannotListenException.class,
                        failure ->
                                assertThat(failure.reason()).isEqualTo(CannotListenException.Reason.NO_SUCH_ADDRESS));
    }

    @Test
    void anInterfaceMayBeGivenByName() {
        Port port = reactor.listen("tcp:0:interface=localhost", Echo::new).await();

        Echo echo = client.connect("tcp:localhost:" + port.number(), new Echo()).await();

        assertThat(echo.say("hello").await()).isEqualTo("hello");
    }

    @Test
    void anInterfaceThatNobodyKnowsIsNamed() {
        assertThatThrownBy(() -> reactor.listen("tcp:0:interface=nobody.invalid", Echo::new)
                        .await())
                .isInstanceOf(UnknownHostException.class)
                .hasMessageContaining("nobody.invalid");
    }

    @Test
    void aFactoryIsStartedBeforeItsFirstPortAndStoppedAfterItsLast() {
        Counting factory = new Counting();

        Port first = reactor.listen(ANY, factory).await();
        Port second = reactor.listen(ANY, factory).await();
        assertThat(seen).containsExactly("start");
        first.stopListening().await();
        assertThat(seen).containsExactly("start");
        second.stopListening().await();

        assertThat(seen).containsExactly("start", "stop");
        reactor.listen(ANY, factory).await().stopListening().await();
        assertThat(seen).containsExactly("start", "stop", "start", "stop");
    }

    @Test
    void aFactoryWhosePortCannotOpenIsStoppedAgain() {
        Port port = reactor.listen(ANY, Echo::new).await();

        Deferred<Port> taken = reactor.listen("tcp:" + port.number() + ":interface=127.0.0.1", new Counting());

        assertThatThrownBy(taken::await).isInstanceOf(BindException.class);
        Reactors.settle(reactor);
        assertThat(seen).containsExactly("start", "stop");
    }

    @Test
    void aFactoryThatCannotStartKeepsItsPortClosed() {
        Exception thrown = new Exception("as the test wants");
        Factory factory = new Factory() {
            @Override
            public Protocol buildProtocol(Address peer) {
                return new Echo();
            }

            @Override
            public void startFactory() throws Exception {
                throw thrown;
            }

            @Override
            public void stopFactory() {
                seen.add("stop");
            }
        };

        assertThatThrownBy(() -> reactor.listen(ANY, factory).await()).isSameAs(thrown);
        Reactors.settle(reactor);
        assertThat(seen).isEmpty();
    }

    @Test
    void aFactoryMayRefuseAConnection() {
        Port port = reactor.listen(ANY, (Factory) peer -> {
                    seen.add(((Address.Inet) peer).host());
                    return null;
                })
                .await();

        Echo echo = connect(port);

        assertThat(echo.lost.join()).isNotNull();
        assertThat(seen).containsExactly("127.0.0.1");
    }

    @Test
    void whatAFactoryThrowsIsLoggedOnceAndClosesOneConnection() {
        RuntimeException thrown = new RuntimeException("as the test wants");
        AtomicInteger asked = new AtomicInteger();
        Port port = reactor.listen(ANY, (Factory) peer -> {
                    if (asked.getAndIncrement() == 0) {
                        throw thrown;
                    }
                    return new Echo();
                })
                .await();

        try (Log log = Log.of(NettyReactor.class)) {
            connect(port).lost.join();

            assertThat(connect(port).say("hello").await()).isEqualTo("hello");
            assertThat(log.thrown()).containsExactly(thrown);
            assertThat(log.messages(Level.ERROR)).hasSize(1);
        }
        assertThat(port.connections()).isOne();
    }

    @Test
    void everybodyWhoAsksHearsThatAPortIsClosed() {
        Port port = reactor.listen(ANY, Echo::new).await();
        List<Deferred<Port>> asked = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            asked.add(port.closed());
        }

        Deferred<Port> first = port.stopListening();
        Deferred<Port> second = port.stopListening();

        assertThat(asked).allSatisfy(closed -> assertThat(closed.await()).isSameAs(port));
        assertThat(first.await()).isSameAs(port);
        assertThat(second.await()).isSameAs(port);
        assertThat(port.closed().await()).isSameAs(port);
        assertThat(port.stopListening().await()).isSameAs(port);
    }

    @Test
    void aPortThatIsClosedIsFreeAtOnce() {
        Port port = reactor.listen(ANY, Echo::new).await();

        Deferred<Integer> again = reactor.call(() -> port.stopListening().addCallback(ListeningIT::bind));

        assertThat(again.await()).isEqualTo(port.number());
    }

    @Test
    void connectionsOutliveTheirPort() {
        Port port = reactor.listen(ANY, Echo::new).await();
        Echo echo = connect(port);
        echo.say("before").await();

        port.stopListening().await();

        assertThat(echo.say("after").await()).isEqualTo("after");
        assertThat(port.connections()).isOne();
        assertThatThrownBy(() -> connect(port)).hasMessageContaining("cannot connect");
    }

    @Test
    void oneConnectionOverTheLimitIsRefusedBeforeTheFactoryIsAsked() {
        AtomicInteger asked = new AtomicInteger();
        Port port = reactor.listen(ServerEndpoint.parse(ANY + ":connections=2"), peer -> {
                    asked.incrementAndGet();
                    return new Echo();
                })
                .await();
        Echo first = connect(port);
        Echo second = connect(port);
        assertThat(first.say("1").await() + second.say("2").await()).isEqualTo("12");

        try (Log log = Log.of(NettyReactor.class)) {
            for (int i = 0; i < 3; i++) {
                connect(port).lost.join();
            }

            assertThat(log.messages(Level.WARN))
                    .singleElement()
                    .asString()
                    .contains("2 connections, as many as it may");
        }
        assertThat(asked).hasValue(2);
        assertThat(port.connections()).isEqualTo(2);
    }

    @Test
    void whoLeavesMakesRoomForAnother() {
        CompletableFuture<Echo> served = new CompletableFuture<>();
        Factory factory = peer -> {
            Echo echo = new Echo();
            served.complete(echo);
            return echo;
        };
        Port port = reactor.listen(
                        ServerEndpoint.tcp(0)
                                .on("127.0.0.1")
                                .limits(Limits.server().connections(1)),
                        factory)
                .await();
        connect(port).transport().loseConnection();
        served.join().lost.join();
        Reactors.settle(reactor);

        assertThat(port.connections()).isZero();
        assertThat(connect(port).say("next").await()).isEqualTo("next");
    }

    @Test
    void pendingListenCanBeGivenUp() {
        NettyReactor waiting = reactors.start(builder ->
                builder.hostResolver((asking, host) -> Deferred.on(asking, cancelled -> seen.add("no longer wanted"))));
        Deferred<Port> port = waiting.listen("tcp:0:interface=slow.example", new Counting());

        Reactors.settle(waiting);
        port.cancel();
        Reactors.settle(waiting); // it travels

        assertThatThrownBy(port::await).isInstanceOf(CancellationException.class);
        assertThat(seen).containsExactly("no longer wanted");
    }

    @Test
    void aListenThatIsUnderWayFailsWhenTheReactorStops() {
        NettyReactor waiting = reactors.start(builder -> builder.hostResolver((asking, host) -> Deferred.on(asking)));
        Deferred<Port> port = waiting.listen("tcp:0:interface=slow.example", new Counting());
        Reactors.settle(waiting);

        waiting.stop().await();

        assertThatThrownBy(port::await).isInstanceOf(CancellationException.class);
    }

    @Test
    void aHostOfSeveralAddressesIsListenedOnAtAllOfThem() throws Exception {
        NettyReactor several = naming("127.0.0.1", "127.0.0.2", "::1");

        Port port = several.listen("tcp:0:interface=several.example", new Counting())
                .await();

        assertThat(port.hosts())
                .containsExactly(
                        new Address.Inet("127.0.0.1", port.number()),
                        new Address.Inet("127.0.0.2", port.number()),
                        new Address.Inet("::1", port.number()));
        for (String host : List.of("127.0.0.1", "127.0.0.2", "\\:\\:1")) {
            String endpoint = "tcp:" + host + ":" + port.number();
            Echo echo = client.connect(endpoint, new Echo()).await();
            assertThat(echo.say(host).await()).isEqualTo(host);
        }
        assertThat(port.connections()).isEqualTo(3);
        port.stopListening().await();
        assertThat(seen).containsExactly("start", "stop");
        assertThatThrownBy(() -> client.connect("tcp:127.0.0.2:" + port.number(), new Echo())
                        .await())
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void anAddressOfSeveralThatThisMachineDoesNotHaveIsLeftOut() throws Exception {
        NettyReactor several = naming("192.0.2.1", "127.0.0.1");

        try (Log log = Log.of(NettyReactor.class)) {
            Port port =
                    several.listen("tcp:0:interface=several.example", Echo::new).await();

            assertThat(port.hosts()).containsExactly(new Address.Inet("127.0.0.1", port.number()));
            assertThat(log.messages(Level.WARN))
                    .singleElement()
                    .asString()
                    .contains("one address of several is left out: cannot listen on 192.0.2.1:0");
        }
    }

    @Test
    void aHostWhoseAddressesAreAllElsewhereIsNamed() throws Exception {
        NettyReactor several = naming("192.0.2.1", "198.51.100.1");

        Deferred<Port> elsewhere = several.listen("tcp:0:interface=several.example", new Counting());

        assertThatThrownBy(elsewhere::await)
                .isInstanceOf(CannotListenException.class)
                .hasMessageContaining("cannot listen on 198.51.100.1:0");
        Reactors.settle(several);
        assertThat(seen).containsExactly("start", "stop");
    }

    @Test
    void ifAPortIsTakenAtOneOfSeveralAddressesNoneIsOpened() throws Exception {
        Port taken = reactor.listen("tcp:0:interface=127.0.0.2", Echo::new).await();
        NettyReactor several = naming("127.0.0.1", "127.0.0.2");

        Deferred<Port> second = several.listen("tcp:" + taken.number() + ":interface=several.example", new Counting());

        assertThatThrownBy(second::await)
                .isInstanceOfSatisfying(
                        CannotListenException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(CannotListenException.Reason.IN_USE));
        assertThatThrownBy(() -> client.connect("tcp:127.0.0.1:" + taken.number(), new Echo())
                        .await())
                .isInstanceOf(ConnectException.class);
        Reactors.settle(several);
        assertThat(seen).containsExactly("start", "stop");
    }

    @Test
    void allInterfacesAreThoseOfIpv4AndOfIpv6() {
        Port port = reactor.listen("tcp:0", Echo::new).await();

        assertThat(port.host()).isEqualTo(new Address.Inet("0.0.0.0", port.number()));
        assertThat(port.hosts())
                .containsExactly(new Address.Inet("0.0.0.0", port.number()), new Address.Inet("::", port.number()));
        Echo echo = client.connect("tcp:\\:\\:1:" + port.number(), new Echo()).await();
        assertThat(echo.say("six").await()).isEqualTo("six");
    }

    @Test
    void anErrorWhileBindingFailsTheListen() {
        NoClassDefFoundError broken = new NoClassDefFoundError("as on a broken class path");
        Supplier<ServerChannel> channels = () -> new NioServerSocketChannel() {
            @Override
            public InetSocketAddress localAddress() {
                throw broken;
            }
        };
        NettyReactor nio = reactors.start(builder -> builder.io(NettyReactor.Io.NIO));

        Deferred<Port> port = nio.call(() -> new Binding(
                        nio,
                        new Binding.Place(
                                new NioTransport(),
                                channels,
                                List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
                                1,
                                new Serving("broken", Limits.server(), null, SocketSettings.USUAL)),
                        peer -> new Echo(),
                        () -> seen.add("closed"))
                .begin());

        assertThatThrownBy(port::await).isSameAs(broken);
        Reactors.settle(nio);
        assertThat(seen).containsExactly("closed");
    }

    @Test
    void aScopedAddressIsListenedOnAndConnectedTo() throws Exception {
        InetAddress scoped = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet6Address && address.isLinkLocalAddress())
                .findFirst()
                .orElse(null);
        assumeTrue(scoped != null, "this machine has no link-local IPv6 address");
        String literal = EndpointText.quote(scoped.getHostAddress());

        Port port = reactor.listen("tcp:0:interface=" + literal, Echo::new).await();
        Echo echo = client.connect("tcp:" + literal + ":" + port.number(), new Echo())
                .await();

        assertThat(echo.say("scoped").await()).isEqualTo("scoped");
        assertThat(port.host().toString()).startsWith("[fe80::").contains("%" + scopeOf(scoped));
        assertThat(echo.transport().peer()).isEqualTo(port.host());
    }

    @Test
    void aScopeThatIsNoInterfaceIsNamed() {
        assertThatThrownBy(() -> reactor.listen("tcp:0:interface=fe80\\:\\:1%nope", Echo::new)
                        .await())
                .isInstanceOf(UnknownHostException.class)
                .hasMessage("this machine has no network interface 'nope', which fe80::1%nope names");
    }

    private static String scopeOf(InetAddress scoped) {
        String address = scoped.getHostAddress();
        return address.substring(address.indexOf('%') + 1);
    }

    /** A reactor for which every name has these addresses. */
    private NettyReactor naming(String... literals) throws UnknownHostException {
        List<InetAddress> addresses = new ArrayList<>();
        for (String literal : literals) {
            addresses.add(InetAddress.getByName(literal));
        }
        return reactors.start(builder -> builder.hostResolver((asking, host) -> Deferred.succeed(addresses)));
    }

    private Echo connect(Port port) {
        return client.connect("tcp:127.0.0.1:" + port.number(), new Echo()).await();
    }

    /** Takes the port's place, for a moment. */
    private static int bind(Port port) throws IOException {
        try (ServerSocket next = new ServerSocket(port.number(), 1, InetAddress.getLoopbackAddress())) {
            return next.getLocalPort();
        }
    }

    private final class Counting implements Factory {

        @Override
        public Protocol buildProtocol(Address peer) {
            return new Echo();
        }

        @Override
        public void startFactory() {
            seen.add("start");
        }

        @Override
        public void stopFactory() throws IOException {
            seen.add("stop");
        }
    }
}
