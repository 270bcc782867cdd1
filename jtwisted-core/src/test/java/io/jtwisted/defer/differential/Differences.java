package io.jtwisted.defer.differential;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares what two players made of the same scripts, line by line. */
final class Differences {
    private static final int SHOWN = 3;

    private final List<Script> scripts;

    Differences(List<Script> scripts) {
        this.scripts = List.copyOf(scripts);
    }

    /** The traces in a player's file, by seed. */
    static Map<Long, List<String>> read(List<String> lines) {
        Map<Long, List<String>> traces = new LinkedHashMap<>();
        List<String> trace = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("script ")) {
                trace = new ArrayList<>();
                traces.put(Long.valueOf(line.substring("script ".length())), trace);
            } else {
                trace.add(line);
            }
        }
        return traces;
    }

    /** Empty if both are the same; else how many differ, and the first of them: seed, script and both traces. */
    String between(Map<Long, List<String>> ours, Map<Long, List<String>> theirs) {
        List<Script> different = scripts.stream()
                .filter(script -> !of(ours, script).equals(of(theirs, script)))
                .toList();
        StringBuilder report = new StringBuilder();
        different.stream()
                .limit(SHOWN)
                .forEach(script -> report.append(show(script, of(ours, script), of(theirs, script))));
        return different.isEmpty() ? "" : different.size() + " of " + scripts.size() + " differ\n" + report;
    }

    private static List<String> of(Map<Long, List<String>> traces, Script script) {
        return traces.getOrDefault(script.seed(), List.of("(no trace)"));
    }

    private static String show(Script script, List<String> ours, List<String> theirs) {
        StringBuilder shown = new StringBuilder("\n").append(script).append("ours | Twisted's\n");
        for (int i = 0; i < Math.max(ours.size(), theirs.size()); i++) {
            String our = line(ours, i);
            String their = line(theirs, i);
            shown.append(our.equals(their) ? "  " : "* ");
            shown.append(our.equals(their) ? our : our + " | " + their).append('\n');
        }
        return shown.toString();
    }

    private static String line(List<String> trace, int number) {
        return number < trace.size() ? trace.get(number) : "(ends)";
    }
}
