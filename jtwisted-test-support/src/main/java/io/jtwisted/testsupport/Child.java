package io.jtwisted.testsupport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program in a JVM of its own, made by {@link Jvm}. One thread of a test reads what it says, on either channel; nothing
 * that it says can make it wait. It is killed at the latest when it is closed.
 */
public final class Child implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 50;

    private final Process process;
    private final Writer input;
    private final List<String> log = new ArrayList<>();
    private final CompletableFuture<Instant> end;
    private final Thread reader;

    /** What it has said and the test has not read; last of all, that there will be no more. */
    private final BlockingQueue<Optional<String>> arrived = new LinkedBlockingQueue<>();

    Child(Process process) {
        this.process = process;
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        this.end = process.onExit().thenApply(ended -> Instant.now());
        this.reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** Waits until this can be found in a line that it says or has said; gives the first group, or what was found. */
    public String says(String pattern) throws IOException, InterruptedException {
        Pattern wanted = Pattern.compile(pattern);
        for (int i = 0; ; i++) {
            if (i == log.size()) {
                readLine(pattern);
            }
            Matcher found = wanted.matcher(log.get(i));
            if (found.find()) {
                return found.group(Math.min(1, found.groupCount()));
            }
        }
    }

    /** Waits for the next line that it has not said yet in which this can be found; gives the first group, or that. */
    public String saysNext(String pattern) throws IOException, InterruptedException {
        Pattern wanted = Pattern.compile(pattern);
        while (true) {
            readLine(pattern);
            Matcher found = wanted.matcher(log.get(log.size() - 1));
            if (found.find()) {
                return found.group(Math.min(1, found.groupCount()));
            }
        }
    }

    private void readLine(String wanted) throws IOException, InterruptedException {
        Optional<String> line = arrived.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (line == null) {
            throw new IOException("waited in vain for " + wanted + ":\n" + String.join("\n", log));
        }
        log.add(line.orElseThrow(
                () -> new IOException("ended without saying " + wanted + ":\n" + String.join("\n", log))));
    }

    /** A line on its standard input. */
    public void hears(String line) throws IOException {
        input.write(line + "\n");
        input.flush();
    }

    /** The end of its standard input. */
    public void hearsNoMore() throws IOException {
        input.close();
    }

    /** SIGTERM. */
    public void terminate() {
        process.toHandle().destroy(); // Process.destroy would close its output
    }

    /** Waits until it has ended; gives its exit code. */
    public int ended() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("still there:\n" + String.join("\n", log()));
        }
        reader.join();
        return process.exitValue();
    }

    /** When it ended. */
    public Instant end() {
        return end.join();
    }

    /** All that it said so far. */
    public List<String> log() {
        List<Optional<String>> more = new ArrayList<>();
        arrived.drainTo(more);
        more.forEach(line -> line.ifPresentOrElse(log::add, () -> arrived.add(line)));
        return List.copyOf(log);
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().map(Optional::of).forEach(arrived::add);
        } catch (IOException | UncheckedIOException e) {
            arrived.add(Optional.of("(ended: " + e.getMessage() + ")"));
        }
        arrived.add(Optional.empty());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
