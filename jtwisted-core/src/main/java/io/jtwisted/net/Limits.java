package io.jtwisted.net;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a peer may take from us before we stop it. Zero means no limit.
 *
 * <p>They remember which of them were given, by a wither or by an option of an endpoint string: what an operator says holds,
 * even where it is the default; what is left unsaid comes from the protocol ({@link Factory#usual}), or else is the
 * default. Two with the same values are equal only if the same ones were given.
 *
 * @param connections how many connections a port serves at once; what becomes of more, {@code whenFull} says
 * @param connectionsPerAddress how many of them may come from one IP address; more are closed as they come, before the
 *     factory is asked
 * @param whenFull what a port does when it serves as many connections as it may
 * @param silence how long a connection may live without a byte in either direction: ends unused ones. A peer which
 *     is gone is not noticed by it while this side goes on writing
 * @param readSilence how long a connection may live without a byte from the peer, whatever this side writes: for
 *     protocols in which every peer says something from time to time, such as a heartbeat. Counts until the peer has
 *     ended. Neither silence counts while this side makes the peer wait: while it has paused reading, or holds back
 *     commands which have arrived. When it goes on, the time begins anew
 * @param age how long a connection may live at all; then it is closed politely
 * @param writeTimeout how long bytes may wait for a peer while none of them leaves; then the connection is aborted
 * @param unsent how many bytes may wait for a peer which does not read; one more aborts the connection. One message
 *     that is longer than this by itself does not count
 * @param highWater more bytes than this unsent pause a registered {@link ByteProducer}
 * @param lowWater this many bytes unsent, or fewer, let it go on
 * @param given which of these were said
 */
public record Limits(
        int connections,
        int connectionsPerAddress,
        WhenFull whenFull,
        Duration silence,
        Duration readSilence,
        Duration age,
        Duration writeTimeout,
        long unsent,
        long highWater,
        long lowWater,
        Set<Part> given) {
    public static final int CONNECTIONS = 10_000;
    public static final Duration SILENCE = Duration.ofMinutes(10);
    public static final long UNSENT = 16L << 20;
    public static final long HIGH_WATER = 65_536;
    public static final long LOW_WATER = 32_768;

    private static final Limits CLIENT = new Limits(
            0,
            0,
            WhenFull.CLOSE,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            UNSENT,
            HIGH_WATER,
            LOW_WATER,
            Set.of());
    private static final Limits SERVER = new Draft(CLIENT).serving().limits();

    /** What a port does when it serves as many connections as it may. */
    public enum WhenFull {
        /** It closes those which come, before the factory is asked. */
        CLOSE,
        /** It accepts no more until one ends; new ones wait in the backlog of the operating system. */
        PAUSE
    }

    /** One of the limits. */
    public enum Part {
        CONNECTIONS,
        CONNECTIONS_PER_ADDRESS,
        WHEN_FULL,
        SILENCE,
        READ_SILENCE,
        AGE,
        WRITE_TIMEOUT,
        UNSENT,
        HIGH_WATER,
        LOW_WATER
    }

    public Limits {
        EnumSet<Part> inOrder = EnumSet.noneOf(Part.class);
        inOrder.addAll(given);
        given = Collections.unmodifiableSet(inOrder);
        notNegative("connections", connections, connections < 0);
        notNegative("connections from one address", connectionsPerAddress, connectionsPerAddress < 0);
        notNegative("silence", silence);
        notNegative("silence of the peer", readSilence);
        notNegative("age", age);
        notNegative("write timeout", writeTimeout);
        if (lowWater < 0 || lowWater > highWater || unsent < 0 || (unsent > 0 && highWater > unsent)) {
            throw new IllegalArgumentException("expected a low-water mark of at most the high one, and that of at most"
                    + " the bytes which may be unsent (zero for any number); not " + lowWater + ", " + highWater
                    + " and " + unsent);
        }
    }

    /** All of them, and all given. */
    public Limits(
            int connections,
            int connectionsPerAddress,
            WhenFull whenFull,
            Duration silence,
            Duration readSilence,
            Duration age,
            Duration writeTimeout,
            long unsent,
            long highWater,
            long lowWater) {
        this(
                connections,
                connectionsPerAddress,
                whenFull,
                silence,
                readSilence,
                age,
                writeTimeout,
                unsent,
                highWater,
                lowWater,
                EnumSet.allOf(Part.class));
    }

    static void notNegative(String name, Duration value) {
        notNegative(name, value, value.isNegative());
    }

    private static void notNegative(String name, Object value, boolean isNegative) {
        if (isNegative) {
            throw new IllegalArgumentException(
                    "the limit of " + name + " must be positive, or zero for none, not " + value);
        }
    }

    /** For servers: {@value #CONNECTIONS} connections, 10 minutes of silence, 16 MiB unsent. */
    public static Limits server() {
        return SERVER;
    }

    /** For clients: 16 MiB unsent, any silence. */
    public static Limits client() {
        return CLIENT;
    }

    public Limits connections(int most) {
        return with(Part.CONNECTIONS, draft -> draft.connections = most);
    }

    public Limits connectionsPerAddress(int most) {
        return with(Part.CONNECTIONS_PER_ADDRESS, draft -> draft.connectionsPerAddress = most);
    }

    public Limits whenFull(WhenFull then) {
        return with(Part.WHEN_FULL, draft -> draft.whenFull = then);
    }

    public Limits silence(Duration longest) {
        return with(Part.SILENCE, draft -> draft.silence = longest);
    }

    public Limits readSilence(Duration longest) {
        return with(Part.READ_SILENCE, draft -> draft.readSilence = longest);
    }

    public Limits age(Duration longest) {
        return with(Part.AGE, draft -> draft.age = longest);
    }

    public Limits writeTimeout(Duration longest) {
        return with(Part.WRITE_TIMEOUT, draft -> draft.writeTimeout = longest);
    }

    /** Lowers the marks, too, where they would be above this. */
    public Limits unsent(long most) {
        return with(Part.UNSENT, draft -> draft.unsent(most));
    }

    /** Lowers the low mark, too, where it would be above this. */
    public Limits highWater(long high) {
        return with(Part.HIGH_WATER, draft -> draft.highWater(high));
    }

    public Limits lowWater(long low) {
        return with(Part.LOW_WATER, draft -> draft.lowWater = low);
    }

    /** When a registered {@link ByteProducer} is paused, and when it is resumed. */
    public Limits water(long low, long high) {
        return highWater(high).lowWater(low);
    }

    /** The marks and the end, each at most the next; the last may be zero for none. */
    public Limits buffers(long low, long high, long most) {
        return unsent(most).highWater(high).lowWater(low);
    }

    /**
     * These, and for what they leave unsaid the usual ones: for makers of transports, which serve by
     * {@code endpoint.limits().over(factory.usual())}. Of the three for unsent bytes those which are unsaid give way to those
     * which are said. What differs from {@link #server()} counts as said.
     *
     * <pre>{@code
     * Limits usual = Limits.server().silence(ofMinutes(5)).connections(100);
     * assertThat(Limits.server().connections(10_000).over(usual).connections()).isEqualTo(10_000);
     * assertThat(Limits.server().connections(10_000).over(usual).silence()).isEqualTo(ofMinutes(5));
     * }</pre>
     */
    public Limits over(Limits usual) {
        Draft draft = new Draft(usual);
        Set<Part> said = said(SERVER);
        said.forEach(part -> draft.take(part, this));
        draft.bend(said);
        draft.given.addAll(said);
        return draft.limits();
    }

    /** What was given, and what differs from these defaults. A mark that only follows what was given is not said. */
    Set<Part> said(Limits usual) {
        Draft silent = new Draft(usual);
        silent.unsent(unsent);
        silent.lowWater = Math.min(silent.lowWater, highWater);
        Limits implied = silent.limits();
        EnumSet<Part> said = EnumSet.noneOf(Part.class);
        for (Part part : Part.values()) {
            if (given.contains(part) || !value(part).equals((part == Part.UNSENT ? usual : implied).value(part))) {
                said.add(part);
            }
        }
        return said;
    }

    private Object value(Part part) {
        return switch (part) {
            case CONNECTIONS -> connections;
            case CONNECTIONS_PER_ADDRESS -> connectionsPerAddress;
            case WHEN_FULL -> whenFull;
            case SILENCE -> silence;
            case READ_SILENCE -> readSilence;
            case AGE -> age;
            case WRITE_TIMEOUT -> writeTimeout;
            case UNSENT -> unsent;
            case HIGH_WATER -> highWater;
            case LOW_WATER -> lowWater;
        };
    }

    private Limits with(Part part, Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        draft.given.add(part);
        return draft.limits();
    }

    /** Limits which are being made: the place where their number stands only once. */
    private static final class Draft {
        private final EnumSet<Part> given = EnumSet.noneOf(Part.class);
        private int connections;
        private int connectionsPerAddress;
        private WhenFull whenFull;
        private Duration silence;
        private Duration readSilence;
        private Duration age;
        private Duration writeTimeout;
        private long unsent;
        private long highWater;
        private long lowWater;

        Draft(Limits from) {
            given.addAll(from.given);
            connections = from.connections;
            connectionsPerAddress = from.connectionsPerAddress;
            whenFull = from.whenFull;
            silence = from.silence;
            readSilence = from.readSilence;
            age = from.age;
            writeTimeout = from.writeTimeout;
            unsent = from.unsent;
            highWater = from.highWater;
            lowWater = from.lowWater;
        }

        Draft serving() {
            connections = CONNECTIONS;
            silence = SILENCE;
            return this;
        }

        /** Takes this one over, and nothing else. */
        void take(Part part, Limits from) {
            switch (part) {
                case CONNECTIONS -> connections = from.connections;
                case CONNECTIONS_PER_ADDRESS -> connectionsPerAddress = from.connectionsPerAddress;
                case WHEN_FULL -> whenFull = from.whenFull;
                case SILENCE -> silence = from.silence;
                case READ_SILENCE -> readSilence = from.readSilence;
                case AGE -> age = from.age;
                case WRITE_TIMEOUT -> writeTimeout = from.writeTimeout;
                case UNSENT -> unsent = from.unsent;
                case HIGH_WATER -> highWater = from.highWater;
                case LOW_WATER -> lowWater = from.lowWater;
            }
        }

        void unsent(long most) {
            unsent = most;
            highWater(Math.min(given.contains(Part.HIGH_WATER) ? highWater : HIGH_WATER, top()));
        }

        void highWater(long high) {
            highWater = high;
            lowWater = Math.min(given.contains(Part.LOW_WATER) ? lowWater : LOW_WATER, high);
        }

        /** Makes the three for unsent bytes fit, by those which are not said. */
        void bend(Set<Part> said) {
            long low = said.contains(Part.LOW_WATER) ? lowWater : 0;
            long high = said.contains(Part.HIGH_WATER) ? highWater : low;
            if (!said.contains(Part.UNSENT) && unsent > 0) {
                unsent = Math.max(unsent, high);
            }
            if (!said.contains(Part.HIGH_WATER)) {
                highWater = Math.min(Math.max(highWater, low), top());
            }
            if (!said.contains(Part.LOW_WATER)) {
                lowWater = Math.min(lowWater, highWater);
            }
        }

        private long top() {
            return unsent > 0 ? unsent : Long.MAX_VALUE;
        }

        Limits limits() {
            return new Limits(
                    connections,
                    connectionsPerAddress,
                    whenFull,
                    silence,
                    readSilence,
                    age,
                    writeTimeout,
                    unsent,
                    highWater,
                    lowWater,
                    given);
        }
    }
}
