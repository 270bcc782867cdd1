package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.CloseReason;
import io.jtwisted.testsupport.NoLeaks;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** abortConnection: at once, and the peer is told by a reset. */
@ParameterizedClass
@MethodSource("io.jtwisted.netty.NettyWay#internet")
@ExtendWith(NoLeaks.class)
class AbortIT {
    private final Rig rig;

    AbortIT(Way way, @TempDir Path directory) {
        rig = new Rig(way, directory);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void aPlainPeerSeesAReset() throws Exception {
        Recorder server =
                new Recorder().whenReceived(recorder -> recorder.transport().abortConnection());
        rig.listen(() -> server);
        if (rig.way().encrypted()) {
            Recorder client = rig.connect(new Recorder());
            client.turn(recorder -> recorder.write("anything"));

            assertThat(client.reason().cause()).isInstanceOf(IOException.class);
            return;
        }

        try (Socket socket = rig.socket()) {
            socket.getOutputStream().write('x');

            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("reset");
        }
    }

    @Test
    void theLossFollowsLaterAndNothingElse() throws Exception {
        Recorder server = new Recorder().whenReceived(recorder -> {
            recorder.transport().abortConnection();
            recorder.transport().abortConnection();
            recorder.events().add("still here");
        });
        Recorder client = new Recorder();
        rig.join(server, client);

        client.turn(recorder -> recorder.transport().write(Bytes.of(Rig.noise(1 << 20))));

        assertThat(server.reason().kind()).isEqualTo(CloseReason.Kind.LOCAL);
        assertThat(server.reason().cause()).hasMessageContaining("aborted");
        client.reason();
        server.passes();
        assertThat(server.events()).containsExactly("made", "data", "still here", "lost");
    }

    @Test
    void itWinsOverAPoliteCloseWithAFullBuffer() throws Exception {
        Recorder client = new Recorder();
        client.whenMade(recorder -> recorder.transport().pauseReading());
        Recorder server = new Recorder();
        rig.join(server, client);

        server.turn(recorder -> {
            recorder.transport().write(Bytes.of(Rig.noise(12 << 20)));
            recorder.transport().loseConnection();
        });
        server.passes();
        boolean waited = !server.isLost();
        server.transport().abortConnection();

        assertThat(waited).isTrue();
        assertThat(server.reason().cause()).hasMessageContaining("aborted");
    }

    @Test
    void itEndsAConnectionInItsFirstEvent() throws Exception {
        rig.listen(Recorder::new);
        Recorder client = new Recorder().whenMade(recorder -> {
            recorder.write("lost");
            recorder.transport().abortConnection();
            recorder.events().add("still here");
        });

        rig.connect(client);

        assertThat(client.reason().cause()).hasMessageContaining("aborted");
        assertThat(client.events()).containsExactly("made", "still here", "lost");
    }
}
