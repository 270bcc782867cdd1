package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.Refusal;

/** Refusals in the words of metrics and of the endpoint: those of the properties, or of the layer which refused. */
final class RefusalTag {

    private RefusalTag() {}

    static String of(Refusal reason) {
        return switch (reason) {
            case CONNECTIONS -> "max-connections";
            case CONNECTIONS_PER_ADDRESS -> "max-connections-per-address";
            case ACCEPT -> "accept";
            case HANDSHAKE -> "tls";
            case FACTORY -> "factory";
        };
    }
}
