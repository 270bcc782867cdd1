package io.jtwisted.net;

/** {@link Limits} in an endpoint string, both ways. A client has no number of connections. */
final class LimitsText {
    private static final String WHEN_FULL = "when-full";
    private static final String HIGH_WATER = "high-water";
    private static final String LOW_WATER = "low-water";

    private LimitsText() {}

    static Limits server(EndpointText text) {
        Limits usual = Limits.server();
        return common(text, usual)
                .connections(text.number("connections", 0, Integer.MAX_VALUE, usual.connections()))
                .connectionsPerAddress(text.number("per-address", 0, Integer.MAX_VALUE, usual.connectionsPerAddress()))
                .whenFull(text.choice(WHEN_FULL, usual.whenFull()));
    }

    static Limits client(EndpointText text) {
        return common(text, Limits.client());
    }

    static void server(EndpointWriter writer, Limits limits) {
        Limits usual = Limits.server();
        writer.option("connections", limits.connections(), usual.connections())
                .option("per-address", limits.connectionsPerAddress(), usual.connectionsPerAddress())
                .option(WHEN_FULL, EndpointText.word(limits.whenFull()), EndpointText.word(usual.whenFull()));
        common(writer, limits, usual);
    }

    static void client(EndpointWriter writer, Limits limits) {
        common(writer, limits, Limits.client());
    }

    private static Limits common(EndpointText text, Limits usual) {
        Limits limits = usual.silence(text.duration("silence", usual.silence()))
                .readSilence(text.duration("read-silence", usual.readSilence()))
                .age(text.duration("age", usual.age()))
                .writeTimeout(text.duration("write-timeout", usual.writeTimeout()))
                .unsent(text.number("unsent", 0, Long.MAX_VALUE, usual.unsent()));
        long high = text.number(HIGH_WATER, 0, Long.MAX_VALUE, limits.highWater());
        long low = text.number(LOW_WATER, 0, Long.MAX_VALUE, Math.min(limits.lowWater(), high));
        try {
            return limits.water(low, high);
        } catch (IllegalArgumentException e) {
            throw text.wrong(String.valueOf(e.getMessage()));
        }
    }

    private static void common(EndpointWriter writer, Limits limits, Limits usual) {
        writer.duration("silence", limits.silence(), usual.silence())
                .duration("read-silence", limits.readSilence(), usual.readSilence())
                .duration("age", limits.age(), usual.age())
                .duration("write-timeout", limits.writeTimeout(), usual.writeTimeout())
                .option("unsent", limits.unsent(), usual.unsent());
        Limits implied = usual.unsent(limits.unsent());
        writer.option(HIGH_WATER, limits.highWater(), implied.highWater())
                .option(LOW_WATER, limits.lowWater(), Math.min(implied.lowWater(), limits.highWater()));
    }
}
