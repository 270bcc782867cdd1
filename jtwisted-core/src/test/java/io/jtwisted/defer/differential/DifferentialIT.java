package io.jtwisted.defer.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.testsupport.Foreign;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Twisted's Deferred and ours do the same in the same order. A thousand scripts, each out of its seed; for more,
 * {@code -Djtwisted.differential.seeds=10000}, and {@code -Djtwisted.differential.first=140} to begin elsewhere.
 */
class DifferentialIT {
    private static final long FIRST = Long.getLong("jtwisted.differential.first", 0);
    private static final long SEEDS = Long.getLong("jtwisted.differential.seeds", 1_000);

    @TempDir
    private static Path directory;

    private static List<Script> scripts;
    private static Map<Long, List<String>> theirs;

    /** All scripts are played in one process: to start one takes longer than to play them. */
    @BeforeAll
    static void playWithTwisted() throws Exception {
        String python = Foreign.twisted();
        scripts = LongStream.range(FIRST, FIRST + SEEDS)
                .mapToObj(ScriptWriter::of)
                .toList();
        Path texts = directory.resolve("scripts");
        Path traces = directory.resolve("traces");
        Files.writeString(texts, scripts.stream().map(Script::toString).collect(Collectors.joining()));
        Path player = Path.of(
                DifferentialIT.class.getResource("/differential/player.py").toURI());

        try (Foreign twisted = Foreign.run(python, player.toString(), texts.toString(), traces.toString())) {
            assertThat(twisted.exit()).as(twisted.output()).isZero();
        }

        theirs = Differences.read(Files.readAllLines(traces));
    }

    @Test
    void withoutAHomeTheOrderIsTwisteds() {
        Map<Long, List<String>> ours = play(Player::play);

        String report = new Differences(scripts).between(ours, theirs);

        assertThat(report).isEmpty();
    }

    @Test
    void atHomeTheOrderIsTwisteds() {
        Map<Long, List<String>> ours = play(Player::playAtHome);

        String report = new Differences(scripts).between(ours, theirs);

        assertThat(report).isEmpty();
    }

    @Test
    void theScriptsBringAboutWhateverCanHappen() {
        String all = theirs.values().stream().flatMap(List::stream).collect(Collectors.joining("\n"));

        assertThat(all).contains("gets null", "gets Late", "gets Cancelled", "gets TimedOut", "gets whatever");
        assertThat(all).contains(" cancels\n", "refused: AlreadyFired", "cannot wait for", "\nwaits", "\nfired");
        assertThat(all).contains("has TimedOut", "has Cancelled", "has null", "has [");
    }

    private static Map<Long, List<String>> play(Function<Script, List<String>> player) {
        return scripts.stream().collect(Collectors.toMap(Script::seed, player));
    }
}
