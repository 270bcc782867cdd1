package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Port;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("io.jtwisted.netty.Way#ios")
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

    private final class Telling extends Echo {

        @Override
        public void connectionMade() {
            seen.add("made");
        }
    }

    /** Accepts nobody: its backlog is full. */
    private static final class Deaf implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<SocketChannel> filling = new ArrayList<>();

        Deaf() throws IOException {
            for (int i = 0; i < 4; i++) {
                SocketChannel channel = SocketChannel.open();
                channel.configureBlocking(false);
                channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), number()));
                filling.add(channel);
            }
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
