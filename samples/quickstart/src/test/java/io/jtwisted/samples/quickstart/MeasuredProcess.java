package io.jtwisted.samples.quickstart;

import io.jtwisted.testsupport.Child;
import io.jtwisted.testsupport.Jvm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** {@link Measured} in its JVM. */
final class MeasuredProcess implements AutoCloseable {
    private final Child child;
    private final int port;

    /** How it is; the heap in bytes. */
    record Measure(long threads, long heap, long sockets) {}

    MeasuredProcess(Path directory) throws IOException, InterruptedException {
        Path store = directory.resolve("chat.p12");
        Certificate.makeUnlessThere(store, "secret");
        child = Jvm.of(Measured.class)
                .with("-Xmx256m", "-Dio.netty.leakDetection.level=paranoid")
                .start(
                        "--server.port=0",
                        "--jtwisted.listeners.chat.port=0",
                        "--jtwisted.listeners.chats.port=0",
                        "--jtwisted.listeners.echo.unix-path=" + directory.resolve("echo.sock"),
                        "--spring.ssl.bundle.jks.chat.keystore.location=file:" + store);
        port = (int) answer()[0];
    }

    int port() {
        return port;
    }

    /** After a full collection. */
    Measure measure() throws IOException, InterruptedException {
        child.hears("how are you");
        long[] numbers = answer();
        return new Measure(numbers[0], numbers[1], numbers[2]);
    }

    /** All that it logged so far. */
    List<String> log() {
        return child.log();
    }

    private long[] answer() throws IOException, InterruptedException {
        return Arrays.stream(child.saysNext("^MEASURED (.*)").split(" "))
                .mapToLong(Long::parseLong)
                .toArray();
    }

    @Override
    public void close() {
        child.close();
    }
}
