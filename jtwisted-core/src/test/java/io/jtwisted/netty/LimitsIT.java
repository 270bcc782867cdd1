package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Address;
import io.jtwisted.net.CannotListenException;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ReactorGroup;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Sharable;
import io.jtwisted.testsupport.Log;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("io.jtwisted.netty.NettyWay#ios")
class LimitsIT {
    @RegisterExtension
    final Reactors reactors;

    private final NettyReactor.Io io;
    private final NettyReactor reactor;
    private final NettyReactor client;

    LimitsIT(NettyReactor.Io io) {
        this.io = io;
        reactors = new Reactors(io);
        reactor = reactors.start();
        client = reactors.start();
    }

    @Test
    void oneAddressHasOnlySoManyConnections() throws Exception {
        Port port = listen(Limits.server().connectionsPerAddress(1));
        assertThat(connect(port).say("first").await()).isEqualTo("first");

        try (Log log = Log.of(NettyReactor.class);
                Socket other = from("127.0.0.2", port)) {
            connect(port).lost.join();
            assertThat(echoes(other)).isTrue();

            assertThat(log.messages(Level.WARN)).isEmpty();
            assertThat(log.messages(Level.DEBUG)).anyMatch(line -> line.contains("has enough connections from"));
        }
        assertThat(port.connections()).isBetween(1, 2);
    }

    @Test
    void whatTheEndpointDoesNotSayIsAsUsualForTheProtocol() {
        Port usual = reactor.listen("tcp:0:interface=127.0.0.1", new Lonely()).await();
        Port said = reactor.listen("tcp:0:interface=127.0.0.1:per-address=0", new Lonely())
                .await();
        assertThat(connect(usual).say("first").await()).isEqualTo("first");
        assertThat(connect(said).say("first").await()).isEqualTo("first");

        connect(usual).lost.join();
        assertThat(connect(said).say("second").await()).isEqualTo("second");
    }

    @Test
    void whoLeavesAnAddressMakesRoomThere() {
        Port port = listen(Limits.server().connectionsPerAddress(1));
        Echo first = connect(port);
        first.say("first").await();

        first.transport().loseConnection();
        first.lost.join();
        Echo second = retry(port);

        assertThat(second.say("second").await()).isEqualTo("second");
    }

    @Test
    void aFullPortMayLetThemWait() {
        assumeTrue(io != NettyReactor.Io.IO_URING, "io_uring accepts no more after a pause");
        Port port = listen(Limits.server().connections(2).whenFull(Limits.WhenFull.PAUSE));
        List<Echo> inside = List.of(connect(port), connect(port));
        inside.forEach(echo -> echo.say("in").await());
        List<Echo> waiting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            waiting.add(connect(port)); // the operating system answers for us
        }
        Reactors.settle(reactor);
        assertThat(port.connections()).isEqualTo(2);

        for (Echo next : waiting) {
            Echo leaving = inside.get(0);
            leaving.transport().loseConnection();
            assertThat(next.say("my turn").await()).isEqualTo("my turn");
            inside = List.of(inside.get(1), next);
        }

