package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Address;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ReactorGroup;
import io.jtwisted.net.Sharable;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("io.jtwisted.netty.NettyWay#ios")
class DrainIT {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final int MANY = 20;

    private final ReactorGroup servers;
    private final NettyReactor clients = NettyReactor.create();

    DrainIT(NettyReactor.Io io) {
        servers = NettyReactor.builder().io(io).daemon(true).group(2);
    }

    @BeforeEach
    void start() {
        servers.start().await();
        clients.start().await();
    }

    @AfterEach
    void stop() {
        servers.stop().await();
        clients.stop().await();
    }

    @Test
    void everybodyGetsTheLastWordsOnWhicheverReactor() throws Exception {
        Port port = servers.listen("tcp:0:interface=127.0.0.1", new Spread()).await();
        List<Talk> talks = connect(port, MANY);

        int aborted = port.drain(LONG).await();

        assertThat(aborted).isZero();
        for (Talk talk : talks) {
            talk.hears("bye");
            assertThat(talk.closed()).isEqualTo(CloseReason.remote());
        }
        assertThat(port.connections()).isZero();
    }

    @Test
    void nobodyIsLetInAnyMore() {
        Port port = servers.listen("tcp:0:interface=127.0.0.1", Leaving::new).await();

        port.drain(LONG).await();

        Throwable refused = clients.connect("tcp:127.0.0.1:" + port.number(), new Talk())
                .<Throwable>addCallback(talk -> new AssertionError("let in"))
                .addErrback(failure -> failure)
                .await();
        assertThat(refused).isInstanceOf(ConnectException.class);
    }

    @Test
    void whoStaysIsAbortedAndCounted() throws Exception {
        Port port = servers.listen("tcp:0:interface=127.0.0.1", Staying::new).await();
        List<Talk> talks = connect(port, 3);

        int aborted = port.drain(Duration.ofMillis(50)).await();

        assertThat(aborted).isEqualTo(3);
        for (Talk talk : talks) {
            assertThat(talk.closed().kind()).isEqualTo(CloseReason.Kind.ERROR);
        }
    }

    @Test
    void thosePortsWhichAreNotMeantGoOn() throws Exception {
        Port port = servers.listen("tcp:0:interface=127.0.0.1", Leaving::new).await();
        Port other = servers.listen("tcp:0:interface=127.0.0.1", Echo::new).await();
        connect(port, 1);
        Talk neighbour = connect(other);

        port.drain(LONG).await();

        neighbour.says("still here?").hears("still here?");
    }

    @Test
    void aPortIsDrainedTwiceWithoutHarm() throws Exception {
        Port port = servers.listen("tcp:0:interface=127.0.0.1", new Spread()).await();
        connect(port, 2);

        port.drain(LONG).await();

        assertThat(port.drain(LONG).await()).isZero();
    }

    private Talk connect(Port port) {
        return clients.connect("tcp:127.0.0.1:" + port.number(), new Talk()).await();
    }

    private List<Talk> connect(Port port, int number) throws Exception {
        List<Talk> talks = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            talks.add(connect(port).hears("hello"));
        }
        return talks;
    }

    private static class Leaving extends Protocol {
        @Override
        public void connectionMade() {
            transport().write(Bytes.utf8("hello"));
        }

        @Override
        public void shuttingDown() {
            transport().write(Bytes.utf8("bye"));
            transport().loseConnection();
        }
    }

    private static final class Spread implements Factory, Sharable {
        @Override
        public Protocol buildProtocol(Address peer) {
            return new Leaving();
        }
    }

    private static final class Staying extends Leaving {
        @Override
        public void shuttingDown() {}
    }
}
