package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.CannotListenException;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ServerEndpoint;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("io.jtwisted.netty.Way#ios")
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
        CountDownLatch hold = new CountDownLatch(1);
        NettyReactor busy = reactors.start(builder -> builder.threads(1, 10));
        busy.deferToThread(() -> {
                    Reactors.wait(hold);
                    return "done";
                })
                .otherwise(failure -> {});
        Deferred<Port> port = busy.listen("tcp:0:interface=localhost", new Counting());

        Reactors.settle(busy);
        port.cancel();
        Reactors.settle(busy); // it travels
        hold.countDown();

        assertThatThrownBy(port::await).isInstanceOf(CancellationException.class);
        assertThat(busy.deferToThread(() -> "free").await()).isEqualTo("free");
        Reactors.settle(busy);
        assertThat(seen).isEmpty();
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
