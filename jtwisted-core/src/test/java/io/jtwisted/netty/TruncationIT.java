package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.net.CloseReason;
import io.jtwisted.testsupport.NoLeaks;
import io.netty.channel.socket.DuplexChannel;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS knows whether the peer has ended, or somebody on the way (RFC 8446, section 6.1). */
@ParameterizedClass
@MethodSource("io.jtwisted.netty.NettyWay#tls")
@ExtendWith(NoLeaks.class)
class TruncationIT {
    private final Rig rig;

    TruncationIT(Way way, @TempDir Path directory) {
        rig = new Rig(way, directory);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void anEndWithoutCloseNotifyIsAnError() throws Exception {
        Recorder server = new Recorder.Half();
        Recorder client = new Recorder();
        rig.join(server, client);
        client.turn(recorder -> recorder.write("cut sh"));
        server.enough();

        ((DuplexChannel) NettyReactor.channelOf(client.transport())).shutdownOutput();

        assertThat(server.reason().kind()).isEqualTo(CloseReason.Kind.ERROR);
        assertThat(server.reason().cause()).isInstanceOf(IOException.class).hasMessageContaining("close_notify");
        assertThat(server.events()).containsExactly("made", "data", "lost");
    }
}
