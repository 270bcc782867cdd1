package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.spring.JTwistedPhases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;

class ShutdownTest {
    /** Where Boot's web server drains, and where it stops. */
    private static final int WEB_DRAIN = SmartLifecycle.DEFAULT_PHASE - 1024;

    private static final int WEB_STOP = SmartLifecycle.DEFAULT_PHASE - 2048;

    private final ApplicationContextRunner runner = Contexts.runner();

    @Test
    void thePhasesAreInOrder() {
        assertThat(List.of(
                        JTwistedPhases.PRE_DRAIN,
                        JTwistedPhases.DRAIN,
                        JTwistedPhases.LISTENERS,
                        JTwistedPhases.SERVICES,
                        JTwistedPhases.REACTOR))
                .isSortedAccordingTo((one, other) -> Integer.compare(other, one));
        assertThat(JTwistedPhases.PRE_DRAIN).isGreaterThan(WEB_DRAIN);
        assertThat(JTwistedPhases.DRAIN).isEqualTo(WEB_DRAIN);
        assertThat(JTwistedPhases.LISTENERS).isEqualTo(WEB_STOP);
    }

    @Test
    void nothingOfItIsPausedBetweenTests() {
        runner.run(context -> assertThat(context.getBeansOfType(SmartLifecycle.class))
                .allSatisfy((name, lifecycle) -> {
                    if (name.startsWith("jtwisted")) {
                        assertThat(lifecycle.isPauseable()).as(name).isFalse();
                    }
                })
                .containsKeys(
                        "jtwistedReactorLifecycle",
                        "jtwistedServiceLifecycle",
                        "jtwistedListenerLifecycle",
                        "jtwistedDrainLifecycle",
                        "jtwistedPreDrainLifecycle"));
    }

    @Test
    void readinessGoesDownBeforeAnythingStops() {
        List<String> order = new ArrayList<>();

        runner.withBean(Readiness.class, () -> new Readiness(order))
                .withBean(Last.class, () -> new Last(order))
                .run(context -> assertThat(order).isEmpty());

        assertThat(order).containsExactly("refusing", "stopping");
    }

    @Test
    void theDelayIsOver() {
        runner.withPropertyValues("jtwisted.shutdown.pre-drain-delay=50ms").run(context -> {
            PreDrainLifecycle lifecycle = context.getBean(PreDrainLifecycle.class);
            CountDownLatch over = new CountDownLatch(1);

            lifecycle.stop(over::countDown);

            assertThat(over.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(lifecycle.isRunning()).isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource({"0s,20s,20s", "5s,25s,30s", "1s,29s,30s"})
    void timesWhichDoNotFitFailTheStart(String delay, String drain, String phase) {
        runner.withPropertyValues(
                        "jtwisted.shutdown.pre-drain-delay=" + delay,
                        "jtwisted.shutdown.drain-timeout=" + drain,
                        "spring.lifecycle.timeout-per-shutdown-phase=" + phase)
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .isInstanceOf(WrongStart.class)
                        .hasMessageContaining("jtwisted.shutdown.pre-drain-delay (" + delay + ")")
                        .hasMessageContaining("jtwisted.shutdown.drain-timeout (" + drain + ")")
                        .extracting(failure -> ((WrongStart) failure).analysis().getAction())
                        .asString()
                        .contains("spring.lifecycle.timeout-per-shutdown-phase"));
    }

    @Test
    void timesWhichJustFitAreFine() {
        runner.withPropertyValues(
                        "jtwisted.shutdown.pre-drain-delay=5s",
                        "jtwisted.shutdown.drain-timeout=24999ms",
                        "spring.lifecycle.timeout-per-shutdown-phase=30s")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void durationsAreWrittenAsPeopleSetThem() {
        assertThat(Seconds.of(Duration.ofSeconds(20))).isEqualTo("20s");
        assertThat(Seconds.of(Duration.ofMillis(250))).isEqualTo("0.25s");
    }

    static final class Readiness {
        private final List<String> order;

        Readiness(List<String> order) {
            this.order = order;
        }

        @EventListener
        void on(AvailabilityChangeEvent<ReadinessState> event) {
            order.add(event.getState() == ReadinessState.REFUSING_TRAFFIC ? "refusing" : "accepting");
        }
    }

    /** The very first to be stopped. */
    static final class Last implements SmartLifecycle {
        private final List<String> order;
        private boolean running;

        Last(List<String> order) {
            this.order = order;
        }

        @Override
        public void start() {
            running = true;
        }

        @Override
        public void stop() {
            running = false;
            order.add("stopping");
        }

        @Override
        public boolean isRunning() {
            return running;
        }
    }
}
