package io.jtwisted.defer.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlayerTest {

    @Test
    void aChainWaitsForAnotherAndGoesOnWithItsResult() {
        Script script = script(
                "function 0 wait 2",
                "function 1 again",
                "new 1 plain",
                "new 2 plain",
                "add 1 callback 0",
                "add 1 both 1",
                "fire 1 value 3",
                "err 2 Late");

        List<String> trace = Player.play(script);

        assertThat(trace)
                .endsWith("> fire 1 value 3", "f0 gets 3", "f0 ends", "> err 2 Late", "f1 gets Late", "f1 ends");
    }

    @Test
    void whatAFunctionDoesIsWrittenBetweenItsBeginningAndItsEnd() {
        Script script = script(
                "function 0 raise Broken",
                "  fire 2 value 5",
                "  fire 2 value 6",
                "new 1 plain",
                "new 2 plain",
                "probe 2",
                "add 1 callback 0",
                "probe 1",
                "fire 1 value null");

        List<String> trace = Player.play(script);

        assertThat(trace)
                .endsWith(
                        "f0 gets null",
                        "> fire 2 value 5",
                        "chain 2 has 5",
                        "> fire 2 value 6",
                        "refused: AlreadyFired",
                        "f0 ends",
                        "chain 1 has Broken");
    }

    @Test
    void timeoutsComeOnAPlayedClock() {
        Script script = script(
                "function 0 again",
                "new 1 canceller 0",
                "timeout 1 2",
                "look 1",
                "advance 1",
                "look 1",
                "advance 1",
                "look 1",
                "probe 1");

        List<String> trace = Player.play(script);

        assertThat(trace)
                .endsWith(
                        "> look 1",
                        "waits",
                        "> advance 1",
                        "f0 cancels",
                        "> look 1",
                        "fired",
                        "> probe 1",
                        "chain 1 has TimedOut");
    }

    @Test
    void whatCannotBePlayedIsSkipped() {
        Script script = script("new 1 plain", "new 1 plain", "fire 2 value 1", "forward 1 1");

        List<String> trace = Player.play(script);

        assertThat(trace)
                .containsExactly(
                        "> new 1 plain",
                        "> new 1 plain",
                        "skipped",
                        "> fire 2 value 1",
                        "skipped",
                        "> forward 1 1",
                        "skipped");
    }

    @Test
    void atHomeTheSameHappens() {
        for (long seed = 0; seed < 100; seed++) {
            Script script = ScriptWriter.of(seed);

            List<String> trace = Player.playAtHome(script);

            assertThat(trace).as("script %s", seed).isEqualTo(Player.play(script));
        }
    }

    private static Script script(String... lines) {
        return new Script(0, List.of(lines));
    }
}
