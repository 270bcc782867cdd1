package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.jtwisted.net.ClientEndpoint;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** A server and a client, each on a reactor of its own, over one kind of transport. */
final class Rig implements AutoCloseable {
    private final Way way;
    private final Path directory;
    private final Reactor server;
    private final Reactor client;
    private Limits limits = Limits.server();
    private @Nullable Port port;

    Rig(Way way, Path directory) {
        this.way = way;
        this.directory = directory;
        server = way.reactor();
        client = way.reactor();
        server.start().await();
        client.start().await();
    }

    /** What a test does over one way. */
    interface Scene {
        void play(Rig rig) throws Exception;
    }

    /** Plays a scene over several ways at once, each on a thread of its own: for scenes that wait for time to pass. */
    static void atOnce(Stream<Way> ways, Path directory, Scene scene) throws Exception {
        Map<Way, Future<?>> played = new LinkedHashMap<>();
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            for (Way way : ways.toList()) {
                Path own = Files.createDirectory(directory.resolve("way-" + played.size()));
                played.put(way, threads.submit(() -> {
                    try (Rig rig = new Rig(way, own)) {
                        scene.play(rig);
                    }
                    return way;
                }));
            }
            for (Map.Entry<Way, Future<?>> one : played.entrySet()) {
                assertThatCode(one.getValue()::get).as("%s", one.getKey()).doesNotThrowAnyException();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    Way way() {
        return way;
    }

    /** For what listens from now on. */
    Rig limits(Limits chosen) {
        limits = chosen;
        return this;
    }

    void listen(Supplier<? extends Protocol> protocols) throws Exception {
        port = server.listen(way.listening(directory, limits), peer -> protocols.get())
                .await();
    }

    <P extends Protocol> P connect(P protocol) throws Exception {
        return client.connect(endpoint(), protocol).await();
    }

    /** What reaches the port that listens. */
    ClientEndpoint endpoint() throws Exception {
        return way.connecting(directory, port());
    }

    /** Listens with one of these, and connects the other to it. Both have heard of it then. */
    void join(Recorder accepting, Protocol connecting) throws Exception {
        listen(() -> accepting);
        connect(connecting);
        accepting.made();
    }

    /** A peer which knows nothing of us. */
    Socket socket() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), number());
        socket.setSoTimeout((int) Recorder.PATIENCE.toMillis());
        return socket;
    }

    private Port port() {
        return Objects.requireNonNull(port, "nothing listens yet");
    }

    int number() {
        return port().number();
    }

    static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    static long sum(byte[] bytes) {
        CRC32 sum = new CRC32();
        sum.update(bytes);
        return sum.getValue();
    }

    static byte[] readAll(Socket socket) throws IOException {
        try (InputStream input = socket.getInputStream()) {
            return input.readAllBytes();
        }
    }

    @Override
    public void close() {
        client.stop().await();
        server.stop().await();
    }
}
