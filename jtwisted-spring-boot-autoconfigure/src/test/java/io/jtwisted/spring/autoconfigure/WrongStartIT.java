package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.testsupport.Child;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * Applications that cannot start log what is wrong and what to do, and end with exit code 1. One JVM of its own for each
 * transport shows the end; all others are started here, where a start takes a tenth of that time.
 */
@ExtendWith(OutputCaptureExtension.class)
class WrongStartIT {

    @Test
    void aPortInUseEndsTheJvm() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Child nio = child("nio", taken);
                Child auto = child("auto", taken)) {
            for (Child child : List.of(nio, auto)) {
                assertThat(child.says("^(Listener 'lines' cannot listen on .*)"))
                        .isEqualTo("Listener 'lines' cannot listen on 127.0.0.1, port " + taken.getLocalPort()
                                + ": the port is in use.");
                assertThat(child.says("^(Stop what listens there.*)"))
                        .isEqualTo("Stop what listens there, or set jtwisted.listeners.lines.port to another port, for"
                                + " example to " + (taken.getLocalPort() + 1) + ".");
                assertThat(child.ended()).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "auto"})
    void anAddressOfAnotherMachine(String transport, CapturedOutput output) {
        doesNotStart(
                "--jtwisted.reactor.transport=" + transport,
                "--jtwisted.listeners.lines.port=0",
                "--jtwisted.listeners.lines.address=192.0.2.1");

        assertThat(output)
                .contains("Listener 'lines' cannot listen on 192.0.2.1, port 0: this machine has no such address.")
                .contains("Set jtwisted.listeners.lines.address to an address of this machine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "auto"})
    void aDirectoryWhichIsNotThere(String transport, CapturedOutput output, @TempDir Path folder) {
        Path socket = folder.resolve("none").resolve("lines.sock");

        doesNotStart("--jtwisted.reactor.transport=" + transport, "--jtwisted.listeners.lines.unix-path=" + socket);

        assertThat(output)
                .containsPattern("(?m)^Listener 'lines' cannot listen on " + socket + ": there is no directory "
                        + socket.getParent() + "\\.$")
                .contains("Set jtwisted.listeners.lines.unix-path to another path");
    }

    @Test
    void aBundleWhichIsNotThere(CapturedOutput output) {
        doesNotStart("--jtwisted.listeners.lines.port=0", "--jtwisted.listeners.lines.ssl.bundle=mine");

        assertThat(output)
                .contains("Listener 'lines' needs the SSL bundle 'mine', which is not there; there are none.")
                .contains("Set spring.ssl.bundle.pem.mine.keystore.certificate and");
    }

    @Test
    void anEndpointWhichNobodyUnderstands(CapturedOutput output) {
        doesNotStart("--jtwisted.listeners.lines.endpoint=tpc:7000");

        assertThat(output)
                .contains(
                        "jtwisted.listeners.lines.endpoint is 'tpc:7000', which is not understood: unknown endpoint",
                        "Set jtwisted.listeners.lines.endpoint to an endpoint which is, for example to tcp:7000.");
    }

    @Test
    void aTransportWhichIsNotThere(CapturedOutput output) {
        doesNotStart("--jtwisted.reactor.transport=kqueue", "--jtwisted.listeners.lines.port=0");

        assertThat(output)
                .contains("jtwisted.reactor.transport is kqueue, but the transport 'kqueue' is not to be had on Linux")
                .contains("Set jtwisted.reactor.transport to auto, or do what this says");
    }

    private static Child child(String transport, ServerSocket taken) throws Exception {
        return Applications.start(
                FarewellApplication.class,
                "--server.port=0",
                "--jtwisted.reactor.transport=" + transport,
                "--jtwisted.listeners.lines.port=" + taken.getLocalPort(),
                "--jtwisted.listeners.lines.address=127.0.0.1");
    }

    /** No thread is left either, which would keep a JVM from ending. */
    private static void doesNotStart(String... arguments) {
        SpringApplication application = new SpringApplication(FarewellApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        List<String> all = new ArrayList<>(List.of(arguments));
        all.add("--jtwisted.reactor.name=wrong-start");

        assertThatThrownBy(() -> application.run(all.toArray(String[]::new))).isInstanceOf(Exception.class);

        assertThat(Threads.staying("wrong-start")).isEmpty();
    }
}
