package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.Port;
import io.jtwisted.net.ServerEndpoint;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** What listens, or should: for metrics, health and the endpoint. For any thread. */
final class Listeners {
    private final Map<String, Listener> byName = new ConcurrentSkipListMap<>();

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
     * @param port what was opened last, and so counts last; null if it never was
     */
    record Listener(
            String name,
            String handler,
            ServerEndpoint endpoint,
            State state,
            @Nullable Port port) {}

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
    }

    void opened(String name, Port port) {
        byName.computeIfPresent(
                name, (key, now) -> new Listener(name, now.handler(), now.endpoint(), State.LISTENING, port));
    }

    void state(String name, State state) {
        byName.computeIfPresent(
                name, (key, now) -> new Listener(name, now.handler(), now.endpoint(), state, now.port()));
    }
}
