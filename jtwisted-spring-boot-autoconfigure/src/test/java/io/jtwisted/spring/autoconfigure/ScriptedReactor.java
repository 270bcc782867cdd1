package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.MemoryStatistics;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorGroup;
import io.jtwisted.net.ReactorListener;
import io.jtwisted.net.ReactorStatistics;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A reactor of which a test says how it is. It does nothing. */
final class ScriptedReactor {
    private static final ReactorStatistics AT_REST =
            new ReactorStatistics(0, 0, 0, 0, 0, 0, 0, 0, MemoryStatistics.NONE, Duration.ZERO, null);

    private final List<ReactorListener> listeners = new ArrayList<>();
    private final String name;
    private final Reactor reactor;
    private ReactorStatistics statistics = AT_REST;
    private boolean running = true;

    ScriptedReactor(String name) {
        this.name = name;
        this.reactor = (Reactor) Proxy.newProxyInstance(
                Reactor.class.getClassLoader(),
                new Class<?>[] {Reactor.class},
                (proxy, method, arguments) -> answer(proxy, method.getName(), arguments));
    }

    private @Nullable Object answer(Object proxy, String method, Object[] arguments) {
        return switch (method) {
            case "name", "toString" -> name;
            case "running" -> running;
            case "statistics" -> statistics;
            case "addListener" -> {
                listeners.add((ReactorListener) arguments[0]);
                yield null;
            }
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> proxy == arguments[0];
            default -> throw new IllegalStateException("nobody should call " + method);
        };
    }

    static ReactorGroup group(ScriptedReactor... reactors) {
        return ReactorGroup.of(
                List.of(reactors).stream().map(ScriptedReactor::reactor).toList());
    }

    Reactor reactor() {
        return reactor;
    }

    /** Whom it tells what happens. */
    List<ReactorListener> listeners() {
        return listeners;
    }

    ScriptedReactor stopped() {
        running = false;
        return this;
    }

    ScriptedReactor waiting(long pendingCalls, long delayedCalls) {
        statistics = new ReactorStatistics(
                pendingCalls,
                delayedCalls,
                statistics.opened(),
                statistics.closed(),
                statistics.received(),
                statistics.sent(),
                statistics.blocked(),
                statistics.unhandled(),
                statistics.memory(),
                statistics.busy(),
                statistics.lag());
        return this;
    }

    ScriptedReactor outgoing(long opened, long closed, long received, long sent) {
        statistics = new ReactorStatistics(
                statistics.pendingCalls(),
                statistics.delayedCalls(),
                opened,
                closed,
                received,
                sent,
                statistics.blocked(),
                statistics.unhandled(),
                statistics.memory(),
                statistics.busy(),
                statistics.lag());
        return this;
    }

    ScriptedReactor memory(MemoryStatistics memory) {
        statistics = new ReactorStatistics(
                statistics.pendingCalls(),
                statistics.delayedCalls(),
                statistics.opened(),
                statistics.closed(),
                statistics.received(),
                statistics.sent(),
                statistics.blocked(),
                statistics.unhandled(),
                memory,
                statistics.busy(),
                statistics.lag());
        return this;
    }

    ScriptedReactor blocked(long times, Duration busy, @Nullable Duration lag) {
        statistics = new ReactorStatistics(
                statistics.pendingCalls(),
                statistics.delayedCalls(),
                statistics.opened(),
                statistics.closed(),
                statistics.received(),
                statistics.sent(),
                times,
                statistics.unhandled(),
                statistics.memory(),
                busy,
                lag);
        return this;
    }
}
