package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Limits;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Connections which say nothing are closed, those which talk slowly are not. */
@ParameterizedClass
@MethodSource("io.jtwisted.netty.Way#internet")
@ExtendWith(NoLeaks.class)
class SilenceIT {
    private final Rig rig;

    SilenceIT(Way way, @TempDir Path directory) {
        rig = new Rig(way, directory);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private static final Duration SILENCE = Duration.ofMillis(400);

    @Test
    void aSilentConnectionIsClosed() throws Exception {
        rig.limits(Limits.server().silence(SILENCE));
        Recorder server = new Recorder();
        Recorder client = new Recorder();

        rig.join(server, client);

        assertThat(server.reason()).isEqualTo(CloseReason.timeout());
        assertThat(client.reason()).isEqualTo(CloseReason.remote());
    }

    @Test
    void aByteInEitherDirectionPostponesIt() throws Exception {
        rig.limits(Limits.server().silence(SILENCE));
        Recorder server = new Recorder();
        Recorder client = new Recorder().wants(8);
        client.whenReceived(recorder -> recorder.reactor().callLater(SILENCE.dividedBy(4), () -> recorder.write("x")));
        server.whenReceived(recorder -> recorder.reactor().callLater(SILENCE.dividedBy(4), () -> recorder.write("x")));
        rig.join(server, client);
        client.turn(recorder -> recorder.write("x"));

        client.enough();

        assertThat(server.isLost()).isFalse();
        client.transport().abortConnection();
    }

    @Test
    void aPeerWhichDoesNotReadIsAbortedInTheEnd() throws Exception {
        rig.limits(Limits.server().silence(SILENCE));
        Recorder server = new Recorder();
        Recorder client =
                new Recorder().whenMade(recorder -> recorder.transport().pauseReading());
        rig.join(server, client);

        server.turn(recorder -> recorder.transport().write(Bytes.of(Rig.noise(14 << 20))));

        assertThat(server.reason()).isEqualTo(CloseReason.timeout());
    }
}
