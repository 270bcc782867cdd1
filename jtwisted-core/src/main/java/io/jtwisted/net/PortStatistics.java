package io.jtwisted.net;

import java.util.Map;

/**
 * What a port has counted since it was opened. Each number is true at some moment of late, not all at the same one.
 *
 * @param opened connections made, after the TLS handshake if there is one
 * @param closed of these, over
 * @param received bytes that protocols were given
 * @param sent bytes that left, before TLS makes them more
 * @param unwritable connections with more unsent than the high-water mark, now
 * @param refused how often, by reason; all reasons are there
 */
public record PortStatistics(
        long opened, long closed, long received, long sent, long unwritable, Map<Refusal, Long> refused) {

    public PortStatistics {
        refused = Map.copyOf(refused);
    }

    /** Connections which are open. */
    public long active() {
        return opened - closed;
    }
}
