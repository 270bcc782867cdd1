package io.jtwisted.net;

import java.time.Duration;

/**
 * What a peer may take from us before we stop it. Zero means no limit.
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
        long lowWater) {
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
            LOW_WATER);
    private static final Limits SERVER = CLIENT.connections(CONNECTIONS).silence(SILENCE);

    /** What a port does when it serves as many connections as it may. */
    public enum WhenFull {
        /** It closes those which come, before the factory is asked. */
        CLOSE,
        /** It accepts no more until one ends; new ones wait in the backlog of the operating system. */
        PAUSE
    }

    public Limits {
        notNegative("connections", connections, connections < 0);
        notNegative("connections from one address", connectionsPerAddress, connectionsPerAddress < 0);
        notNegative("silence", silence, silence.isNegative());
        notNegative("silence of the peer", readSilence, readSilence.isNegative());
        notNegative("age", age, age.isNegative());
        notNegative("write timeout", writeTimeout, writeTimeout.isNegative());
        if (lowWater < 0 || lowWater > highWater || unsent < 0 || (unsent > 0 && highWater > unsent)) {
            throw new IllegalArgumentException("expected a low-water mark of at most the high one, and that of at most"
                    + " the bytes which may be unsent (zero for any number); not " + lowWater + ", " + highWater
                    + " and " + unsent);
        }
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
        return new Limits(
                most,
                connectionsPerAddress,
                whenFull,
                silence,
                readSilence,
                age,
                writeTimeout,
                unsent,
                highWater,
                lowWater);
    }

    public Limits connectionsPerAddress(int most) {
        return new Limits(
                connections, most, whenFull, silence, readSilence, age, writeTimeout, unsent, highWater, lowWater);
    }

    public Limits whenFull(WhenFull then) {
        return new Limits(
                connections,
                connectionsPerAddress,
                then,
                silence,
                readSilence,
                age,
                writeTimeout,
                unsent,
                highWater,
                lowWater);
    }

    public Limits silence(Duration longest) {
        return new Limits(
                connections,
                connectionsPerAddress,
                whenFull,
                longest,
                readSilence,
                age,
                writeTimeout,
                unsent,
                highWater,
                lowWater);
    }

    public Limits readSilence(Duration longest) {
        return new Limits(
                connections,
                connectionsPerAddress,
                whenFull,
                silence,
                longest,
                age,
                writeTimeout,
                unsent,
                highWater,
                lowWater);
    }

    public Limits age(Duration longest) {
        return new Limits(
                connections,
                connectionsPerAddress,
                whenFull,
                silence,
                readSilence,
                longest,
                writeTimeout,
                unsent,
                highWater,
                lowWater);
    }

    public Limits writeTimeout(Duration longest) {
        return new Limits(
                connections,
                connectionsPerAddress,
                whenFull,
                silence,
                readSilence,
                age,
                longest,
                unsent,
                highWater,
                lowWater);
    }

    /** Lowers the marks, too, where they would be above this. */
    public Limits unsent(long most) {
        long top = most > 0 ? most : Long.MAX_VALUE;
        return buffers(Math.min(lowWater, top), Math.min(highWater, top), most);
    }

    /** When a registered {@link ByteProducer} is paused, and when it is resumed. */
    public Limits water(long low, long high) {
        return buffers(low, high, unsent);
    }

    /** The marks and the end, each at most the next; the last may be zero for none. */
    public Limits buffers(long low, long high, long most) {
        return new Limits(
                connections, connectionsPerAddress, whenFull, silence, readSilence, age, writeTimeout, most, high, low);
    }

    static void notNegative(String what, Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException(
                    "expected a duration as the longest " + what + ", or zero for none, not " + limit);
        }
    }
}
