package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.testsupport.Log;
import io.jtwisted.testsupport.NoLeaks;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What a protocol throws ends its connection, and only that. */
@Tag("transports")
@ParameterizedClass
@MethodSource("io.jtwisted.netty.Way#all")
@ExtendWith(NoLeaks.class)
class ExceptionIT {
    private final Rig rig;

    ExceptionIT(Way way, @TempDir Path directory) {
        rig = new Rig(way, directory);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    private final IllegalStateException bug = new IllegalStateException("a bug");

    @Test
    void aBugEndsItsConnectionAndIsLoggedOnce() throws Exception {
        Recorder server = new Recorder().whenReceived(recorder -> {
            recorder.write("never sent");
            throw bug;
        });
        Recorder client = new Recorder();
        try (Log log = Log.of(Recorder.class)) {
            rig.join(server, client);

            client.turn(recorder -> recorder.write("anything"));

            assertThat(server.reason()).isEqualTo(CloseReason.error(bug));
            client.reason();
            assertThat(client.text()).isEmpty();
            assertThat(log.at(Level.ERROR)).hasSize(1);
            assertThat(log.at(Level.ERROR).get(0).getThrowableProxy().getMessage())
                    .isEqualTo("a bug");
        }
    }

    @Test
    void thePeersFaultIsALineAtDebug() throws Exception {
        ProtocolException fault = new ProtocolException("expected a number");
        Recorder server = new Recorder().whenReceived(recorder -> {
            throw fault;
        });
        try (Log log = Log.of(Recorder.class)) {
            rig.join(server, new Recorder().whenMade(recorder -> recorder.write("x")));

            assertThat(server.reason()).isEqualTo(CloseReason.error(fault));
            assertThat(log.at(Level.ERROR)).isEmpty();
            assertThat(log.at(Level.DEBUG)).hasSize(1);
            assertThat(log.at(Level.DEBUG).get(0).getThrowableProxy()).isNull();
        }
    }

    @Test
    void aBugInTheFirstEventIsTheReasonToo() throws Exception {
        Recorder client = new Recorder().whenMade(recorder -> {
            throw bug;
        });
        try (Log log = Log.of(Recorder.class)) {
            rig.listen(Recorder::new);

            assertThatThrownBy(() -> rig.connect(client)).isSameAs(bug);

            assertThat(client.reason()).isEqualTo(CloseReason.error(bug));
            assertThat(client.events()).containsExactly("made", "lost");
            assertThat(log.at(Level.ERROR)).hasSize(1);
        }
    }

    @Test
    void aBugInTheLastEventIsLogged() throws Exception {
        Recorder server = new Recorder().whenLost(recorder -> {
            throw bug;
        });
        Recorder client = new Recorder();
        try (Log log = Log.of(Recorder.class)) {
            rig.join(server, client);

            client.transport().loseConnection();
            server.reason();
            server.passes();

            assertThat(log.at(Level.ERROR)).hasSize(1);
        }
    }

    @Test
    void aChainWhichEndsInFailClosesTheConnection() throws Exception {
        Recorder server = new Recorder()
                .whenReceived(recorder -> recorder.reactor()
                        .deferToThread(() -> {
                            throw bug;
                        })
                        .otherwise(recorder.transport()::fail));
        try (Log log = Log.of(Recorder.class)) {
            rig.join(server, new Recorder().whenMade(recorder -> recorder.write("x")));

            assertThat(server.reason()).isEqualTo(CloseReason.error(bug));
            assertThat(log.at(Level.ERROR)).hasSize(1);
        }
    }

    @Test
    void aMissingFileInAThreadIsABugWithItsStack() throws Exception {
        Recorder server = new Recorder()
                .whenReceived(recorder -> recorder.reactor()
                        .deferToThread(() -> Files.readString(Path.of("no such file")))
                        .otherwise(recorder.transport()::fail));
        try (Log log = Log.of(Recorder.class)) {
            rig.join(server, new Recorder().whenMade(recorder -> recorder.write("x")));

            assertThat(server.reason().cause()).isInstanceOf(NoSuchFileException.class);
            assertThat(log.at(Level.ERROR)).hasSize(1);
            assertThat(log.at(Level.ERROR).get(0).getThrowableProxy().getMessage())
                    .isEqualTo("no such file");
        }
    }

    @Test
    void lastWordsLeaveBeforeTheEndWhichHasAReason() throws Exception {
        ProtocolException wrong = new ProtocolException("expected HELO");
        Recorder server = new Recorder().whenReceived(recorder -> {
            recorder.write("500 what?");
            recorder.transport().loseConnection(wrong);
        });
        Recorder client = new Recorder().whenMade(recorder -> recorder.write("x"));
        rig.join(server, client);

        assertThat(client.reason()).isEqualTo(CloseReason.remote());
        assertThat(client.text()).isEqualTo("500 what?");
        assertThat(server.reason()).isEqualTo(CloseReason.error(wrong));
    }

    @Test
    void theOthersNoticeNothing() throws Exception {
        rig.listen(() -> new Recorder().whenReceived(recorder -> {
            if (recorder.text().equals("bad")) {
                throw new StackOverflowError();
            }
            recorder.write("fine");
        }));
        Recorder good = rig.connect(new Recorder());
        try (Log log = Log.of(Recorder.class)) {
            Recorder bad = rig.connect(new Recorder().whenMade(recorder -> recorder.write("bad")));
            bad.reason();

            good.turn(recorder -> recorder.write("good"));

            assertThat(good.enough().text()).isEqualTo("fine");
            assertThat(log.at(Level.ERROR)).hasSize(1);
        }
    }
}
