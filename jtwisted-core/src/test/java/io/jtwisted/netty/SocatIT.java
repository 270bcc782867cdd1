package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.testsupport.Foreign;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The socat program at the other end of a Unix socket. */
class SocatIT {
    @TempDir
    private Path directory;

    private String socat;
    private String path;

    @BeforeEach
    void begin() {
        socat = Foreign.program("socat");
        path = directory.resolve("socket").toString();
    }

    @ParameterizedTest
    @MethodSource("io.jtwisted.netty.NettyWay#ios")
    void itsHalfCloseEndsAnEchoAfterAllIsSaid(NettyReactor.Io io) throws Exception {
        try (Host host = new Host(io)) {
            String much = "0123456789abcde\n".repeat(20_000);
            host.serve(ServerEndpoint.unix(path), EchoToTheEnd::new);

            try (Foreign client = Foreign.run(socat, "-t", "20", "-", "UNIX-CONNECT:" + path)) {
                client.says(much).hangsUp();

                assertThat(client.exit()).isZero();
                assertThat(client.output()).isEqualTo(much);
            }
            assertThat(host.served().closed().isClean()).isTrue();
        }
    }

    @ParameterizedTest
    @MethodSource("io.jtwisted.netty.NettyWay#ios")
    void itServesOurClient(NettyReactor.Io io) throws Exception {
        try (Host host = new Host(io);
                Foreign server = Foreign.run(socat, "-d", "-d", "-t", "20", "UNIX-LISTEN:" + path, "-")) {
            server.prints("listening on");

            Talk client = host.connect(ClientEndpoint.unix(path));
            client.says("hello, socat\n");
            server.prints("hello, socat").says("hello, client\n");
            client.hears("hello, client\n");
            server.hangsUp(); // it shuts its half down

            assertThat(client.closed()).isEqualTo(CloseReason.remote());
            assertThat(server.exit()).isZero();
        }
    }

    @Test
    void itMayEndItsHalfAndListenOn() throws Exception {
        try (Host host = new Host()) {
            host.serve(ServerEndpoint.unix(path), Patient::new);

            try (Foreign client = Foreign.run(socat, "-t", "20", "-", "UNIX-CONNECT:" + path)) {
                client.says("that is all").hangsUp();
                Patient server = (Patient) host.served();
                server.hears("that is all").hears("(end)");
                server.says("understood").transport().loseConnection();

                assertThat(client.exit()).isZero();
                assertThat(client.output()).isEqualTo("understood");
                assertThat(server.closed()).isEqualTo(CloseReason.local());
            }
        }
    }

    /** Hears the end of the other half as words. */
    private static final class Patient extends Talk implements io.jtwisted.net.HalfCloseable {

        @Override
        public void readConnectionLost() throws Exception {
            dataReceived(io.jtwisted.bytes.Bytes.utf8("(end)"));
        }
    }
}
