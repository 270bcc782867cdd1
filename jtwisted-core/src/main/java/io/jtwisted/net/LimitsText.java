package io.jtwisted.net;

import io.jtwisted.net.Limits.Part;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** {@link Limits} in an endpoint string, both ways: what is said there, and no more. A client has no number of connections. */
final class LimitsText {
    private static final String CONNECTIONS = "connections";
    private static final String PER_ADDRESS = "per-address";
    private static final String WHEN_FULL = "when-full";
    private static final String SILENCE = "silence";
    private static final String READ_SILENCE = "read-silence";
    private static final String AGE = "age";
    private static final String WRITE_TIMEOUT = "write-timeout";
    private static final String UNSENT = "unsent";
    private static final String HIGH_WATER = "high-water";
    private static final String LOW_WATER = "low-water";
    private static final Set<Part> SERVERS = EnumSet.of(Part.CONNECTIONS, Part.CONNECTIONS_PER_ADDRESS, Part.WHEN_FULL);

    private LimitsText() {}

    static Limits server(EndpointText text) {
        Limits limits = common(text, Limits.server());
        limits = text.number(CONNECTIONS, 0, Integer.MAX_VALUE)
                .map(limits::connections)
                .orElse(limits);
        limits = text.number(PER_ADDRESS, 0, Integer.MAX_VALUE)
                .map(limits::connectionsPerAddress)
                .orElse(limits);
        return text.choice(WHEN_FULL, Limits.WhenFull.class)
                .map(limits::whenFull)
                .orElse(limits);
    }

    static Limits client(EndpointText text) {
        return common(text, Limits.client());
    }

    private static Limits common(EndpointText text, Limits usual) {
        Limits limits = text.duration(SILENCE).map(usual::silence).orElse(usual);
        limits = text.duration(READ_SILENCE).map(limits::readSilence).orElse(limits);
        limits = text.duration(AGE).map(limits::age).orElse(limits);
        limits = text.duration(WRITE_TIMEOUT).map(limits::writeTimeout).orElse(limits);
        limits = text.number(UNSENT, 0, Long.MAX_VALUE).map(limits::unsent).orElse(limits);
        Optional<Long> high = text.number(HIGH_WATER, 0, Long.MAX_VALUE);
        Optional<Long> low = text.number(LOW_WATER, 0, Long.MAX_VALUE);
        try {
            limits = high.map(limits::highWater).orElse(limits);
            return low.map(limits::lowWater).orElse(limits);
        } catch (IllegalArgumentException e) {
            throw text.wrong(String.valueOf(e.getMessage()));
        }
    }

    static void server(EndpointWriter writer, Limits limits) {
        Set<Part> said = limits.said(Limits.server());
        said.forEach(part -> write(writer, limits, part));
    }

    static void client(EndpointWriter writer, Limits limits) {
        Set<Part> said = limits.said(Limits.client());
        said.removeAll(SERVERS);
        said.forEach(part -> write(writer, limits, part));
    }

    private static void write(EndpointWriter writer, Limits limits, Part part) {
        switch (part) {
            case CONNECTIONS -> writer.option(CONNECTIONS, limits.connections());
            case CONNECTIONS_PER_ADDRESS -> writer.option(PER_ADDRESS, limits.connectionsPerAddress());
            case WHEN_FULL -> writer.option(WHEN_FULL, EndpointText.word(limits.whenFull()));
            case SILENCE -> writer.option(SILENCE, EndpointText.seconds(limits.silence()));
            case READ_SILENCE -> writer.option(READ_SILENCE, EndpointText.seconds(limits.readSilence()));
            case AGE -> writer.option(AGE, EndpointText.seconds(limits.age()));
            case WRITE_TIMEOUT -> writer.option(WRITE_TIMEOUT, EndpointText.seconds(limits.writeTimeout()));
            case UNSENT -> writer.option(UNSENT, limits.unsent());
            case HIGH_WATER -> writer.option(HIGH_WATER, limits.highWater());
            case LOW_WATER -> writer.option(LOW_WATER, limits.lowWater());
        }
    }
}
