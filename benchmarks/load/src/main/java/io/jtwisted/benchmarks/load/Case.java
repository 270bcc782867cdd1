package io.jtwisted.benchmarks.load;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Something to measure.
 *
 * @param name as in the tables
 * @param title what it is, for people
 * @param group what the servers do
 * @param load what the generator does: its own modes, or idle
 * @param connections how many at a time
 * @param size of a message, in bytes
 * @param depth how many messages are under way
 * @param unit of the rate
 * @param servers the servers that take part
 */
record Case(
        String name,
        String title,
        Group group,
        String load,
        int connections,
        int size,
        int depth,
        Unit unit,
        List<Server> servers) {
    private static final Set<String> COMPARED = Set.of(Servers.REFERENCE, Servers.OURS);

    /** What is counted. */
    enum Unit {
        ECHOES("echoes/s"),
        LINES("lines/s"),
        FRAMES("frames/s"),
        MEGABYTES("MB/s"),
        CONNECTIONS("connections/s"),
        /** Fewer are better. */
        BYTES("bytes/connection");

        private final String text;

        Unit(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** Only ours, the reference, and this one. */
    Case before(Server before) {
        List<Server> compared = Stream.concat(
                        servers.stream().filter(server -> COMPARED.contains(server.name())), Stream.of(before))
                .toList();
        return new Case(name, title, group, load, connections, size, depth, unit, compared);
    }

    /** With as many connections as there may be. */
    Case connections(int most) {
        return new Case(name, title, group, load, Math.min(connections, most), size, depth, unit, servers);
    }
}
