package io.jtwisted.spring.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An application in a JVM of its own, which can be told to end as an operating system tells it. */
final class Child implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Instant> end;
    private final Thread reader = new Thread(this::readOn, "child-output");

    Child(Class<?> main, String... arguments) throws IOException {
        this(main, false, arguments);
    }

    private Child(Class<?> main, boolean restartable, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dspring.devtools.restart.enabled=" + restartable,
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(arguments));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        end = process.onExit().thenApply(ended -> Instant.now());
        output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** One which devtools may start again. */
    static Child restartable(Class<?> main, String... arguments) throws IOException {
        return new Child(main, true, arguments);
    }

    /** Waits until this can be found in a line of its log; gives the first group. */
    String says(String pattern) throws IOException {
        Pattern wanted = Pattern.compile(pattern);
        for (int i = 0; ; i++) {
            if (i == log.size()) {
                readLine(pattern);
            }
            Matcher found = wanted.matcher(log.get(i));
            if (found.find()) {
                return found.group(1);
            }
        }
    }

    private void readLine(String wanted) throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException("ended without saying " + wanted + ":\n" + String.join("\n", log));
        }
        log.add(line);
    }

    /** SIGTERM. */
    void terminate() {
        readOnLater();
        process.toHandle().destroy(); // Process.destroy would close its output
    }

    /** Waits until it has ended; gives its exit code. */
    int ended() throws InterruptedException {
        readOnLater();
        if (!process.waitFor(50, TimeUnit.SECONDS)) {
            throw new AssertionError("still there:\n" + String.join("\n", log));
        }
        reader.join();
        return process.exitValue();
    }

    /** When it ended. */
    Instant end() {
        return end.join();
    }

    List<String> log() {
        return log;
    }

    private void readOnLater() {
        if (reader.getState() == Thread.State.NEW) {
            reader.start();
        }
    }

    private void readOn() {
        output.lines().forEach(log::add);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
