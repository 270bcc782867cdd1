package io.jtwisted.net;

import io.jtwisted.loop.DelayedCall;
import java.time.Duration;

/** Watches how long a connection has been silent. A byte costs a field; the timer is looked at only when it is due. */
final class Silence {
    private final Connection connection;
    private final long longest;
    private DelayedCall call;
    private long lastByte;

    Silence(Connection connection, Duration longest) {
        this.connection = connection;
        this.longest = longest.toNanos();
        this.lastByte = connection.nanos();
        this.call = connection.reactor().callLater(longest, this::look);
    }

    void broken() {
        lastByte = connection.nanos();
    }

    void stop() {
        if (call.active()) {
            call.cancel();
        }
    }

    private void look() {
        long left = longest - (connection.nanos() - lastByte);
        if (left > 0) {
            call = connection.reactor().callLater(Duration.ofNanos(left), this::look);
        } else {
            connection.silent();
        }
    }
}
