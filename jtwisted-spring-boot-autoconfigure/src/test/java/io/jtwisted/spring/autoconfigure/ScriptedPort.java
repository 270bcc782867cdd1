package io.jtwisted.spring.autoconfigure;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Address;
import io.jtwisted.net.ConnectionStatistics;
import io.jtwisted.net.Port;
import io.jtwisted.net.PortStatistics;
import io.jtwisted.net.Refusal;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A port of which a test says what it has counted. Nobody listens. */
final class ScriptedPort implements Port {
    private @Nullable Throwable acceptFailure;
    private PortStatistics statistics = new PortStatistics(0, 0, 0, 0, 0, Map.of());
    private Supplier<Deferred<Integer>> drain = () -> {
        throw new IllegalStateException("nothing should drain it");
    };
    private Supplier<Deferred<List<ConnectionStatistics>>> answer = () -> Deferred.succeed(List.of());

    ScriptedPort connections(long opened, long closed) {
        statistics = new PortStatistics(
                opened, closed, statistics.received(), statistics.sent(), statistics.unwritable(), refused());
        return this;
    }

    ScriptedPort bytes(long received, long sent, long unwritable) {
        statistics =
                new PortStatistics(statistics.opened(), statistics.closed(), received, sent, unwritable, refused());
        return this;
    }

    ScriptedPort refused(Refusal reason, long times) {
        Map<Refusal, Long> refused = refused();
        refused.put(reason, times);
        statistics = new PortStatistics(
                statistics.opened(),
                statistics.closed(),
                statistics.received(),
                statistics.sent(),
                statistics.unwritable(),
                refused);
        return this;
    }

    ScriptedPort cannotAccept(Throwable why) {
        acceptFailure = why;
        return this;
    }

    @Override
    public Optional<Throwable> acceptFailure() {
        return Optional.ofNullable(acceptFailure);
    }

    ScriptedPort answers(Supplier<Deferred<List<ConnectionStatistics>>> now) {
        answer = now;
        return this;
    }

    private Map<Refusal, Long> refused() {
        Map<Refusal, Long> refused = new EnumMap<>(Refusal.class);
        refused.putAll(statistics.refused());
        return refused;
    }

    @Override
    public Address host() {
        return new Address.Inet("127.0.0.1", 8007);
    }

    @Override
    public String name() {
        return host().toString();
    }

    @Override
    public int connections() {
        return (int) statistics.active();
    }

    @Override
    public PortStatistics statistics() {
        return statistics;
    }

    @Override
    public Deferred<List<ConnectionStatistics>> connectionStatistics() {
        return answer.get();
    }

    @Override
    public Deferred<Port> stopListening() {
        throw new IllegalStateException("who watches closes nothing");
    }

    ScriptedPort drains(Supplier<Deferred<Integer>> then) {
        drain = then;
        return this;
    }

    @Override
    public Deferred<Integer> drain(Duration patience) {
        return drain.get();
    }

    /** It never does by itself. */
    @Override
    public Deferred<Port> closed() {
        return new Deferred<>();
    }
}
