package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.CloseReason;
import io.jtwisted.testsupport.NoLeaks;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** pauseReading and resumeReading. */
@Tag("transports")
@ParameterizedClass
@MethodSource("io.jtwisted.netty.Way#all")
@ExtendWith(NoLeaks.class)
class PauseIT {
    private final Rig rig;

    PauseIT(Way way, @TempDir Path directory) {
        rig = new Rig(way, directory);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void tenMegabytesAndTheEndWaitBehindAPause() throws Exception {
        byte[] bytes = Rig.noise(10 << 20);
        Recorder reader =
                new Recorder().whenMade(recorder -> recorder.transport().pauseReading());
        Recorder writer = new Recorder().whenMade(recorder -> {
            recorder.transport().write(Bytes.of(bytes));
            recorder.transport().loseConnection();
        });
        rig.join(reader, writer);
        reader.passes();
        writer.passes();

        boolean nothing = reader.bytes().length == 0 && !reader.isLost();
        long unsent = writer.get(() -> writer.transport().unsent());
        reader.transport().resumeReading();

        assertThat(nothing).isTrue();
        assertThat(unsent).isPositive(); // it stayed at the writer: the reader did not take it
        assertThat(reader.reason()).isEqualTo(CloseReason.remote());
        assertThat(writer.reason()).isEqualTo(CloseReason.local());
        assertThat(Rig.sum(reader.bytes())).isEqualTo(Rig.sum(bytes));
        assertThat(reader.events()).containsExactly("made", "data", "lost");
    }

    @Test
    void aPauseHoldsInTheMiddleOfAnEvent() throws Exception {
        byte[] bytes = Rig.noise(1 << 20);
        Recorder reader = new Recorder().whenReceived(recorder -> {
            recorder.transport().pauseReading();
            recorder.events().add("paused");
            recorder.reactor().callFromThread(() -> {
                recorder.events().add("resumed");
                recorder.transport().resumeReading();
            });
        });
        Recorder writer = new Recorder().whenMade(recorder -> {
            recorder.transport().write(Bytes.of(bytes));
            recorder.transport().loseConnection();
        });

        rig.join(reader, writer);

        assertThat(reader.reason()).isEqualTo(CloseReason.remote());
        assertThat(Rig.sum(reader.bytes())).isEqualTo(Rig.sum(bytes));
        assertThat(String.join(" ", reader.events()))
                .matches("made( data paused resumed)+ lost|made( data paused resumed)* data paused lost resumed");
    }

    @Test
    void anEventOfOneConnectionResumesAnother() throws Exception {
        Recorder first =
                new Recorder().whenMade(recorder -> recorder.transport().pauseReading());
        Iterator<Recorder> accepting = List.of(first, new Recorder()).iterator();
        rig.listen(accepting::next);
        rig.connect(new Recorder().whenMade(recorder -> recorder.write("held")));
        first.made();
        Recorder other = rig.connect(new Recorder());
        boolean held = first.text().isEmpty();

        other.turn(recorder -> first.transport().resumeReading());

        assertThat(held).isTrue();
        assertThat(first.enough().text()).isEqualTo("held");
    }

    @Test
    void aPausedConnectionCanBeClosed() throws Exception {
        Recorder reader =
                new Recorder().whenMade(recorder -> recorder.transport().pauseReading());
        Recorder writer = new Recorder().whenMade(recorder -> recorder.write("never read"));
        rig.join(reader, writer);

        reader.transport().loseConnection();

        assertThat(reader.reason()).isEqualTo(CloseReason.local());
        assertThat(writer.reason()).isEqualTo(CloseReason.remote());
        assertThat(reader.text()).isEmpty();
    }

    @Test
    void aLossBehindAPauseIsToldToWhoeverCloses() throws Exception {
        Recorder reader =
                new Recorder().whenReceived(recorder -> recorder.transport().pauseReading());
        Recorder writer =
                new Recorder().whenMade(recorder -> recorder.transport().write(Bytes.of(Rig.noise(500_000))));
        rig.join(reader, writer);
        reader.enough();
        writer.transport().abortConnection();
        writer.reason();
        reader.passes();

        reader.transport().abortConnection();

        reader.reason();
        assertThat(reader.events()).endsWith("lost").containsOnlyOnce("lost");
    }

    @Test
    void aResetBehindAPauseEndsTheConnectionOnce() throws Exception {
        Recorder reader =
                new Recorder().whenMade(recorder -> recorder.transport().pauseReading());
        Recorder writer = new Recorder();
        rig.join(reader, writer);
        writer.transport().abortConnection();
        writer.reason();

        reader.transport().resumeReading();

        assertThat(reader.reason().kind()).isNotEqualTo(CloseReason.Kind.LOCAL);
        assertThat(reader.events()).containsExactly("made", "lost");
    }
}
