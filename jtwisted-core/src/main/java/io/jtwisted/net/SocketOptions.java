package io.jtwisted.net;

import java.time.Duration;

/**
 * How the operating system treats the sockets of a port. Not every system can do all of it: a port whose
 * options are more than the usual ones may fail to open with {@link CannotListenException.Reason#NOT_SUPPORTED}.
 *
 * @param noDelay whether small writes leave at once, without waiting for an acknowledgement of those before (TCP_NODELAY)
 * @param keepAlive whether the operating system looks after silent peers (SO_KEEPALIVE)
 * @param keepAliveIdle how long a peer is silent before it is looked after, in whole seconds from 1 to 32767; zero for
 *     what the system does
 * @param keepAliveInterval how long between two looks, likewise
 * @param keepAliveCount how many looks in vain end a connection, from 1 to 127; zero for what the system does
 * @param reusePort whether other processes of the same user may listen on the same port (SO_REUSEPORT); the system
 *     spreads the connections over them
 */
public record SocketOptions(
        boolean noDelay,
        boolean keepAlive,
        Duration keepAliveIdle,
        Duration keepAliveInterval,
        int keepAliveCount,
        boolean reusePort) {
    /** The most seconds and looks that Linux takes, tcp(7). */
    private static final long MOST_SECONDS = 32_767;

    private static final int MOST_LOOKS = 127;
    private static final SocketOptions USUAL = new SocketOptions(true, true, Duration.ZERO, Duration.ZERO, 0, false);

    public SocketOptions {
        requireSeconds("idle", keepAliveIdle);
        requireSeconds("interval", keepAliveInterval);
        if (keepAliveCount < 0 || keepAliveCount > MOST_LOOKS) {
            throw new IllegalArgumentException("expected a number of keep-alive probes from 1 to " + MOST_LOOKS
                    + ", or 0 for the system's, not " + keepAliveCount);
        }
    }

    private static void requireSeconds(String what, Duration time) {
        if (time.isNegative() || time.getNano() != 0 || time.getSeconds() > MOST_SECONDS) {
            throw new IllegalArgumentException("expected a keep-alive " + what + " of 1 to " + MOST_SECONDS
                    + " whole seconds, or 0 for the system's, not " + time);
        }
    }

    /** No delay, and a keep-alive as the system does it. */
    public static SocketOptions usual() {
        return USUAL;
    }

    public SocketOptions noDelay(boolean on) {
        return new SocketOptions(on, keepAlive, keepAliveIdle, keepAliveInterval, keepAliveCount, reusePort);
    }

    public SocketOptions keepAlive(boolean on) {
        return new SocketOptions(noDelay, on, keepAliveIdle, keepAliveInterval, keepAliveCount, reusePort);
    }

    /** How long to wait for a silent peer, how long between two looks, and how many; zero for what the system does. */
    public SocketOptions keepAlive(Duration idle, Duration interval, int count) {
        return new SocketOptions(noDelay, keepAlive, idle, interval, count, reusePort);
    }

    public SocketOptions reusePort(boolean on) {
        return new SocketOptions(noDelay, keepAlive, keepAliveIdle, keepAliveInterval, keepAliveCount, on);
    }
}
