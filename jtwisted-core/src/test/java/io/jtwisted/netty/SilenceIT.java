package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Limits;
import io.netty.channel.ChannelOption;
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
    void aPeerWhichSaysNothingIsClosedWhateverThisSideWrites() throws Exception {
        rig.limits(Limits.server().readSilence(SILENCE));
        Recorder server = new Recorder().whenMade(SilenceIT::writesOn);

        rig.join(server, new Recorder());

        assertThat(server.reason()).isEqualTo(CloseReason.timeout());
    }

    @Test
    void whatArrivesBehindAPauseOfThisSideIsNotSilence() throws Exception {
        rig.limits(Limits.server().silence(SILENCE).readSilence(SILENCE));
        Recorder server = new Recorder().whenMade(recorder -> {
            recorder.transport().pauseReading();
            recorder.reactor()
                    .callLater(
                            SILENCE.multipliedBy(3), () -> recorder.transport().resumeReading());
        });

        rig.join(server, new Recorder().whenMade(recorder -> recorder.write("early")));

        assertThat(server.reason()).isEqualTo(CloseReason.timeout());
        assertThat(server.text()).isEqualTo("early");
    }

    private static void writesOn(Recorder recorder) {
        if (recorder.transport().connected()) {
            recorder.write("x");
            recorder.reactor().callLater(SILENCE.dividedBy(8), () -> writesOn(recorder));
        }
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
    void aBigWriteToAPeerWhichReadsSlowlyIsNotSilence() throws Exception {
        Duration silence = Duration.ofSeconds(1);
        rig.limits(Limits.server().silence(silence));
        byte[] bytes = Rig.noise(8 << 20);
        Recorder server = new Recorder();
        Recorder client = new Recorder();
        client.whenReceived(recorder -> {
            recorder.transport().pauseReading();
            recorder.reactor()
                    .callLater(Duration.ofMillis(12), () -> recorder.transport().resumeReading());
        });
        rig.join(server, client);
        // Small: what is in the kernel's buffers takes some pauses, and nobody sees it move.
        NettyReactor.channelOf(server.transport()).config().setOption(ChannelOption.SO_SNDBUF, 65_536);
        NettyReactor.channelOf(client.transport()).config().setOption(ChannelOption.SO_RCVBUF, 65_536);
        long begun = System.nanoTime();

        server.turn(recorder -> {
            recorder.transport().write(Bytes.of(bytes));
            recorder.transport().loseConnection();
        });

        assertThat(server.reason()).isEqualTo(CloseReason.local());
        assertThat(client.reason()).isEqualTo(CloseReason.remote());
        assertThat(Rig.sum(client.bytes())).isEqualTo(Rig.sum(bytes));
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(silence);
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
