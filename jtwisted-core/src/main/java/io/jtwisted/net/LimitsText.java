package io.jtwisted.net;

/** {@link Limits} in an endpoint string, both ways. A client has no number of connections. */
final class LimitsText {
    private LimitsText() {}

    static Limits server(EndpointText text) {
        Limits usual = Limits.server();
        return common(text, usual).connections(text.number("connections", 0, Integer.MAX_VALUE, usual.connections()));
    }

    static Limits client(EndpointText text) {
        return common(text, Limits.client());
    }

    static void server(EndpointWriter writer, Limits limits) {
        Limits usual = Limits.server();
        common(writer.option("connections", limits.connections(), usual.connections()), limits, usual);
    }

    static void client(EndpointWriter writer, Limits limits) {
        common(writer, limits, Limits.client());
    }

    private static Limits common(EndpointText text, Limits usual) {
        return usual.silence(text.duration("silence", usual.silence()))
                .unsent(text.number("unsent", 0, Long.MAX_VALUE, usual.unsent()));
    }

    private static void common(EndpointWriter writer, Limits limits, Limits usual) {
        writer.duration("silence", limits.silence(), usual.silence()).option("unsent", limits.unsent(), usual.unsent());
    }
}
