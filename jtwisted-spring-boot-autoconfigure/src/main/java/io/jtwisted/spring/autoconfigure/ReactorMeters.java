package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.PortStatistics;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorGroup;
import io.jtwisted.net.ReactorStatistics;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** The meters of the reactors. The tag {@code loop} is a reactor's place in the group, from 1 on as in its name. */
final class ReactorMeters {
    private final List<Reactor> reactors;
    private final IdentityHashMap<Reactor, Timer> lags = new IdentityHashMap<>();

    ReactorMeters(MeterRegistry registry, ReactorGroup group) {
        reactors = group.reactors();
        for (int i = 0; i < reactors.size(); i++) {
            register(registry, reactors.get(i), Integer.toString(i + 1));
        }
        Gauge.builder("jtwisted.reactor.delayed.calls", this, ReactorMeters::delayedCalls)
                .description("Calls which wait for their time")
                .register(registry);
    }

    private void register(MeterRegistry registry, Reactor reactor, String loop) {
        Gauge.builder(
                        "jtwisted.reactor.tasks.pending",
                        reactor,
                        now -> now.statistics().pendingCalls())
                .tag("loop", loop)
                .description("Calls from other threads which wait")
                .register(registry);
        FunctionCounter.builder(
                        "jtwisted.reactor.blocked",
                        reactor,
                        now -> now.statistics().blocked())
                .tag("loop", loop)
                .description("Calls which took longer than the threshold")
                .register(registry);
        Gauge.builder(
                        "jtwisted.reactor.unsent",
                        reactor,
                        now -> now.statistics().memory().unsent())
                .tag("loop", loop)
                .baseUnit(BaseUnits.BYTES)
                .description("Memory in which unsent bytes of all connections wait")
                .register(registry);
        FunctionCounter.builder(
                        "jtwisted.reactor.shed",
                        reactor,
                        now -> now.statistics().memory().shed())
                .tag("loop", loop)
                .description("Connections aborted because all of them together had too much unsent")
                .register(registry);
        FunctionCounter.builder(
                        "jtwisted.reactor.memory.failures",
                        reactor,
                        now -> now.statistics().memory().failures())
                .tag("loop", loop)
                .description("How often there was no memory for something")
                .register(registry);
        lags.put(
                reactor,
                Timer.builder("jtwisted.reactor.lag")
                        .tag("loop", loop)
                        .description("How long a call from another thread has to wait")
                        .register(registry));
    }

    private double delayedCalls() {
        return reactors.stream()
                .mapToLong(reactor -> reactor.statistics().delayedCalls())
                .sum();
    }

    void lag(Reactor reactor, Duration waited) {
        Timer timer = lags.get(reactor);
        if (timer != null) {
            timer.record(waited);
        }
    }

    /** What the connections have counted that we asked for. */
    PortStatistics outgoing() {
        return reactors.stream()
                .map(Reactor::statistics)
                .map(ReactorMeters::outgoing)
                .reduce(PortCounts.ZERO, PortCounts::sum);
    }

    private static PortStatistics outgoing(ReactorStatistics of) {
        return new PortStatistics(of.opened(), of.closed(), of.received(), of.sent(), 0, Map.of());
    }
}
