package io.jtwisted.benchmarks.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a process needs.
 *
 * @param heap bytes of objects which are alive, after a collection; NaN where there is no heap of Java's
 * @param resident bytes of the resident set, after it
 */
record Memory(double heap, double resident) {
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");
    private static final int WARM_UP = 200;

    /** What one silent connection needs, of the many that a server of its own gets. */
    static Memory ofConnection(Machine machine, Case measured, Server server) throws Exception {
        try (Running running = Running.start(machine, server, measured.group(), 0)) {
            running.await();
            Generator.connect(machine, measured.connections(WARM_UP), running).close();
            Memory before = of(machine, running);
            Generator connections = Generator.connect(machine, measured, running);
            try {
                return of(machine, running).minus(before).dividedBy(measured.connections());
            } finally {
                connections.close();
            }
        }
    }

    private static Memory of(Machine machine, Running running) throws Exception {
        double heap = running.server().isJava() ? heap(machine, running) : Double.NaN;
        return new Memory(heap, running.residentSet());
    }

    private Memory minus(Memory other) {
        return new Memory(heap - other.heap, resident - other.resident);
    }

    private Memory dividedBy(int parts) {
        return new Memory(heap / parts, resident / parts);
    }

    /** A histogram of the heap is of what is alive: it collects before. */
    private static double heap(Machine machine, Running running) throws Exception {
        String histogram = "";
        for (int i = 0; i < 2; i++) { // what was closed last may hang on a reference that the first one clears
            histogram = output(machine.jcmd().toString(), String.valueOf(running.pid()), "GC.class_histogram");
        }
        Matcher total = TOTAL.matcher(histogram);
        if (!total.find()) {
            throw new IOException(
                    "no total in the histogram of " + running.server().name());
        }
        return Double.parseDouble(total.group(1));
    }

    private static String output(String... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor(10, TimeUnit.SECONDS);
        return output;
    }
}
