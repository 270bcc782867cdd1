package io.jtwisted.net;

import java.time.Duration;

/**
 * What a peer may take from us before we stop it. Zero means no limit.
 *
 * @param connections how many connections a port serves at once; more are closed as they come, before the factory is
 *     asked
 * @param silence how long a connection may live without a byte in either direction
 * @param unsent how many bytes may wait for a peer which does not read; one more aborts the connection
 */
public record Limits(int connections, Duration silence, long unsent) {
    public static final int CONNECTIONS = 10_000;
    public static final Duration SILENCE = Duration.ofMinutes(10);
    public static final long UNSENT = 16L << 20;

    private static final Limits SERVER = new Limits(CONNECTIONS, SILENCE, UNSENT);
    private static final Limits CLIENT = new Limits(0, Duration.ZERO, UNSENT);

    public Limits {
        if (connections < 0 || silence.isNegative() || unsent < 0) {
            throw new IllegalArgumentException("a limit is positive, or zero for none; not " + connections
                    + " connections, " + silence + " of silence, " + unsent + " bytes unsent");
        }
    }

    /** For those who listen: {@value #CONNECTIONS} connections, 10 minutes of silence, 16 MiB unsent. */
    public static Limits server() {
        return SERVER;
    }

    /** For those who connect: 16 MiB unsent, any silence. */
    public static Limits client() {
        return CLIENT;
    }

    public Limits connections(int most) {
        return new Limits(most, silence, unsent);
    }

    public Limits silence(Duration longest) {
        return new Limits(connections, longest, unsent);
    }

    public Limits unsent(long most) {
        return new Limits(connections, silence, most);
    }
}
