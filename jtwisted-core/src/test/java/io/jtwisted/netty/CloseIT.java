package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.CloseReason;
import io.jtwisted.testsupport.NoLeaks;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** loseConnection: polite, complete, and heard by the peer. */
@Tag("transports")
@ParameterizedClass
@MethodSource("io.jtwisted.netty.Way#all")
@ExtendWith(NoLeaks.class)
class CloseIT {
    private final Rig rig;

    CloseIT(Way way, @TempDir Path directory) {
        rig = new Rig(way, directory);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void whatWasWrittenIsSentFirst() throws Exception {
        byte[] megabyte = Rig.noise(1 << 20);
        Recorder server = new Recorder().whenMade(recorder -> {
            recorder.transport().write(Bytes.of(megabyte));
            recorder.transport().loseConnection();
        });
        Recorder client = new Recorder();

        rig.join(server, client);

        assertThat(client.reason()).isEqualTo(CloseReason.remote());
        assertThat(server.reason()).isEqualTo(CloseReason.local());
        assertThat(client.bytes()).hasSize(megabyte.length);
        assertThat(Rig.sum(client.bytes())).isEqualTo(Rig.sum(megabyte));
    }

    @Test
    void whatIsWrittenBeforeTheBufferHasDrainedIsSentToo() throws Exception {
        Recorder server = new Recorder().whenMade(recorder -> {
            recorder.write("one ");
            recorder.transport().loseConnection();
            recorder.write("two ");
            recorder.transport().loseConnection();
            recorder.transport().write(Bytes.of(Rig.noise(100_000)));
            recorder.write(" three");
        });
        Recorder client = new Recorder();

        rig.join(server, client);

        assertThat(client.reason()).isEqualTo(CloseReason.remote());
        assertThat(client.bytes()).hasSize(8 + 100_000 + 6);
        assertThat(client.text()).startsWith("one two ").endsWith(" three");
        server.reason();
        assertThat(server.events()).containsExactly("made", "lost");
    }

    @Test
    void whatIsWrittenInALaterTurnIsSentWhileSomethingIsUnsentAndDroppedAfterwards() throws Exception {
        Recorder server = new Recorder();
        Recorder client =
                new Recorder().whenMade(recorder -> recorder.transport().pauseReading());
        rig.join(server, client);
        server.turn(recorder -> {
            recorder.transport().write(Bytes.of(Rig.noise(14 << 20)));
            recorder.transport().loseConnection();
        });

        server.turn(recorder -> recorder.write("while it waits"));
        client.transport().resumeReading();
        server.reason();
        server.turn(recorder -> recorder.write("too late"));

        assertThat(client.reason()).isEqualTo(CloseReason.remote());
        assertThat(client.bytes()).hasSize((14 << 20) + 14);
        assertThat(client.text()).endsWith("while it waits");
    }

    @Test
    void whatArrivesAfterwardsIsNotDelivered() throws Exception {
        Recorder server =
                new Recorder().whenReceived(recorder -> recorder.transport().loseConnection());
        Recorder client = new Recorder();
        rig.join(server, client);

        client.turn(recorder -> recorder.write("first"));
        server.reason();
        client.turn(recorder -> recorder.write("second"));
        client.reason();
        server.passes();

        assertThat(server.text()).isEqualTo("first");
    }

    @Test
    void thePeerReadsOurLastWordsThoughItIsStillTalking() throws Exception {
        assumeTrue(
                rig.way().hearsTheEndWhileItWrites(),
                "a client of this way may not notice that the peer is gone while it has unsent data");
        Recorder server = new Recorder().whenReceived(recorder -> {
            recorder.write("goodbye");
            recorder.transport().loseConnection();
        });
        Recorder client = new Recorder();
        client.whenMade(recorder -> {
            for (int i = 0; i < 160; i++) {
                recorder.transport().write(Bytes.of(Rig.noise(65_536)));
            }
        });

        rig.join(server, client);

        assertThat(client.reason()).isEqualTo(CloseReason.remote());
        assertThat(client.text()).isEqualTo("goodbye");
        assertThat(server.reason()).isEqualTo(CloseReason.local());
    }

    @Test
    void aCloseDoesNotWaitForAPeerWhichStays() throws Exception {
        Recorder server = new Recorder();
        Recorder client = new Recorder.Half();
        rig.join(server, client);

        server.turn(recorder -> recorder.transport().loseConnection());

        assertThat(server.reason()).isEqualTo(CloseReason.local());
        client.ended();
        assertThat(client.isLost()).isFalse();
    }

    @Test
    void aPeerWhichVanishesBeforeAllIsSentIsAnError() throws Exception {
        Recorder client = new Recorder();
        client.whenMade(recorder -> recorder.transport().pauseReading());
        Recorder server = new Recorder().wants(1);
        rig.join(server, client);

        server.turn(recorder -> {
            recorder.transport().write(Bytes.of(Rig.noise(10 << 20)));
            recorder.transport().loseConnection();
        });
        client.transport().abortConnection();

        assertThat(server.reason().kind()).isEqualTo(CloseReason.Kind.ERROR);
    }
}
