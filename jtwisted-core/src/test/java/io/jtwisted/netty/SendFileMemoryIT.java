package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.testsupport.Pki;
import io.jtwisted.testsupport.Trust;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A file that is longer than the memory of the program that sends it, to several peers, of which some read nothing. */
class SendFileMemoryIT {
    private static final int LENGTH = 100 << 20;
    private static final int STUCK = 20;

    @TempDir
    private Path directory;

    @ParameterizedTest
    @MethodSource("io.jtwisted.netty.NettyWay#ios")
    void itTakesLittleMemory(NettyReactor.Io io) throws Exception {
        Path file = directory.resolve("file");
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "rw")) {
            content.write(Rig.noise(10_000));
            content.setLength(LENGTH);
            content.seek(LENGTH - 10_000);
            content.write(Rig.noise(10_000));
        }
        Pki pki = new Pki(directory, "files");
        SSLContext trusting = SSLContext.getInstance("TLS");
        trusting.init(null, Trust.all(), null);
        Process server = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx48m",
                        "-XX:MaxDirectMemorySize=24m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FileServer.class.getName(),
                        io.name(),
                        file.toString(),
                        pki.localhost().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<Socket> stuck = new ArrayList<>();
        try {
            String[] ports = ports(server.inputReader());
            for (int i = 0; i < STUCK; i++) {
                stuck.add(connect(ports[0]));
                stuck.add(trusting.getSocketFactory().createSocket(connect(ports[1]), "localhost", 0, true));
                stuck.get(stuck.size() - 1).getOutputStream(); // shakes hands
            }
            CompletableFuture<Long> plain = CompletableFuture.supplyAsync(() -> plain(ports[0]));
            CompletableFuture<Long> encrypted = CompletableFuture.supplyAsync(() -> encrypted(ports[1], trusting));

            assertThat(plain.get(60, TimeUnit.SECONDS)).isEqualTo(sum(file));
            assertThat(encrypted.get(60, TimeUnit.SECONDS)).isEqualTo(sum(file));
            assertThat(server.isAlive()).isTrue();
        } finally {
            for (Socket one : stuck) {
                one.close();
            }
            server.destroyForcibly();
            server.waitFor();
        }
    }

    private static String[] ports(BufferedReader said) throws IOException {
        for (String line; (line = said.readLine()) != null; ) {
            if (line.matches("\\d+ \\d+")) {
                return line.split(" ", -1);
            }
        }
        throw new IOException("the server has ended");
    }

    private static Socket connect(String port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
        socket.setSoTimeout((int) Recorder.PATIENCE.toMillis());
        return socket;
    }

    private static long plain(String port) {
        try (Socket socket = connect(port)) {
            return sum(socket.getInputStream());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long encrypted(String port, SSLContext tls) {
        try (Socket socket = connect(port);
                Socket read = tls.getSocketFactory().createSocket(socket, "localhost", 0, true)) {
            return sum(read.getInputStream());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long sum(Path file) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            return sum(input);
        }
    }

    private static long sum(InputStream input) throws IOException {
        CheckedInputStream checked = new CheckedInputStream(input, new CRC32());
        byte[] buffer = new byte[65_536];
        while (checked.read(buffer) >= 0) {}
        return checked.getChecksum().getValue();
    }
}
