package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.Limits;
import io.jtwisted.net.Port;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsKeys;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What listens, or should: for metrics, health and the endpoint. For any thread. */
final class Listeners {
    private final Map<String, Listener> byName = new ConcurrentSkipListMap<>();
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    /** How far a listener is. */
    enum State {
        /** Not opened yet, or closed again. */
        STOPPED,
        /** Open. */
        LISTENING,
        /** Closed to new connections; those which are open say goodbye. */
        DRAINING,
        /** It could not be opened, or closed by itself. */
        FAILED
    }

    /**
     * One of them.
     *
     * @param handler the name of the bean which serves it
     * @param limits what it allows its peers
     * @param port what was opened last, and so counts last; null if it never was
     */
    record Listener(
            String name,
            String handler,
            ServerEndpoint endpoint,
            Limits limits,
            State state,
            @Nullable Port port) {

        /** How bytes travel: {@code tcp}, {@code tls}, {@code unix}, or the kind of another library. */
        String transport() {
            return endpoint.kind();
        }

        /** Whether it encrypts from the first byte on. */
        boolean secure() {
            return endpoint.tls() != null;
        }

        /** The SSL bundles that it shows to its peers, the default one first. */
        List<String> bundles() {
            Tls tls = endpoint.tls();
            if (tls == null) {
                return List.of();
            }
            return Stream.concat(Stream.of(tls.keys()), tls.serverNames().values().stream())
                    .filter(TlsKeys.Bundle.class::isInstance)
                    .map(keys -> ((TlsKeys.Bundle) keys).name())
                    .distinct()
                    .toList();
        }
    }

    /** Is told what happens to listeners, on the thread which does it. */
    interface Watcher {

        /** This listener is there, or is not what it was. */
        void changed(Listener listener);

        /** Listeners were drained, which took so long; so many connections had to be aborted. */
        void drained(Duration took, int aborted);
    }

    /** All which are enabled, by name. */
    List<Listener> all() {
        return List.copyOf(byName.values());
    }

    @Nullable
    Listener get(String name) {
        return byName.get(name);
    }

    void put(Listener listener) {
        byName.put(listener.name(), listener);
        watchers.forEach(watcher -> watcher.changed(listener));
    }

    void opened(String name, Port port) {
        change(name, now -> new Listener(name, now.handler(), now.endpoint(), now.limits(), State.LISTENING, port));
    }

    void state(String name, State state) {
        change(name, now -> new Listener(name, now.handler(), now.endpoint(), now.limits(), state, now.port()));
    }

    private void change(String name, UnaryOperator<Listener> change) {
        Listener changed = byName.computeIfPresent(name, (key, now) -> change.apply(now));
        if (changed != null) {
            watchers.forEach(watcher -> watcher.changed(changed));
        }
    }

    /** Says how a drain of all went, for metrics. */
    void drained(Duration took, int aborted) {
        watchers.forEach(watcher -> watcher.drained(took, aborted));
    }

    /** Has this told what is there, and what happens from now on. */
    void watch(Watcher watcher) {
        watchers.add(watcher);
        byName.values().forEach(watcher::changed);
    }
}
