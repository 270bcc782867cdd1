package io.jtwisted.benchmarks.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** The load on one server, with its connections. It keeps them from round to round. See generator.c. */
final class Generator implements AutoCloseable {
    private static final long PATIENCE = 60_000; // milliseconds

    private final Case measured;
    private final Process process;
    private final BufferedReader answers;
    private final Writer orders;
    private final Path log;

    private Generator(Case measured, Process process, Path log) {
        this.measured = measured;
        this.process = process;
        this.answers = process.inputReader(StandardCharsets.US_ASCII);
        this.orders = process.outputWriter(StandardCharsets.US_ASCII);
        this.log = log;
    }

    /** Connects to a server, and has an answer on each connection. */
    static Generator connect(Machine machine, Case measured, Running running) throws IOException {
        Path log = machine.log("generator-" + running.server().name());
        List<String> command = new ArrayList<>(List.of("taskset", "-c", machine.generatorCore()));
        command.add(machine.generator().toString());
        command.add(measured.unit() == Case.Unit.BYTES ? "echo" : measured.load());
        command.add(String.valueOf(running.port()));
        command.add(String.valueOf(measured.connections()));
        command.add(String.valueOf(measured.size()));
        command.add(String.valueOf(measured.depth()));
        command.add(String.valueOf(running.pid()));
        if (measured.group().tls()) {
            command.add("tls");
        }
        Process process =
                new ProcessBuilder(command).redirectError(log.toFile()).start();
        Generator generator = new Generator(measured, process, log);
        try {
            generator.answer(PATIENCE);
            return generator;
        } catch (IOException e) {
            generator.close();
            throw e;
        }
    }

    /** Loads the server for this many milliseconds to get going, and for this many to measure. */
    Sample run(long settle, long measure) throws IOException {
        try {
            orders.write(settle + " " + measure + "\n");
            orders.flush();
        } catch (IOException e) {
            throw new IOException(reason(), e); // it knows better than the pipe which is broken
        }
        long[] numbers = Arrays.stream(answer(settle + measure + PATIENCE).split(" ", -1))
                .mapToLong(Long::parseLong)
                .toArray();
        double operations = measured.unit() == Case.Unit.MEGABYTES ? numbers[1] / 1e6 : numbers[0];
        double nanos = numbers[2];
        return new Sample(operations * 1e9 / nanos, numbers[4] / 1e3 / operations, numbers[3] / nanos);
    }

    /** Hangs up. */
    @Override
    public void close() {
        try {
            orders.close();
            if (process.waitFor(10, TimeUnit.SECONDS)) {
                return;
            }
        } catch (IOException e) {
            process.destroyForcibly(); // it is gone already, most likely
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        process.destroyForcibly();
    }

    private String answer(long patience) throws IOException {
        CompletableFuture<Boolean> late = new CompletableFuture<>();
        late.completeOnTimeout(true, patience, TimeUnit.MILLISECONDS).thenAccept(tooLate -> {
            if (tooLate) {
                process.destroyForcibly(); // which ends the reading
            }
        });
        try {
            String line = answers.readLine();
            if (line != null) {
                return line;
            }
            throw new IOException(late.isDone() ? "no answer in " + patience + " ms" : reason());
        } finally {
            late.complete(false);
        }
    }

    private String reason() {
        try {
            process.waitFor(1, TimeUnit.SECONDS);
            return Files.readString(log).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
