package io.jtwisted.netty;

import io.jtwisted.loop.DelayedCall;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tries the addresses of a host. An address that has neither connected nor failed after 250 milliseconds has the next one
 * tried beside it; one that fails makes way at once; the first that connects wins (RFC 8305, section 5). On the loop.
 */
final class Race {
    /** The Connection Attempt Delay which RFC 8305 recommends. */
    static final Duration DELAY = Duration.ofMillis(250);

    private final Connecting<?> client;
    private final Queue<SocketAddress> addresses;
    private final Set<ConnectAttempt> attempts = new LinkedHashSet<>();
    private @Nullable Throwable failure;
    private @Nullable DelayedCall next;

    Race(Connecting<?> client, List<? extends SocketAddress> addresses) {
        this.client = client;
        this.addresses = new ArrayDeque<>(addresses);
    }

    /** Tries the next address. */
    void go() {
        stopClock();
        SocketAddress address = addresses.poll();
        if (address == null) {
            return;
        }
        if (!addresses.isEmpty()) {
            next = client.reactor().callLater(DELAY, this::go);
        }
        ConnectAttempt attempt = new ConnectAttempt(this, client);
        attempts.add(attempt);
        attempt.begin(address);
    }

    void won(ConnectAttempt winner) {
        attempts.remove(winner);
        giveUp();
        attempts.add(winner);
        client.connected();
    }

    void failed(ConnectAttempt attempt, Throwable cause) {
        attempts.remove(attempt);
        if (failure != null && failure != cause) {
            cause.addSuppressed(failure);
        }
        failure = cause;
        if (!addresses.isEmpty()) {
            go();
        } else if (attempts.isEmpty()) {
            client.cannotConnect(cause);
        }
    }

    /** Tries no more, and closes what has been begun. */
    void giveUp() {
        addresses.clear();
        stopClock();
        List.copyOf(attempts).forEach(ConnectAttempt::giveUp);
        attempts.clear();
    }

    private void stopClock() {
        if (next != null && next.active()) {
            next.cancel();
        }
    }
}
