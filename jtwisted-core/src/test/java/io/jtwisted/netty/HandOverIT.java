package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Protocol;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** One protocol hands its connection over to another. */
@ParameterizedClass
@MethodSource("io.jtwisted.netty.Way#all")
@ExtendWith(NoLeaks.class)
class HandOverIT {
    private static final int GREETING = 4;

    private final Rig rig;

    HandOverIT(Way way, @TempDir Path directory) {
        rig = new Rig(way, directory);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    /** Takes four bytes, and hands over to the other. */
    private static final class Greeter extends Protocol {
        private final Protocol heir;
        private Bytes arrived = Bytes.empty();

        Greeter(Protocol heir) {
            this.heir = heir;
        }

        @Override
        public void dataReceived(Bytes data) {
            arrived = arrived.plus(data);
            if (arrived.length() >= GREETING) {
                transport().write(arrived.slice(0, GREETING));
                transport().become(heir, arrived.slice(GREETING));
            }
        }
    }

    @Test
    void megabytesAndTheEndReachTheNextOne() throws Exception {
        byte[] bytes = Rig.noise(3 << 20);
        Recorder server = new Recorder.Half().whenEnded(recorder -> {
            recorder.write("bye");
            recorder.transport().loseConnection();
        });
        rig.listen(() -> new Greeter(server));

        Recorder client = rig.connect(new Recorder.Half().whenMade(recorder -> {
            recorder.write("helo");
            recorder.transport().write(Bytes.of(bytes));
            recorder.transport().loseWriteConnection();
        }));

        assertThat(client.reason()).isEqualTo(CloseReason.remote());
        assertThat(client.text()).isEqualTo("helobye");
        assertThat(server.reason()).isEqualTo(CloseReason.local());
        assertThat(Rig.sum(server.bytes())).isEqualTo(Rig.sum(bytes));
        assertThat(server.events()).startsWith("made").endsWith("read lost", "lost");
    }

    @Test
    void aPauseOfTheNextOneHoldsTheRest() throws Exception {
        byte[] bytes = Rig.noise(2 << 20);
        Recorder server =
                new Recorder().whenMade(recorder -> recorder.transport().pauseReading());
        rig.listen(() -> new Greeter(server));
        Recorder client = rig.connect(new Recorder().wants(GREETING).whenMade(recorder -> {
            recorder.write("helo");
            recorder.transport().write(Bytes.of(bytes));
        }));
        assertThat(client.enough().text()).isEqualTo("helo");
        assertThat(server.events()).containsExactly("made");

        client.transport().loseConnection();
        server.turn(recorder -> recorder.transport().resumeReading());

        assertThat(server.reason()).isEqualTo(CloseReason.remote());
        assertThat(Rig.sum(server.bytes())).isEqualTo(Rig.sum(bytes));
    }
}
