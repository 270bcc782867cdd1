package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.CloseReason;
import io.jtwisted.testsupport.Log;
import io.jtwisted.testsupport.NoLeaks;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** One direction ends, the other goes on. */
@Tag("transports")
@ParameterizedClass
@MethodSource("io.jtwisted.netty.Way#all")
@ExtendWith(NoLeaks.class)
class HalfCloseIT {
    private final Rig rig;

    HalfCloseIT(Way way, @TempDir Path directory) {
        rig = new Rig(way, directory);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void thePeerMayBeWrittenToAfterItsEnd() throws Exception {
        byte[] answer = Rig.noise(300_000);
        Recorder server = new Recorder.Half().whenEnded(recorder -> {
            recorder.transport().write(Bytes.of(answer));
            recorder.transport().loseConnection();
        });
        Recorder client = new Recorder.Half().whenMade(recorder -> {
            recorder.write("question");
            recorder.transport().loseWriteConnection();
            recorder.write("ignored");
        });

        rig.join(server, client);

        assertThat(client.reason()).isEqualTo(CloseReason.remote());
        assertThat(server.reason()).isEqualTo(CloseReason.local());
        assertThat(server.text()).isEqualTo("question");
        assertThat(server.events()).containsExactly("made", "data", "read lost", "lost");
        assertThat(client.events()).containsExactly("made", "write lost", "data", "lost");
        assertThat(Rig.sum(client.bytes())).isEqualTo(Rig.sum(answer));
    }

    @Test
    void aPeerWhichHasEndedMayBeWrittenToAgainAndAgain() throws Exception {
        byte[] megabytes = Rig.noise(4 << 20);
        Recorder server = new Recorder.Half();
        Recorder client =
                new Recorder.Half().whenMade(recorder -> recorder.transport().loseWriteConnection());
        rig.join(server, client);
        server.ended();

        server.turn(recorder -> recorder.write("first")); // nothing is left to wait for when this has left
        server.passes();
        client.turn(recorder -> recorder.transport().pauseReading());
        server.turn(recorder -> {
            recorder.transport().write(Bytes.of(megabytes)); // more than the socket takes at once
            recorder.transport().loseConnection();
        });
        server.passes();
        client.turn(recorder -> recorder.transport().resumeReading());

        assertThat(client.reason()).isEqualTo(CloseReason.remote());
        assertThat(server.reason()).isEqualTo(CloseReason.local());
        assertThat(client.bytes()).hasSize("first".length() + megabytes.length);
    }

    @Test
    void ourEndFollowsWhatWasWritten() throws Exception {
        byte[] megabyte = Rig.noise(1 << 20);
        Recorder server = new Recorder.Half();
        Recorder client = new Recorder.Half().whenMade(recorder -> {
            recorder.transport().write(Bytes.of(megabyte));
            recorder.transport().loseWriteConnection();
            recorder.transport().loseWriteConnection();
        });

        rig.join(server, client);
        server.ended();

        assertThat(Rig.sum(server.bytes())).isEqualTo(Rig.sum(megabyte));
        assertThat(client.isLost()).isFalse();
        server.turn(recorder -> recorder.write("still talking"));
        client.enough();
        assertThat(client.text()).startsWith("still");
    }

    @Test
    void bothHalvesAreTheWhole() throws Exception {
        Recorder server =
                new Recorder.Half().whenEnded(recorder -> recorder.transport().loseWriteConnection());
        Recorder client =
                new Recorder.Half().whenMade(recorder -> recorder.transport().loseWriteConnection());

        rig.join(server, client);

        assertThat(client.reason()).isEqualTo(CloseReason.remote());
        assertThat(server.reason()).isEqualTo(CloseReason.local());
        server.passes();
        client.passes();
        assertThat(server.events()).containsExactly("made", "read lost", "lost");
        assertThat(client.events()).containsExactly("made", "write lost", "lost");
    }

    @Test
    void whoKnowsNoHalvesClosesAndItsAnswerArrives() throws Exception {
        Recorder server = new Recorder().whenReceived(recorder -> recorder.write("answer"));
        Recorder client = new Recorder.Half().whenMade(recorder -> {
            recorder.write("question");
            recorder.transport().loseWriteConnection();
        });

        rig.join(server, client);

        assertThat(server.reason()).isEqualTo(CloseReason.remote());
        assertThat(client.reason()).isEqualTo(CloseReason.remote());
        assertThat(client.text()).isEqualTo("answer");
    }

    @Test
    void anExceptionInAHalfIsTheReason() throws Exception {
        IllegalStateException bug = new IllegalStateException("a bug");
        Recorder server = new Recorder.Half().whenEnded(recorder -> {
            throw bug;
        });
        Recorder client =
                new Recorder.Half().whenMade(recorder -> recorder.transport().loseWriteConnection());
        try (Log log = Log.of(Recorder.Half.class)) {
            rig.join(server, client);

            assertThat(server.reason()).isEqualTo(CloseReason.error(bug));
            assertThat(log.at(Level.ERROR)).hasSize(1);
        }
    }
}
