package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Layer;
import io.jtwisted.net.Lengths;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** A layer over each kind of transport. */
@ParameterizedClass
@MethodSource("io.jtwisted.netty.Way#all")
@ExtendWith(NoLeaks.class)
class LayerIT {
    private final Rig rig;

    LayerIT(Way way, @TempDir Path directory) {
        rig = new Rig(way, directory);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void megabytesPassInPiecesAndEachHalfEnds() throws Exception {
        byte[] bytes = Rig.noise(3 << 20);
        Recorder server = new Recorder.Half().whenEnded(recorder -> {
            recorder.transport().write(Bytes.of(recorder.bytes()));
            recorder.transport().loseConnection();
        });
        Recorder client = new Recorder.Half().whenMade(recorder -> {
            recorder.transport().write(Bytes.of(bytes));
            recorder.transport().loseWriteConnection();
        });
        rig.listen(() -> new Layer(new Lengths(), new Layer(new Lengths(), server)));

        rig.connect(new Layer(new Lengths(), new Layer(new Lengths(), client)));

        assertThat(client.reason()).isEqualTo(CloseReason.remote());
        assertThat(server.reason()).isEqualTo(CloseReason.local());
        assertThat(Rig.sum(client.bytes())).isEqualTo(Rig.sum(bytes));
    }

    @Test
    void aPauseAboveHoldsThePeer() throws Exception {
        Recorder server =
                new Recorder().whenMade(recorder -> recorder.transport().pauseReading());
        Recorder client = new Recorder();
        rig.listen(() -> new Layer(new Lengths(), server));
        rig.connect(new Layer(new Lengths(), client));
        byte[] bytes = Rig.noise(8 << 20);

        client.turn(recorder -> {
            recorder.transport().write(Bytes.of(bytes));
            recorder.transport().loseConnection();
        });
        server.passes();
        assertThat(server.events()).containsExactly("made");
        server.turn(recorder -> recorder.transport().resumeReading());

        assertThat(server.reason()).isEqualTo(CloseReason.remote());
        assertThat(Rig.sum(server.bytes())).isEqualTo(Rig.sum(bytes));
    }
}
