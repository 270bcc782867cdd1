package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
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

/** The order of events, from the beginning to the end of a connection. */
@Tag("transports")
@ParameterizedClass
@MethodSource("io.jtwisted.netty.Way#all")
@ExtendWith(NoLeaks.class)
class LifeCycleIT {
    private final Rig rig;

    LifeCycleIT(Way way, @TempDir Path directory) {
        rig = new Rig(way, directory);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void bothSidesHearOfTheBeginningTheBytesAndTheEnd() throws Exception {
        Recorder server = new Recorder().whenReceived(recorder -> recorder.write("hello, too"));
        Recorder client = new Recorder().whenMade(recorder -> recorder.write("hello"));

        rig.join(server, client);
        client.enough().transport().loseConnection();

        assertThat(client.reason()).isEqualTo(CloseReason.local());
        assertThat(server.reason()).isEqualTo(CloseReason.remote());
        assertThat(client.events()).containsExactly("made", "data", "lost");
        assertThat(server.events()).containsExactly("made", "data", "lost");
    }

    @Test
    void aTransportAnswersAfterTheEnd() throws Exception {
        Recorder server = new Recorder();
        Recorder client = new Recorder();
        rig.join(server, client);
        String before = client.get(
                () -> client.transport().peer() + " " + client.transport().host());

        client.transport().abortConnection();
        client.reason();

        assertThat(client.get(() ->
                        client.transport().peer() + " " + client.transport().host()))
                .isEqualTo(before);
        assertThat(client.get(() -> client.transport().connected())).isFalse();
        assertThat(client.get(() -> client.transport().secure()))
                .isEqualTo(rig.way().encrypted());
        assertThat(client.transport().reactor()).isSameAs(client.reactor());
    }

    @Test
    void commandsAfterTheEndDoNothing() throws Exception {
        Recorder server = new Recorder();
        Recorder client = new Recorder();
        rig.join(server, client);
        client.transport().loseConnection();
        client.reason();

        client.turn(recorder -> {
            recorder.write("too late");
            recorder.transport().pauseReading();
            recorder.transport().resumeReading();
            recorder.transport().loseWriteConnection();
            recorder.transport().loseConnection();
            recorder.transport().abortConnection();
        });
        client.passes();

        assertThat(client.events()).containsExactly("made", "lost");
        assertThat(server.reason()).isEqualTo(CloseReason.remote());
        assertThat(server.text()).isEmpty();
    }

    @Test
    void aProtocolIsNotUsedTwice() throws Exception {
        Recorder client = new Recorder();
        try (Log log = Log.of(Recorder.class)) {
            rig.join(new Recorder(), client);

            assertThatThrownBy(() -> rig.connect(client))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("a protocol is one connection");

            client.passes();
            assertThat(client.events()).containsExactly("made");
            assertThat(client.isLost()).isFalse();
            assertThat(log.at(Level.ERROR)).isNotEmpty();
        }
    }

    @Test
    void aResetIsAnError() throws Exception {
        Recorder server = new Recorder();
        Recorder client = new Recorder();
        rig.join(server, client);

        client.transport().abortConnection();

        assertThat(server.reason().kind()).isEqualTo(rig.way().reset());
        assertThat(client.reason().kind()).isEqualTo(CloseReason.Kind.LOCAL);
        assertThat(client.reason().isClean()).isFalse();
        assertThat(server.events()).containsExactly("made", "lost");
    }
}
