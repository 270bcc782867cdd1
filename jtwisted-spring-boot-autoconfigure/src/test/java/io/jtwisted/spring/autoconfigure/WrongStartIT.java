package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications which cannot start say so, say what to do, and end with exit code 1. */
class WrongStartIT {

    @ParameterizedTest
    @ValueSource(strings = {"nio", "auto"})
    void aPortInUse(String transport) throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Child child = start(
                        "--jtwisted.reactor.transport=" + transport,
                        "--jtwisted.listeners.lines.port=" + taken.getLocalPort(),
                        "--jtwisted.listeners.lines.address=127.0.0.1")) {
            assertThat(child.says("^(Listener 'lines' cannot listen on .*)"))
                    .isEqualTo("Listener 'lines' cannot listen on 127.0.0.1, port " + taken.getLocalPort()
                            + ": the port is in use.");
            assertThat(child.says("^(Stop what listens there.*)"))
                    .isEqualTo("Stop what listens there, or set jtwisted.listeners.lines.port to another port, for"
                            + " example to " + (taken.getLocalPort() + 1) + ".");
            assertThat(child.ended()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "auto"})
    void anAddressOfAnotherMachine(String transport) throws Exception {
        try (Child child = start(
                "--jtwisted.reactor.transport=" + transport,
                "--jtwisted.listeners.lines.port=0",
                "--jtwisted.listeners.lines.address=192.0.2.1")) {
            child.says("(Listener 'lines' cannot listen on 192.0.2.1, port 0: this machine has no such address.)");
            child.says("(Set jtwisted.listeners.lines.address to an address of this machine)");
            assertThat(child.ended()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nio", "auto"})
    void aDirectoryWhichIsNotThere(String transport, @TempDir Path folder) throws Exception {
        Path socket = folder.resolve("none").resolve("lines.sock");
        try (Child child =
                start("--jtwisted.reactor.transport=" + transport, "--jtwisted.listeners.lines.unix-path=" + socket)) {
            assertThat(child.says("^(Listener 'lines' cannot listen on .*)"))
                    .isEqualTo("Listener 'lines' cannot listen on " + socket + ": there is no directory "
                            + socket.getParent() + ".");
            child.says("(Set jtwisted.listeners.lines.unix-path to another path)");
            assertThat(child.ended()).isEqualTo(1);
        }
    }

    @Test
    void aBundleWhichIsNotThere() throws Exception {
        try (Child child = start("--jtwisted.listeners.lines.port=0", "--jtwisted.listeners.lines.ssl.bundle=mine")) {
            child.says("(Listener 'lines' needs the SSL bundle 'mine', which is not there; there are none.)");
            child.says("(Set spring.ssl.bundle.pem.mine.keystore.certificate and)");
            assertThat(child.ended()).isEqualTo(1);
        }
    }

    @Test
    void anEndpointWhichNobodyUnderstands() throws Exception {
        try (Child child = start("--jtwisted.listeners.lines.endpoint=tpc:7000")) {
            child.says("(jtwisted.listeners.lines.endpoint is 'tpc:7000', which is not understood: unknown endpoint)");
            child.says("(Set jtwisted.listeners.lines.endpoint to an endpoint which is, for example to tcp:7000.)");
            assertThat(child.ended()).isEqualTo(1);
        }
    }

    @Test
    void aTransportWhichIsNotThere() throws Exception {
        try (Child child = start("--jtwisted.reactor.transport=kqueue", "--jtwisted.listeners.lines.port=0")) {
            child.says("(jtwisted.reactor.transport is kqueue, but the transport 'kqueue' is not to be had on Linux)");
            child.says("(Set jtwisted.reactor.transport to auto, or do what this says)");
            assertThat(child.ended()).isEqualTo(1);
        }
    }

    private static Child start(String... arguments) throws Exception {
        String[] all = new String[arguments.length + 1];
        all[0] = "--server.port=0";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        return new Child(FarewellApplication.class, all);
    }
}
