package io.jtwisted.net;

import java.time.Duration;

/**
 * One open connection.
 *
 * @param id as {@link Transport#id()}: unique among the connections of one reactor
 * @param peer the other end
 * @param age for how long it has been open
 * @param received bytes that were delivered to the protocol
 * @param sent bytes that were sent
 * @param unsent bytes that wait for the peer
 * @param tls the version, such as {@code TLSv1.3}; empty if it is not encrypted
 */
public record ConnectionStatistics(
        long id, Address peer, Duration age, long received, long sent, long unsent, String tls) {}
