package io.jtwisted.net;

/** Why a port refused a connection. */
public enum Refusal {
    /** It has as many connections as {@link Limits#connections()} allows. */
    CONNECTIONS,
    /** It has as many connections from this address as {@link Limits#connectionsPerAddress()} allows. */
    CONNECTIONS_PER_ADDRESS,
    /** It could not be accepted: no file descriptor, or no memory. The port tries again a second later. */
    ACCEPT,
    /** The TLS handshake failed, or took too long. */
    HANDSHAKE,
    /** The factory returned no protocol, or threw an exception. */
    FACTORY
}
