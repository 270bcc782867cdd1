package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Limits;
import io.jtwisted.testsupport.NoLeaks;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Connections which say nothing are closed, those which talk slowly are not. Over all ways at once: it takes time. */
@ExtendWith(NoLeaks.class)
class SilenceIT {
    private static final Duration SILENCE = Duration.ofMillis(400);

    @TempDir
    private Path directory;

    @Test
    void aSilentConnectionIsClosed() throws Exception {
        Rig.atOnce(NettyWay.internet(), directory, rig -> {
            rig.limits(Limits.server().silence(SILENCE));
            Recorder server = new Recorder();
            Recorder client = new Recorder();

            rig.join(server, client);

            assertThat(server.reason()).isEqualTo(CloseReason.timeout());
            assertThat(client.reason()).isEqualTo(CloseReason.remote());
        });
    }

    @Test
    void aPeerWhichSaysNothingIsClosedWhateverThisSideWrites() throws Exception {
        Rig.atOnce(NettyWay.internet(), directory, rig -> {
            rig.limits(Limits.server().readSilence(SILENCE));
            Recorder server = new Recorder().whenMade(SilenceIT::writesOn);

            rig.join(server, new Recorder());

            assertThat(server.reason()).isEqualTo(CloseReason.timeout());
        });
    }

    @Test
    void whatArrivesBehindAPauseOfThisSideIsNotSilence() throws Exception {
        Rig.atOnce(NettyWay.internet(), directory, rig -> {
            rig.limits(Limits.server().silence(SILENCE).readSilence(SILENCE));
            Recorder server = new Recorder().whenMade(recorder -> {
                recorder.transport().pauseReading();
                recorder.reactor()
                        .callLater(
                                SILENCE.multipliedBy(3),
                                () -> recorder.transport().resumeReading());
            });

            rig.join(server, new Recorder().whenMade(recorder -> recorder.write("early")));

            assertThat(server.reason()).isEqualTo(CloseReason.timeout());
            assertThat(server.text()).isEqualTo("early");
        });
    }

    private static void writesOn(Recorder recorder) {
        if (recorder.transport().connected()) {
            recorder.write("x");
            recorder.reactor().callLater(SILENCE.dividedBy(8), () -> writesOn(recorder));
        }
    }

    @Test
    void aByteInEitherDirectionPostponesIt() throws Exception {
        Duration silence = Duration.ofSeconds(1);
        Duration shorter = silence.dividedBy(4);
        Rig.atOnce(NettyWay.internet(), directory, rig -> {
            rig.limits(Limits.server().silence(silence));
            Recorder server = new Recorder();
            Recorder client = new Recorder().wants(4);
            client.whenReceived(recorder -> recorder.reactor().callLater(shorter, () -> recorder.write("x")));
            server.whenReceived(recorder -> recorder.reactor().callLater(shorter, () -> recorder.write("x")));
            rig.join(server, client);
            client.turn(recorder -> recorder.write("x"));

            client.enough();

            assertThat(server.isLost()).isFalse();
            client.transport().abortConnection();
        });
    }

    @Test
    void aPeerWhichDoesNotReadIsAbortedInTheEnd() throws Exception {
        Bytes much = Bytes.of(Rig.noise(14 << 20));
        Rig.atOnce(NettyWay.internet(), directory, rig -> {
            rig.limits(Limits.server().silence(SILENCE));
            Recorder server = new Recorder();
            Recorder client =
                    new Recorder().whenMade(recorder -> recorder.transport().pauseReading());
            rig.join(server, client);

            server.turn(recorder -> recorder.transport().write(much));

            assertThat(server.reason()).isEqualTo(CloseReason.timeout());
        });
    }
}
