package io.jtwisted.net;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * For implementers of ports: counts connections, and refuses those beyond a limit. They are counted on the thread that
 * accepts, and may leave on any.
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

    /** Whether no further connection is allowed. */
    public boolean isFull() {
        return limits.connections() > 0 && inside.get() >= limits.connections();
    }

    /** Whether the address of a connection matters; if not, any address will do. */
    public boolean asksForAddress() {
        return byHost != null;
    }

    /**
     * Counts a connection from this address; null if it is allowed.
     *
     * @return why it is refused; then it is not counted
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
     * A connection from this address has ended.
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
