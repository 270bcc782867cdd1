package io.jtwisted.benchmarks.deferred;

import java.io.PrintStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** The measurements: a row for each kind of work, a column for each library. */
final class Table {
    private static final String OURS = "deferred";
    private static final String JDKS = "completableFuture";
    private static final Map<String, String> ROWS = new LinkedHashMap<>();
    private static final Map<String, String> COLUMNS = new LinkedHashMap<>();

    static {
        ROWS.put("CreateAndFire 1", "create, 1 callback, fire");
        ROWS.put("CreateAndFire 3", "create, 3 callbacks, fire");
        ROWS.put("CreateAndFire 10", "create, 10 callbacks, fire");
        ROWS.put("OnLoop", "the same with 3 on a loop");
        ROWS.put("AlreadyFired", "fired, 3 callbacks");
        ROWS.put("FailAndRecover", "failure and recovery");
        ROWS.put("Nested", "nested, 3 deep");
        ROWS.put("Gather", "gather 10");
        ROWS.put("Cancel", "cancel");
        ROWS.put("CallFromThread", "callFromThread");
        ROWS.put("CallFromFourThreads", "callFromThread, 4 threads");
        ROWS.put("DeferToThread", "deferToThread and back");
        ROWS.put("AwaitFired", "await, fired");
        ROWS.put("AwaitUnfired", "await, unfired");
        ROWS.put("InlineAwait fired", "await in inline, fired");
        ROWS.put("AddedCallback fired", "callback instead, fired");
        ROWS.put("InlineAwait unfired", "await in inline, unfired");
        ROWS.put("AddedCallback unfired", "callback instead, unfired");
        COLUMNS.put(OURS, "Deferred");
        COLUMNS.put(JDKS, "CompletableF.");
        COLUMNS.put("mono", "Mono");
        COLUMNS.put("vertx", "Vert.x");
        COLUMNS.put("netty", "Netty");
        COLUMNS.put("guava", "Guava");
    }

    private final boolean cpu;
    private final Map<String, Map<String, Cell>> cells = new HashMap<>();

    Table(Collection<RunResult> results, boolean cpu) {
        this.cpu = cpu;
        for (RunResult result : results) {
            String name = result.getParams().getBenchmark();
            int method = name.lastIndexOf('.');
            String row = name.substring(name.lastIndexOf('.', method - 1) + 1, method) + variant(result.getParams());
            cells.computeIfAbsent(row, made -> new HashMap<>()).put(name.substring(method + 1), Cell.of(result, cpu));
        }
    }

    private static String variant(BenchmarkParams params) {
        return params.getParamsKeys().stream()
                .map(key -> " " + params.getParam(key))
                .collect(Collectors.joining());
    }

    /** Prints it; a benchmark which the table does not know makes a row at its end. */
    void print(PrintStream out) {
        out.printf("%-27s", cpu ? "ns of CPU/op (B/op)" : "ns/op (B/op)");
        COLUMNS.values().forEach(title -> out.printf("%16s", title));
        out.printf("%8s%8s%n", "of CF", "of best");
        Map<String, String> rows = new LinkedHashMap<>(ROWS);
        cells.keySet().forEach(row -> rows.putIfAbsent(row, row));
        rows.forEach((row, title) -> print(out, title, cells.getOrDefault(row, Map.of())));
    }

    private static void print(PrintStream out, String title, Map<String, Cell> row) {
        if (row.isEmpty()) {
            return;
        }
        out.printf("%-27s", title);
        for (String column : COLUMNS.keySet()) {
            Cell cell = row.get(column);
            out.printf("%16s", cell == null ? "-" : cell);
        }
        out.printf("%8s%8s%n", ratio(row, JDKS), ratio(row, ""));
    }

    /** Our time as a part of this one's, or of the best of all others. */
    private static String ratio(Map<String, Cell> row, String other) {
        Cell ours = row.get(OURS);
        OptionalDouble best = row.entrySet().stream()
                .filter(entry -> other.isEmpty()
                        ? !entry.getKey().equals(OURS)
                        : entry.getKey().equals(other))
                .mapToDouble(entry -> entry.getValue().nanos())
                .min();
        return ours == null || best.isEmpty()
                ? "-"
                : String.format(Locale.ROOT, "%.2f", ours.nanos() / best.getAsDouble());
    }

    /** Medians over all iterations of all forks: on a machine with other work, they say more than means. */
    private record Cell(double nanos, double bytes) {

        static Cell of(RunResult result, boolean cpu) {
            // With n threads JMH gives the time of each: all together have made n calls in it.
            double threads = result.getParams().getThreads();
            double nanos = cpu ? of(result, CpuTime.NAME) : median(result.getPrimaryResult()) / threads;
            return new Cell(nanos, of(result, "gc.alloc.rate.norm"));
        }

        private static double of(RunResult result, String profiled) {
            Result<?> secondary = result.getSecondaryResults().get(profiled);
            return secondary == null ? 0 : median(secondary);
        }

        private static double median(Result<?> result) {
            return result.getStatistics().getPercentile(50);
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, nanos < 100 ? "%.1f (%.0f)" : "%.0f (%.0f)", nanos, bytes);
        }
    }
}
