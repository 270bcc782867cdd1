package io.jtwisted.net;

import java.time.Duration;

/**
 * One open connection.
 *
 * @param id as {@link Transport#id()}: of its own among those of one reactor
 * @param peer the other end
 * @param age for how long it has been open
 * @param received bytes that the protocol was given
 * @param sent bytes that left
 * @param unsent bytes that wait for the peer
 * @param tls the version, such as {@code TLSv1.3}; empty if it is not encrypted
 */
public record ConnectionStatistics(
        long id, Address peer, Duration age, long received, long sent, long unsent, String tls) {}