        assertThat(port.connections()).isEqualTo(2);
    }

    @Test
    void aTransportThatCannotPauseIsNamed() {
        assumeTrue(io == NettyReactor.Io.IO_URING, "the others can");
        Limits pausing = Limits.server().connections(2).whenFull(Limits.WhenFull.PAUSE);

        assertThatThrownBy(() -> listen(pausing))
                .isInstanceOfSatisfying(
                        CannotListenException.class,
                        failure -> assertThat(failure.reason()).isEqualTo(CannotListenException.Reason.NOT_SUPPORTED))
                .hasMessageContaining("when-full=pause is not to be had with the transport 'io-uring'");
    }

    @Test
    void onSeveralLoopsTheyWaitToo() {
        assumeTrue(io != NettyReactor.Io.IO_URING, "io_uring accepts no more after a pause");
        ReactorGroup group = NettyReactor.builder().io(io).daemon(true).group(2);
        group.reactors().forEach(reactors::add);
        group.reactors().forEach(one -> one.start().await());
        Spread factory = new Spread();
        ServerEndpoint endpoint = ServerEndpoint.tcp(0)
                .on("127.0.0.1")
                .limits(Limits.server().connections(2).whenFull(Limits.WhenFull.PAUSE));
        Port port = group.listen(endpoint, factory).await();

        List<Echo> echoes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Echo echo = connect(port);
            echoes.add(echo);
            if (i >= 2) {
                echoes.get(i - 2).transport().loseConnection();
            }
        }
        Echo last = echoes.get(99);

        assertThat(last.say("at last").await()).isEqualTo("at last");
    }

    @Test
    void anOldConnectionIsClosed() throws Exception {
        Recorder server = new Recorder();
        Port port = listen(Limits.server().age(Duration.ofMillis(200)), server);

        Echo echo = connect(port);

        assertThat(server.reason()).isEqualTo(CloseReason.timeout());
        assertThat(echo.lost.join()).isEqualTo(CloseReason.remote());
    }

    @Test
    void whatIsStuckIsAborted() throws Exception {
        Recorder server = new Recorder().whenMade(made -> made.transport().write(Bytes.of(new byte[14 << 20])));
        Port port = listen(Limits.server().writeTimeout(Duration.ofMillis(300)), server);
        Recorder deaf = new Recorder().whenMade(made -> made.transport().pauseReading());

        client.connect("tcp:127.0.0.1:" + port.number(), deaf).await();

        assertThat(server.reason()).isEqualTo(CloseReason.timeout());
        deaf.transport().abortConnection();
    }

    @Test
    void aPortIsCalledByItsName() {
        try (Log log = Log.of(NettyReactor.class)) {
            Port port = reactor.listen("tcp:0:interface=127.0.0.1:name=chat:connections=1", Echo::new)
                    .await();
            connect(port).say("in").await();
            connect(port).lost.join();

            assertThat(port.name()).isEqualTo("chat");
            assertThat(log.messages(Level.WARN)).singleElement().asString().startsWith("chat has 1 connections");
        }
        assertThat(listen(Limits.server()).name()).startsWith("127.0.0.1:");
    }

    /** Serves one connection from an address, unless the endpoint says otherwise. */
    private static final class Lonely implements Factory {

        @Override
        public Protocol buildProtocol(Address peer) {
            return new Echo();
        }

        @Override
        public Limits usual() {
            return Limits.server().connectionsPerAddress(1);
        }
    }

    private Port listen(Limits limits) {
        return reactor.listen(ServerEndpoint.tcp(0).on("127.0.0.1").limits(limits), peer -> new Echo())
                .await();
    }

    private Port listen(Limits limits, Protocol protocol) {
        return reactor.listen(ServerEndpoint.tcp(0).on("127.0.0.1").limits(limits), peer -> protocol)
                .await();
    }

    private Echo connect(Port port) {
        return client.connect("tcp:127.0.0.1:" + port.number(), new Echo()).await();
    }

    /** The server counts one off when its own end has closed, which the client cannot see. */
    private Echo retry(Port port) {
        while (port.connections() > 0) {
            Reactors.settle(reactor);
        }
        return connect(port);
    }

    private static Socket from(String host, Port port) throws Exception {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(host), 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port.number()));
        socket.setSoTimeout((int) Recorder.PATIENCE.toMillis());
        return socket;
    }

    private static boolean echoes(Socket socket) throws Exception {
        socket.getOutputStream().write('x');
        return socket.getInputStream().read() == 'x';
    }

    private static final class Spread implements io.jtwisted.net.Factory, Sharable {

        @Override
        public Protocol buildProtocol(io.jtwisted.net.Address peer) {
            return new Echo();
        }
    }
}
