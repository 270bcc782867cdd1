package io.jtwisted.defer.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ScriptWriterTest {
    private final List<Script> scripts =
            LongStream.range(0, 300).mapToObj(ScriptWriter::of).toList();

    @Test
    void aSeedWritesTheSameScriptAgain() {
        List<Script> again = LongStream.range(0, 300).mapToObj(ScriptWriter::of).toList();

        assertThat(again).isEqualTo(scripts);
    }

    @Test
    void anotherSeedWritesAnotherScript() {
        Set<List<String>> texts = scripts.stream().map(Script::lines).collect(Collectors.toSet());

        assertThat(texts).hasSize(scripts.size());
    }

    @Test
    void aScriptHasFiveToFortyOperationsAndItsCurtain() {
        List<Long> sizes = scripts.stream().map(ScriptWriterTest::operations).toList();

        assertThat(sizes).contains(5L, 40L).allMatch(size -> 5 <= size && size <= 40);
        assertThat(scripts)
                .allMatch(
                        script -> script.lines().get(script.lines().size() - 1).startsWith("cancel "));
    }

    @Test
    void everyOperationAndEveryStepIsWritten() {
        String all = scripts.stream().map(Script::toString).collect(Collectors.joining());

        assertThat(all).contains("new 0 plain", "new 0 canceller", "succeed ", "fail ", "maybe ", "gather ");
        assertThat(all).contains("\n  fire ", "\n  err ", "\n  cancel ", "\n  timeout ", "\nadvance ", "\nlook ");
        assertThat(all).contains(" callback ", " errback Late ", " pair ", " both ", " tap ", " always ");
        assertThat(all).contains("otherwise ", "forward ", " wait ", " raise ", " again", " value null");
    }

    private static long operations(Script script) {
        long all = script.lines().stream()
                .filter(line -> !line.startsWith("function"))
                .count();
        long chains =
                script.lines().stream().filter(line -> line.startsWith("probe")).count();
        return all - 3 * chains - 1;
    }
}
