package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A peer that stays after a close. All ways at once, because each of them waits for the limit to pass. */
@ExtendWith(NoLeaks.class)
class LingeringIT {
    private final List<Rig> rigs = new ArrayList<>();

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        for (Way way : Way.all().toList()) {
            rigs.add(new Rig(way, Files.createDirectory(directory.resolve(String.valueOf(rigs.size())))));
        }
    }

    @AfterEach
    void stop() {
        rigs.forEach(Rig::close);
    }

    @Test
    void aSocketLingersNoLongerThanItsLimit() throws Exception {
        List<Recorder> servers = new ArrayList<>();
        for (Rig rig : rigs) {
            servers.add(new Recorder());
            rig.join(servers.get(servers.size() - 1), new Recorder.Half());
        }
        List<Duration> begun = new ArrayList<>();

        for (Recorder server : servers) {
            begun.add(server.reactor().now());
            server.turn(recorder -> recorder.transport().loseConnection());
        }

        for (int i = 0; i < servers.size(); i++) {
            Recorder server = servers.get(i);
            NettyReactor.channelOf(server.transport()).closeFuture().sync();
            assertThat(server.reactor().now().minus(begun.get(i)))
                    .as("%s", rigs.get(i).way())
                    .isBetween(NettyConnection.LINGERING.minusMillis(50), NettyConnection.LINGERING.plusSeconds(2));
        }
    }
}
