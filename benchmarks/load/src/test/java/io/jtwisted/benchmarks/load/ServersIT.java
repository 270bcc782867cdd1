package io.jtwisted.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.benchmarks.load.spring.Application;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server which answers wrongly is not worth measuring. They serve until this JVM ends. */
class ServersIT {
    private static final byte[] LINES = "one\r\ntwo\r\n".getBytes(StandardCharsets.UTF_8);

    private static final byte[] FRAMES = {0, 0, 0, 3, 'o', 'n', 'e', 0, 0, 0, 0, 0, 0, 0, 1, 'x'};

    @ParameterizedTest
    @ValueSource(strings = {"echo", "lines", "bytebufs"})
    void nettySaysBackWhatItHears(String mode) throws Exception {
        int port = freePort();

        io.jtwisted.benchmarks.load.netty.Main.main(mode, String.valueOf(port));

        assertThat(answer(port)).isEqualTo(LINES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "lines", "bytes"})
    void weSayBackWhatWeHear(String mode) throws Exception {
        int port = freePort();

        io.jtwisted.benchmarks.load.ours.Main.main(mode, String.valueOf(port), "limits=on");

        assertThat(answer(port)).isEqualTo(LINES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"echo", "factory", "lines"})
    void soWeDoWithSpring(String mode) throws Exception {
        int port = freePort();

        Application.main(mode, String.valueOf(port));

        assertThat(answer(port)).isEqualTo(LINES);
    }

    @Test
    void bothSayFramesBack() throws Exception {
        int netty = freePort();
        int ours = freePort();

        io.jtwisted.benchmarks.load.netty.Main.main("frames", String.valueOf(netty));
        io.jtwisted.benchmarks.load.ours.Main.main("frames", String.valueOf(ours));

        assertThat(answer(netty, FRAMES)).isEqualTo(FRAMES);
        assertThat(answer(ours, FRAMES)).isEqualTo(FRAMES);
    }

    @Test
    void relaysPassAllOnAndBack() throws Exception {
        String backend = String.valueOf(freePort());
        int netty = freePort();
        int ours = freePort();
        int copying = freePort();

        io.jtwisted.benchmarks.load.netty.Main.main("echo", backend);
        io.jtwisted.benchmarks.load.netty.Main.main("relay", String.valueOf(netty), "backend=" + backend);
        io.jtwisted.benchmarks.load.ours.Main.main("relay", String.valueOf(ours), "backend=" + backend);
        io.jtwisted.benchmarks.load.ours.Main.main("copy", String.valueOf(copying), "backend=" + backend);

        assertThat(answer(netty)).isEqualTo(LINES);
        assertThat(answer(ours)).isEqualTo(LINES);
        assertThat(answer(copying)).isEqualTo(LINES);
    }

    private static byte[] answer(int port) throws IOException {
        return answer(port, LINES);
    }

    private static byte[] answer(int port, byte[] question) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(question);
            return socket.getInputStream().readNBytes(question.length);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
