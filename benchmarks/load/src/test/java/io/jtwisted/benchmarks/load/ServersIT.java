package io.jtwisted.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.benchmarks.load.spring.Application;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server which answers wrongly is not worth measuring. They serve until this JVM ends. */
class ServersIT {
    private static final byte[] LINES = "one\r\ntwo\r\n".getBytes(StandardCharsets.UTF_8);

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

    private static byte[] answer(int port) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(LINES);
            return socket.getInputStream().readNBytes(LINES.length);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
