package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.net.MemoryStatistics;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class ReactorHealthTest {
    private static final Duration THRESHOLD = Duration.ofMillis(100);

    private final ScriptedReactor one = new ScriptedReactor("jtwisted-1");
    private final ScriptedReactor two = new ScriptedReactor("jtwisted-2");

    @Test
    void itIsUpWhenAllRunAndSaysHowTheyAre() {
        one.waiting(1, 2).blocked(0, Duration.ZERO, Duration.ofNanos(400_000));
        two.waiting(3, 4);

        Health health = health(true, THRESHOLD);

        assertThat(health.getStatus()).isEqualTo(Status.UP);
        assertThat(health.getDetails())
                .containsOnlyKeys("loops", "lag", "pendingTasks", "delayedCalls")
                .containsEntry("loops", 2)
                .containsEntry("lag", "0.4ms")
                .containsEntry("pendingTasks", 4L)
                .containsEntry("delayedCalls", 6L);
    }

    @Test
    void oneWhichEndedIsDown() {
        two.stopped();

        Health health = health(true, THRESHOLD);

        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails()).containsEntry("stopped", List.of("jtwisted-2"));
    }

    @Test
    void nothingIsKnownBeforeTheyAreStarted() {
        one.stopped();
        two.stopped();

        assertThat(health(false, THRESHOLD).getStatus()).isEqualTo(Status.UNKNOWN);
    }

    @Test
    void oneWhichIsBlockedForTenTimesTheThresholdIsDown() {
        one.blocked(1, Duration.ofMillis(1_001), null);

        Health health = health(true, THRESHOLD);

        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails()).containsEntry("busy", "1001.0ms");
    }

    @Test
    void oneWhichIsBusyForLessIsUp() {
        one.blocked(1, Duration.ofSeconds(1), null);

        assertThat(health(true, THRESHOLD).getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void oneWhichHadNoMemoryAMomentAgoIsDown() {
        one.memory(new MemoryStatistics(100, 0, 1, Duration.ofSeconds(9)));

        Health health = health(true, THRESHOLD);

        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails()).containsEntry("sinceNoMemory", "9000.0ms");
    }

    @Test
    void oneWhichHadNoMemoryAWhileAgoIsUp() {
        one.memory(new MemoryStatistics(100, 0, 1, Duration.ofSeconds(11)));

        assertThat(health(true, THRESHOLD).getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void withoutAThresholdNobodyIsBlocked() {
        one.blocked(0, Duration.ofHours(1), null);

        assertThat(health(true, Duration.ZERO).getStatus()).isEqualTo(Status.UP);
    }

    private Health health(boolean started, Duration threshold) {
        return new ReactorHealth(ScriptedReactor.group(one, two), () -> started, threshold).health();
    }
}
