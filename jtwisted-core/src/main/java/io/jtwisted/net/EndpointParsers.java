package io.jtwisted.net;

/** Placeholder until the parser lands. */
final class EndpointParsers {
    private EndpointParsers() {}

    static ServerEndpoint server(String endpoint) {
        throw new IllegalStateException(endpoint);
    }

    static ClientEndpoint client(String endpoint) {
        throw new IllegalStateException(endpoint);
    }
}
