package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.Port;
import io.jtwisted.net.PortStatistics;
import io.jtwisted.net.Refusal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the ports of a listener have counted, one after the other: a port which is opened again counts from zero, and a
 * counter must never go back. For any thread; {@link #port} by one at a time.
 */
final class PortCounts implements Supplier<PortStatistics> {
    static final PortStatistics ZERO = new PortStatistics(0, 0, 0, 0, 0, Map.of());

    private volatile Ports ports = new Ports(ZERO, List.of());

    /** Those which are over, as a sum, and those which still count. */
    private record Ports(PortStatistics over, List<Port> counting) {

        boolean has(Port port) {
            return counting.contains(port);
        }

        // A port which was closed may have connections which live on, and count.
        Ports with(Port port) {
            Map<Boolean, List<Port>> byLife = counting.stream()
                    .collect(Collectors.partitioningBy(old -> old.statistics().active() > 0));
            return new Ports(
                    sum(over, byLife.getOrDefault(false, List.of())),
                    Stream.concat(byLife.getOrDefault(true, List.of()).stream(), Stream.of(port))
                            .toList());
        }
    }

    /** This one counts now; those before it were closed. Null changes nothing. */
    void port(@Nullable Port port) {
        Ports now = ports;
        if (port != null && !now.has(port)) {
            ports = now.with(port);
        }
    }

    /** Whether this is, or was of late, the listener's. */
    boolean has(Port port) {
        return ports.has(port);
    }

    @Override
    public PortStatistics get() {
        Ports now = ports;
        return sum(now.over(), now.counting());
    }

    private static PortStatistics sum(PortStatistics first, List<Port> more) {
        return more.stream().map(Port::statistics).reduce(first, PortCounts::sum);
    }

    static PortStatistics sum(PortStatistics one, PortStatistics other) {
        Map<Refusal, Long> refused = new EnumMap<>(Refusal.class);
        refused.putAll(one.refused());
        other.refused().forEach((reason, times) -> refused.merge(reason, times, Long::sum));
        return new PortStatistics(
                one.opened() + other.opened(),
                one.closed() + other.closed(),
                one.received() + other.received(),
                one.sent() + other.sent(),
                one.unwritable() + other.unwritable(),
                refused);
    }
}
