package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.testsupport.Child;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

/** What devtools does when a class has changed. */
class DevToolsIT {

    @Test
    void aRestartLeavesNoPortBoundAndNoThreadBehind() throws Exception {
        int port = free();
        try (Child application = Applications.restartable(
                RestartingApplication.class,
                "--server.port=0",
                "--jtwisted.listeners.echo.port=" + port,
                "--jtwisted.listeners.echo.address=localhost")) {
            application.says("start (1)");
            String before = ask(port, "?");

            for (int start = 2; start < 5; start++) {
                assertThat(ask(port, "restart")).isEmpty();
                application.says("start (" + start + ")");
            }

            assertThat(ask(port, "?")).isEqualTo(before).endsWith("threads");
        }
    }

    /** What is said until the other side has nothing to add. */
    private static String ask(int port, String question) throws IOException {
        try (Client client = Client.of(port)) {
            return client.ask(question, question.equals("?") ? "1 threads".length() : 1);
        }
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
