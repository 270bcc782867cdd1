package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.testsupport.Noise;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Peers which do not behave. Each ends at most its own connection; bad input to TLS is in TlsHandshakeIT. */
class BadInputIT {

    /** A port, a neighbour on it who must not notice anything, and the log, which must not either. */
    private static final class Place implements AutoCloseable {
        private final Noise noise = new Noise();
        private final Host host;
        private final Port port;
        private final Talk neighbour;

        Place(NettyReactor.Io io, Limits limits, java.util.function.Supplier<Talk> protocols) throws Exception {
            host = new Host(io);
            port = host.serve(ServerEndpoint.tcp(0).on("127.0.0.1").limits(limits), protocols);
            neighbour = host.connect(ClientEndpoint.tcp("127.0.0.1", port.number()));
            host.served().transport().closeAfterSilence(Duration.ZERO);
        }

        Socket bad() throws Exception {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.number());
            socket.setSoTimeout(20_000);
            return socket;
        }

        void noticesNothing() throws Exception {
            neighbour.says("still here").hears("still here");
            noise.isBearable();
        }

        @Override
        public void close() {
            noise.close();
            host.close();
        }
    }

    @ParameterizedTest
    @MethodSource("io.jtwisted.netty.NettyWay#ios")
    void oneWhoConnectsAndSaysNothingIsSentAway(NettyReactor.Io io) throws Exception {
        Limits limits = Limits.server().silence(Duration.ofMillis(200));
        try (Place place = new Place(io, limits, EchoToTheEnd::new);
                Socket silent = place.bad()) {

            assertThat(silent.getInputStream().read()).isEqualTo(-1);

            assertThat(place.host.served().closed()).isEqualTo(CloseReason.timeout());
            place.noticesNothing();
        }
    }

    @ParameterizedTest
    @MethodSource("io.jtwisted.netty.NettyWay#ios")
    void oneWhoNeverReadsIsAbortedAtTheLimit(NettyReactor.Io io) throws Exception {
        Limits limits = Limits.server().unsent(100_000);
        try (Place place = new Place(io, limits, EchoToTheEnd::new);
                Socket deaf = place.bad()) {
            Talk server = place.host.served();
            byte[] words = new byte[65_536];

            Throwable stopped = null;
            for (int i = 0; i < 10_000 && stopped == null; i++) {
                try {
                    deaf.getOutputStream().write(words);
                } catch (java.io.IOException reset) {
                    stopped = reset;
                }
            }

            assertThat(stopped).isNotNull();
            assertThat(server.closed().kind()).isEqualTo(CloseReason.Kind.ERROR);
            assertThat(server.closed().cause()).hasMessageContaining("the peer does not read");
            place.noticesNothing();
        }
    }

    @ParameterizedTest
    @MethodSource("io.jtwisted.netty.NettyWay#ios")
    void aResetWhileWeRead(NettyReactor.Io io) throws Exception {
        try (Place place = new Place(io, Limits.server(), EchoToTheEnd::new)) {
            try (Socket gone = place.bad()) {
                gone.getOutputStream().write(new byte[] {1, 2, 3});
                assertThat(gone.getInputStream().readNBytes(3)).hasSize(3);
                gone.setSoLinger(true, 0);
            }

            assertThat(place.host.served().closed().kind()).isEqualTo(CloseReason.Kind.ERROR);
            place.noticesNothing();
        }
    }

    @ParameterizedTest
    @MethodSource("io.jtwisted.netty.NettyWay#ios")
    void aResetWhileWeWrite(NettyReactor.Io io) throws Exception {
        try (Place place = new Place(io, Limits.server(), Flooding::new)) {
            try (Socket gone = place.bad()) {
                gone.getOutputStream().write('!');
                assertThat(gone.getInputStream().readNBytes(100_000)).hasSize(100_000);
                gone.setSoLinger(true, 0);
            }

            CloseReason reason = place.host.served().closed();
            assertThat(reason.kind()).isEqualTo(CloseReason.Kind.ERROR);
            assertThat(reason.cause()).isInstanceOf(java.io.IOException.class);
            place.noticesNothing();
        }
    }

    /** Echoes; upon an exclamation mark, says much more than a socket takes. */
    private static final class Flooding extends Talk {

        @Override
        public void dataReceived(io.jtwisted.bytes.Bytes data) {
            if (data.utf8().startsWith("!")) {
                says("x".repeat(15_000_000));
            } else {
                transport().write(data);
            }
        }
    }
}
