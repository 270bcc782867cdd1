package io.jtwisted.benchmarks.load;

import io.jtwisted.benchmarks.load.Results.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tables, and the files. */
final class Report {
    private static final String HEADER =
            "case,server,rate,ratio,interval,unit,cpu_us,cpu_ratio,cpu_interval,generator," + "rounds,decided";
    private static final int PERCENT = 100;

    private final Path results;
    private final Pace pace;
    private final Results measured;

    Report(Machine machine, Pace pace, Results measured) {
        this.results = machine.results();
        this.pace = pace;
        this.measured = measured;
    }

    /** The table of a case. */
    void print(Case one) {
        boolean memory = one.unit() == Case.Unit.BYTES;
        System.out.printf("%n%s: %s%n", one.name(), one.title());
        System.out.printf(
                "  %-19s %16s %7s  %-14s %9s %7s %5s%n",
                "",
                one.unit(),
                "ratio",
                "95 %",
                memory ? "" : one.unit() == Case.Unit.MEGABYTES ? "µs CPU/MB" : "µs CPU",
                memory ? "" : "ratio",
                memory ? "" : "load");
        List<Row> rows = measured.rows(one);
        for (Row row : rows) {
            System.out.printf(
                    Locale.ROOT,
                    "  %-19s %,16.0f %7.3f  %-14s %9s %7s %5s%s%n",
                    row.server().name(),
                    row.rate(),
                    row.ratio().median(),
                    row.ratio().interval(),
                    memory ? "" : number("%.2f", row.cpu()),
                    memory ? "" : number("%.3f", row.cpuRatio().median()),
                    memory ? "" : number("%.0f %%", PERCENT * row.generator()),
                    remark(row));
        }
        if (rows.isEmpty()) {
            System.out.println("  nothing to compare: " + Servers.REFERENCE + " is missing");
        }
    }

    /** Whether goals are met, and the files. */
    void finish(Duration taken) throws IOException {
        List<String> verdicts = Goals.verdicts(measured);
        if (!verdicts.isEmpty()) {
            System.out.println(
                    "\nGoals (DESIGN.md 10)" + (pace.isEnough() ? ":" : ", as far as so few rounds can tell:"));
            verdicts.forEach(verdict -> System.out.println("  " + verdict));
        }
        List<Row> rows = measured.samples().keySet().stream()
                .flatMap(one -> measured.rows(one).stream())
                .toList();
        List<String> lines = new ArrayList<>(List.of(HEADER));
        rows.forEach(row -> lines.add(line(row)));
        Files.write(results.resolve("load.csv"), lines);
        Files.write(results.resolve("load-rounds.csv"), rounds());
        Files.writeString(results.resolve("load.svg"), Plot.of(rows));
        System.out.printf(
                "%nTook %d min %d s. In %s: load.csv, load.svg, load-rounds.csv%n",
                taken.toMinutes(), taken.toSecondsPart(), results);
    }

    private static String remark(Row row) {
        if (row.server().name().equals(Servers.REFERENCE)) {
            return row.generatorIsBusy() ? "  load at its limit" : "";
        }
        return (row.decided() ? "" : "  not decided") + (row.generatorIsBusy() ? "  load at its limit" : "");
    }

    private static String line(Row row) {
        return String.join(
                ",",
                row.measured().name(),
                row.server().name(),
                number("%.1f", row.rate()),
                number("%.4f", row.ratio().median()),
                row.ratio().interval(),
                row.measured().unit().toString(),
                number("%.3f", row.cpu()),
                number("%.4f", row.cpuRatio().median()),
                Double.isNaN(row.cpu()) ? "" : row.cpuRatio().interval(),
                number("%.3f", row.generator()),
                String.valueOf(row.rounds()),
                row.decided() ? "yes" : "not decided");
    }

    private List<String> rounds() {
        List<String> lines = new ArrayList<>(List.of("case,server,round,rate,cpu_us,generator"));
        measured.samples()
                .forEach((one, servers) -> servers.forEach((server, samples) -> {
                    for (int i = 0; i < samples.size(); i++) {
                        Sample sample = samples.get(i);
                        lines.add(String.join(
                                ",",
                                one.name(),
                                server.name(),
                                String.valueOf(i + 1),
                                number("%.1f", sample.rate()),
                                number("%.3f", sample.cpu()),
                                number("%.3f", sample.generator())));
                    }
                }));
        return lines;
    }

    private static String number(String format, double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, format, value);
    }
}
