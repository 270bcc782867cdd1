package io.jtwisted.net;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * For makers of ports: counts connections, and says who may not come in. Somebody comes in on the thread which accepts,
 * and may leave on any.
 */
public final class Admission {
    private final Limits limits;
    private final AtomicInteger inside = new AtomicInteger();
    private final @Nullable ConcurrentHashMap<String, Integer> byHost;

    public Admission(Limits limits) {
        this.limits = limits;
        this.byHost = limits.connectionsPerAddress() > 0 ? new ConcurrentHashMap<>() : null;
    }

    /** How many are inside. */
    public int inside() {
        return inside.get();
    }

    /** Whether nobody can come in any more. */
    public boolean isFull() {
        return limits.connections() > 0 && inside.get() >= limits.connections();
    }

    /** Whether it matters where somebody comes from; if not, any address will do. */
    public boolean asksForAddress() {
        return byHost != null;
    }

    /**
     * Counts one who comes from there; null if he may.
     *
     * @return why he may not; then he is not counted
     */
    public @Nullable Refusal enter(Address peer) {
        if (isFull()) {
            return Refusal.CONNECTIONS;
        }
        if (byHost != null && peer instanceof Address.Inet inet) {
            int fromThere = byHost.merge(inet.host(), 1, Integer::sum);
            if (fromThere > limits.connectionsPerAddress()) {
                forget(byHost, inet);
                return Refusal.CONNECTIONS_PER_ADDRESS;
            }
        }
        inside.incrementAndGet();
        return null;
    }

    /**
     * One who came from there has gone.
     *
     * @return whether it was full until then
     */
    public boolean leave(Address peer) {
        if (byHost != null && peer instanceof Address.Inet inet) {
            forget(byHost, inet);
        }
        return inside.decrementAndGet() == limits.connections() - 1;
    }

    private static void forget(ConcurrentHashMap<String, Integer> hosts, Address.Inet peer) {
        hosts.computeIfPresent(peer.host(), (host, count) -> count == 1 ? null : count - 1);
    }
}
