package io.jtwisted.net;

import java.util.Map;

/**
 * What a port has counted since it was opened. Each number was true a moment ago, but not all at the same moment.
 *
 * @param opened connections made, after the TLS handshake if there is one
 * @param closed how many of these are over
 * @param received bytes that were delivered to protocols
 * @param sent bytes that were sent, counted before encryption
 * @param unwritable connections that have more unsent bytes than the high-water mark now
 * @param refused refused connections by reason; all reasons are keys
 */
public record PortStatistics(
        long opened, long closed, long received, long sent, long unwritable, Map<Refusal, Long> refused) {

    public PortStatistics {
        refused = Map.copyOf(refused);
    }

    /** Connections that are open. */
    public long active() {
        return opened - closed;
    }
}
