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
        List<Sample> reference = all.get(Servers.named(Servers.REFERENCE));
        if (reference == null) {
            return List.of();
        }
        return measured.servers().stream()
                .filter(all::containsKey)
                .map(server -> row(measured, server, all.get(server), reference))
                .toList();
    }

    /** How one server does against another in a case of this name, round by round, if both were measured. */
    Optional<Estimate> compare(String name, String server, String against, ToDoubleFunction<Sample> what) {
        return samples.entrySet().stream()
                .filter(entry -> entry.getKey().name().equals(name))
                .map(Map.Entry::getValue)
                .filter(all -> all.containsKey(Servers.named(server)) && all.containsKey(Servers.named(against)))
                .map(all -> Estimate.ofRatios(
                        values(all.get(Servers.named(server)), what), values(all.get(Servers.named(against)), what)))
                .findFirst();
    }

    private static Row row(Case measured, Server server, List<Sample> own, List<Sample> reference) {
        return new Row(
                measured,
                server,
                own.size(),
                Estimate.of(values(own, Sample::rate)).median(),
                Estimate.ofRatios(values(own, Sample::rate), values(reference, Sample::rate)),
                Estimate.of(values(own, Sample::cpu)).median(),
                Estimate.ofRatios(values(own, Sample::cpu), values(reference, Sample::cpu)),
                Estimate.of(values(own, Sample::generator)).median());
    }

    private static List<Double> values(List<Sample> samples, ToDoubleFunction<Sample> what) {
        return samples.stream().mapToDouble(what).boxed().toList();
    }
}
