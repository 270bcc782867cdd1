package io.jtwisted.benchmarks.load;

import java.util.List;

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

    /** What is counted. */
    enum Unit {
        ECHOES("echoes/s"),
        LINES("lines/s"),
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

    /** With as many connections as there may be. */
    Case connections(int most) {
        return new Case(name, title, group, load, Math.min(connections, most), size, depth, unit, servers);
    }
}
