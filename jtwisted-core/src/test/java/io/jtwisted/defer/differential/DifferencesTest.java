package io.jtwisted.defer.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class DifferencesTest {
    private final List<Script> scripts =
            LongStream.range(0, 20).mapToObj(ScriptWriter::of).toList();
    private final Map<Long, List<String>> ours = new HashMap<>();
    private final Map<Long, List<String>> theirs = new HashMap<>();
    private final Differences differences = new Differences(scripts);

    DifferencesTest() {
        scripts.forEach(script -> {
            ours.put(script.seed(), Player.play(script));
            theirs.put(script.seed(), new ArrayList<>(Player.play(script)));
        });
    }

    @Test
    void sameTracesDoNotDiffer() {
        String report = differences.between(ours, theirs);

        assertThat(report).isEmpty();
    }

    @Test
    void twoStepsInAnotherOrderDiffer() {
        List<String> trace = theirs(7);
        Collections.swap(trace, 3, 4);

        String report = differences.between(ours, theirs);

        assertThat(report)
                .startsWith("1 of 20 differ")
                .contains(scripts.get(7).toString())
                .contains("* " + trace.get(4) + " | " + trace.get(3))
                .contains("* " + trace.get(3) + " | " + trace.get(4));
    }

    @Test
    void aLostStepDiffers() {
        List<String> trace = theirs(7);
        String last = trace.remove(trace.size() - 1);

        String report = differences.between(ours, theirs);

        assertThat(report).startsWith("1 of 20 differ").contains("* " + last + " | (ends)");
    }

    @Test
    void aDoubledStepDiffers() {
        List<String> trace = theirs(7);
        String last = trace.get(trace.size() - 1);
        trace.add(last);

        String report = differences.between(ours, theirs);

        assertThat(report).startsWith("1 of 20 differ").contains("* (ends) | " + last);
    }

    @Test
    void anotherValueDiffers() {
        theirs(7).replaceAll(line -> line.replace("has 105", "has 106"));
        theirs.values().forEach(trace -> trace.replaceAll(line -> line.replace("has Late", "has TooLate")));

        String report = differences.between(ours, theirs);

        assertThat(report).contains("has Late | ").contains("has TooLate");
    }

    @Test
    void aScriptWhichWasNotPlayedDiffers() {
        theirs.remove(7L);

        String report = differences.between(ours, theirs);

        assertThat(report).startsWith("1 of 20 differ").contains("(no trace)");
    }

    @Test
    void aFileOfTracesIsReadBySeed() {
        List<String> lines = List.of("script 3", "> new 1 plain", "> cancel 1", "script 4", "script 5", "> look 1");

        Map<Long, List<String>> traces = Differences.read(lines);

        assertThat(traces)
                .isEqualTo(Map.of(3L, List.of("> new 1 plain", "> cancel 1"), 4L, List.of(), 5L, List.of("> look 1")));
    }

    private List<String> theirs(long seed) {
        return Objects.requireNonNull(theirs.get(seed));
    }
}
