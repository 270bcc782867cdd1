package io.jtwisted.net;

import java.util.List;
import java.util.ServiceLoader;
import java.util.SortedMap;
import java.util.TreeMap;

/** The parsers by prefix. Looked up for each string, because the class path depends on the thread. */
final class EndpointParsers {
    private static final List<EndpointParser> OURS =
            List.of(new TcpParser(false), new TcpParser(true), new UnixParser());

    private final SortedMap<String, EndpointParser> byPrefix = new TreeMap<>();

    EndpointParsers(Iterable<EndpointParser> others) {
        OURS.forEach(this::add);
        others.forEach(this::add);
    }

    static ServerEndpoint server(String endpoint) {
        EndpointText text = text(endpoint, "tcp:8080");
        ServerEndpoint server = installed().parser(text).server(text);
        text.end();
        return server;
    }

    static ClientEndpoint client(String endpoint) {
        EndpointText text = text(endpoint, "tcp:localhost:8080");
        ClientEndpoint client = installed().parser(text).client(text);
        text.end();
        return client;
    }

    private static EndpointText text(String endpoint, String example) {
        if (endpoint.isEmpty()) {
            throw new IllegalArgumentException("expected an endpoint such as " + example + ", not an empty string");
        }
        return new EndpointText(endpoint);
    }

    private static EndpointParsers installed() {
        return new EndpointParsers(ServiceLoader.load(EndpointParser.class));
    }

    private void add(EndpointParser parser) {
        EndpointParser other = byPrefix.put(parser.prefix(), parser);
        if (other != null) {
            throw new IllegalStateException("two parsers for endpoint '" + parser.prefix() + "': "
                    + other.getClass().getName() + " and " + parser.getClass().getName()
                    + "; take one of them off the class path");
        }
    }

    private EndpointParser parser(EndpointText text) {
        EndpointParser parser = byPrefix.get(text.prefix());
        if (parser == null) {
            throw new IllegalArgumentException(
                    "unknown endpoint '" + text.prefix() + "'; known are " + String.join(", ", byPrefix.keySet()));
        }
        return parser;
    }
}
