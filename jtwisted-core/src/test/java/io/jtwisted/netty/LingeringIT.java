package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Limits;
import io.jtwisted.testsupport.NoLeaks;
import io.netty.channel.ChannelOption;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Peers that stay, or that take their time. Over all ways at once, because a real clock has to pass a limit. */
@ExtendWith(NoLeaks.class)
class LingeringIT {

    @TempDir
    private Path directory;

    @Test
    void aSocketLingersNoLongerThanItsLimit() throws Exception {
        Rig.atOnce(NettyWay.all(), directory, rig -> {
            Recorder server = new Recorder();
            Recorder client = new Recorder.Half();
            rig.join(server, client);
            Duration begin = server.reactor().now();

            server.turn(recorder -> recorder.transport().loseConnection());
            NettyReactor.channelOf(server.transport()).closeFuture().sync();

            assertThat(server.reactor().now().minus(begin))
                    .isBetween(NettyConnection.LINGERING.minusMillis(50), NettyConnection.LINGERING.plusSeconds(2));
        });
    }

    @Test
    void aBigWriteToAPeerWhichReadsSlowlyIsNotSilence() throws Exception {
        Duration silence = Duration.ofSeconds(2);
        byte[] bytes = Rig.noise(4 << 20);
        Rig.atOnce(NettyWay.internet(), directory, rig -> {
            rig.limits(Limits.server().silence(silence));
            Recorder server = new Recorder();
            Recorder client = new Unhurried();
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
        });
    }

    /** Pauses after each 64 KiB, in however many pieces they come. */
    private static final class Unhurried extends Recorder {
        private int sincePause;

        @Override
        public void dataReceived(Bytes data) throws Exception {
            super.dataReceived(data);
            sincePause += data.length();
            if (sincePause >= 65_536) {
                sincePause = 0;
                transport().pauseReading();
                reactor().callLater(Duration.ofMillis(80), () -> transport().resumeReading());
            }
        }
    }
}
