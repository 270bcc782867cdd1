package io.jtwisted.netty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.CloseReason;
import io.jtwisted.testsupport.NoLeaks;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What is written, in which order, and in how many system calls. */
@Tag("transports")
@ParameterizedClass
@MethodSource("io.jtwisted.netty.Way#all")
@ExtendWith(NoLeaks.class)
class WritingIT {
    private final Rig rig;

    WritingIT(Way way, @TempDir Path directory) {
        rig = new Rig(way, directory);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void bigAndSmallWritesKeepTheirOrder() throws Exception {
        int[] sizes = {1, 4_096, 4_097, 3, 16_384, 10_000, 3_000, 3_000, 3_000, 16_385, 7, 65_536, 200_000, 1, 65_537, 2
        };
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        Recorder server = new Recorder().whenMade(recorder -> {
            for (int size : sizes) {
                byte[] bytes = Rig.noise(size);
                expected.writeBytes(bytes);
                recorder.transport().write(Bytes.of(bytes));
                recorder.write("é");
                expected.writeBytes(Bytes.utf8("é").toArray());
                String text = "x".repeat(size);
                recorder.transport().write(text, UTF_8, Bytes.utf8("\r\n"));
                expected.writeBytes(Bytes.utf8(text + "\r\n").toArray());
            }
            recorder.write("long ".repeat(20_000));
            expected.writeBytes(Bytes.utf8("long ".repeat(20_000)).toArray());
            recorder.transport().loseConnection();
        });
        Recorder client = new Recorder();

        rig.join(server, client);

        assertThat(client.reason()).isEqualTo(CloseReason.remote());
        assertThat(client.bytes()).isEqualTo(expected.toByteArray());
    }

    @Test
    void anotherThreadWritesInItsOrder() throws Exception {
        StringBuilder expected = new StringBuilder();
        Recorder server = new Recorder();
        Recorder client = new Recorder();
        rig.join(server, client);

        for (int i = 0; i < 1_000; i++) {
            expected.append(i).append(' ');
            server.write(i + " ");
        }
        server.transport().loseConnection();

        assertThat(client.reason()).isEqualTo(CloseReason.remote());
        assertThat(client.text()).isEqualTo(expected.toString());
    }

    @Test
    void tenMegabytesAreOneWriteLikeAnyOther() throws Exception {
        byte[] bytes = Rig.noise(10 << 20);
        Recorder server = new Recorder();
        Recorder client = new Recorder().wants(bytes.length);
        rig.join(server, client);

        server.turn(recorder -> recorder.transport().write(Bytes.of(bytes)));

        assertThat(Rig.sum(client.enough().bytes())).isEqualTo(Rig.sum(bytes));
        server.passes();
        assertThat(server.get(() -> server.transport().unsent())).isZero();
    }
}
