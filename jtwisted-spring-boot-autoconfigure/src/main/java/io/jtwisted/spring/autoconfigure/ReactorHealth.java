package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorGroup;
import io.jtwisted.net.ReactorStatistics;
import io.jtwisted.netty.NettyReactor;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.ToLongFunction;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether all reactors run, and get round to what there is to do. Asks no reactor to do anything, so that it has an
 * answer whatever they are at.
 */
final class ReactorHealth implements HealthIndicator {
    /** How many times the threshold of a warning one call may take before it is an outage. */
    private static final int PATIENCE = 10;

    /** For so long after there was no memory for something the application is not said to be well. */
    private static final Duration SHORTAGE = Duration.ofSeconds(10);

    private static final double NANOS_PER_MILLI = 1e6;

    private final List<Reactor> reactors;
    private final BooleanSupplier started;
    private final Duration outage;

    /**
     * With these reactors.
     *
     * @param started whether they are supposed to run
     * @param blockedThreshold from when on a call is said to block its reactor; zero for never
     */
    ReactorHealth(ReactorGroup reactors, BooleanSupplier started, Duration blockedThreshold) {
        this.reactors = reactors.reactors();
        this.started = started;
        this.outage = blockedThreshold.multipliedBy(PATIENCE);
    }

    @Override
    public Health health() {
        List<ReactorStatistics> all = reactors.stream().map(Reactor::statistics).toList();
        Duration busy = busy(all);
        Health.Builder health = new Health.Builder(status(busy, isShort(all))).withDetail("loops", reactors.size());
        if (reactors.get(0) instanceof NettyReactor netty) {
            health.withDetail("transport", netty.io());
        }
        all.stream()
                .map(ReactorStatistics::lag)
                .filter(Objects::nonNull)
                .max(Duration::compareTo)
                .ifPresent(lag -> health.withDetail("lag", millis(lag)));
        if (!busy.isZero()) {
            health.withDetail("busy", millis(busy));
        }
        all.stream()
                .map(one -> one.memory().sinceFailure())
                .filter(Objects::nonNull)
                .min(Duration::compareTo)
                .ifPresent(ago -> health.withDetail("sinceNoMemory", millis(ago)));
        List<String> stopped = reactors.stream()
                .filter(one -> !one.running())
                .map(Reactor::name)
                .toList();
        if (!stopped.isEmpty()) {
            health.withDetail("stopped", stopped);
        }
        return health.withDetail("pendingTasks", sum(all, ReactorStatistics::pendingCalls))
                .withDetail("delayedCalls", sum(all, ReactorStatistics::delayedCalls))
                .build();
    }

    private static boolean isShort(List<ReactorStatistics> all) {
        return all.stream()
                .map(one -> one.memory().sinceFailure())
                .anyMatch(ago -> ago != null && ago.compareTo(SHORTAGE) < 0);
    }

    private Status status(Duration busy, boolean noMemory) {
        if (noMemory) {
            return Status.DOWN;
        }
        if (!outage.isZero() && busy.compareTo(outage) > 0) {
            return Status.DOWN;
        }
        if (reactors.stream().allMatch(Reactor::running)) {
            return Status.UP;
        }
        return started.getAsBoolean() ? Status.DOWN : Status.UNKNOWN;
    }

    private static Duration busy(List<ReactorStatistics> all) {
        return all.stream()
                .map(ReactorStatistics::busy)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static long sum(List<ReactorStatistics> all, ToLongFunction<ReactorStatistics> number) {
        return all.stream().mapToLong(number).sum();
    }

    private static String millis(Duration time) {
        return String.format(Locale.ROOT, "%.1fms", time.toNanos() / NANOS_PER_MILLI);
    }
}
