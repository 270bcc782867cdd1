package io.jtwisted.samples.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@link Measured} in its JVM. */
final class MeasuredProcess implements AutoCloseable {
    private static final String ANSWER = "MEASURED ";

    private final Process process;
    private final BufferedReader output;
    private final Writer input;
    private final List<String> log = new ArrayList<>();
    private final int port;

    /** How it is; the heap in bytes. */
    record Measure(long threads, long heap, long sockets) {}

    MeasuredProcess(Path directory) throws IOException, InterruptedException {
        Path store = directory.resolve("chat.p12");
        Certificate.makeUnlessThere(store, "secret");
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Dio.netty.leakDetection.level=paranoid",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Measured.class.getName(),
                        "--server.port=0",
                        "--jtwisted.listeners.chat.port=0",
                        "--jtwisted.listeners.chats.port=0",
                        "--jtwisted.listeners.echo.unix-path=" + directory.resolve("echo.sock"),
                        "--spring.ssl.bundle.jks.chat.keystore.location=file:" + store)
                .redirectErrorStream(true)
                .start();
        output = process.inputReader(StandardCharsets.UTF_8);
        input = process.outputWriter(StandardCharsets.US_ASCII);
        port = (int) answer()[0];
    }

    int port() {
        return port;
    }

    /** After a full collection. */
    Measure measure() throws IOException {
        input.write("how are you\n");
        input.flush();
        long[] numbers = answer();
        return new Measure(numbers[0], numbers[1], numbers[2]);
    }

    /** All that it logged so far. */
    List<String> log() {
        return log;
    }

    private long[] answer() throws IOException {
        for (String line; (line = output.readLine()) != null; ) {
            if (line.startsWith(ANSWER)) {
                return Arrays.stream(line.substring(ANSWER.length()).split(" "))
                        .mapToLong(Long::parseLong)
                        .toArray();
            }
            log.add(line);
        }
        throw new IOException("the application ended: " + String.join("\n", log));
    }

    @Override
    public void close() throws IOException {
        input.close();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
