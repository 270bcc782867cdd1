package io.jtwisted.benchmarks.load;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** All that was measured, and what follows from it. */
final class Results {
    private final Map<Case, Map<Server, List<Sample>>> samples = new LinkedHashMap<>();

    /**
     * A row of a table.
     *
     * @param rate the median
     * @param ratio of its rates to those of the reference, round by round
     * @param cpu the median, in microseconds for one operation; NaN where that means nothing
     * @param cpuRatio as ratio
     * @param generator the median
     */
    record Row(
            Case measured,
            Server server,
            int rounds,
            double rate,
            Estimate ratio,
            double cpu,
            Estimate cpuRatio,
            double generator) {
        /** From here on the load may be what is measured. */
        private static final double BUSY = 0.95;

        boolean decided() {
            return ratio.decided();
        }

        /** Whether the generator may be the bottleneck. */
        boolean generatorIsBusy() {
            return generator > BUSY;
        }
    }

    void add(Case measured, Server server, Sample sample) {
        samples.computeIfAbsent(measured, unknown -> new LinkedHashMap<>())
                .computeIfAbsent(server, unknown -> new ArrayList<>())
                .add(sample);
    }

    /** It could not go on: nothing is known of it. */
    void remove(Case measured, Server server) {
        samples.getOrDefault(measured, new LinkedHashMap<>()).remove(server);
    }

    Map<Case, Map<Server, List<Sample>>> samples() {
        return samples;
    }

    /** Of a case, in the order of the tables; none if the reference is missing. */
    List<Row> rows(Case measured) {
        Map<Server, List<Sample>> all = samples.getOrDefault(measured, Map.of());
        return all.containsKey(Servers.named(Servers.REFERENCE))
                ? measured.servers().stream()
                        .filter(all::containsKey)
                        .map(server -> row(measured, server, all))
                        .toList()
                : List.of();
    }

    /** How one server does against another in a case of this name, round by round, if both were measured. */
    Optional<Estimate> compare(String name, String server, String against, ToDoubleFunction<Sample> what) {
        return samples.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .map(Map.Entry::getValue)
                .flatMap(all -> named(server, all)
                        .flatMap(above -> named(against, all).map(below -> ratio(all, above, below, what)))
                        .stream())
                .findFirst();
    }

    private static Optional<Server> named(String name, Map<Server, List<Sample>> all) {
        return all.keySet().stream()
                .filter(server -> server.name().equals(name))
                .findFirst();
    }

    private static Row row(Case measured, Server server, Map<Server, List<Sample>> all) {
        Server reference = Servers.named(Servers.REFERENCE);
        List<Double> rates = values(all, server, Sample::rate);
        return new Row(
                measured,
                server,
                rates.size(),
                Estimate.of(rates).median(),
                ratio(all, server, reference, Sample::rate),
                Estimate.of(values(all, server, Sample::cpu)).median(),
                ratio(all, server, reference, Sample::cpu),
                Estimate.of(values(all, server, Sample::generator)).median());
    }

    private static Estimate ratio(
            Map<Server, List<Sample>> all, Server above, Server below, ToDoubleFunction<Sample> what) {
        return Estimate.ofRatios(values(all, above, what), values(all, below, what));
    }

    private static List<Double> values(Map<Server, List<Sample>> all, Server server, ToDoubleFunction<Sample> what) {
        return all.getOrDefault(server, List.of()).stream()
                .mapToDouble(what)
                .boxed()
                .toList();
    }
}
