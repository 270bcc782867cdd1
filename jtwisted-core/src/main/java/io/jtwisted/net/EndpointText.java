package io.jtwisted.net;

/** Placeholder until the parser lands. */
final class EndpointText {
    private EndpointText() {}

    static String of(Object endpoint) {
        return endpoint.getClass().getSimpleName();
    }
}
