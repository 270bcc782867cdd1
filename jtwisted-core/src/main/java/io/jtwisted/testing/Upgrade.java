package io.jtwisted.testing;

import io.jtwisted.bytes.ByteQueue;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.loop.DelayedCall;
import io.jtwisted.net.Ledger;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsSession;
import io.jtwisted.net.TransportException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** TLS that begins in the middle of the talk, as long as it is under way, at an end with a protocol on it. */
final class Upgrade {
    private final MemoryReactor reactor;
    private final Ledger ledger;
    private final Handshake handshake;
    private final Tls tls;
    private final Duration began;
    private final Deferred<TlsSession> result;
    private final ByteQueue sealed = new ByteQueue();
    private @Nullable DelayedCall timeout;
    private boolean begun;
    private boolean cancelled;

    /** {@code broken} ends the connection. */
    Upgrade(MemoryReactor reactor, Ledger ledger, Handshake handshake, Tls tls, Consumer<IOException> broken) {
        this.reactor = reactor;
        this.ledger = ledger;
        this.handshake = handshake;
        this.tls = tls;
        this.began = reactor.now();
        this.result = Deferred.on(reactor, asked -> {
            cancelled = true;
            broken.accept(new TransportException("the handshake was cancelled"));
        });
        Duration longest = tls.handshakeTimeout();
        if (!longest.isZero()) {
            timeout = reactor.callLater(
                    longest, () -> broken.accept(new SSLHandshakeException("handshake timed out after " + longest)));
        }
    }

    Deferred<TlsSession> result() {
        return result;
    }

    /** This was written meanwhile, and waits for the keys. */
    void seal(Bytes data) {
        sealed.add(data);
    }

    Bytes takeSealed() {
        return sealed.takeAll();
    }

    /** All that was said in the clear has left: says hello, the first time. */
    void begin() {
        if (!begun) {
            begun = true;
            handshake.begin(tls);
        }
    }

    /** Goes on with what has arrived; the session, when the handshake is done. */
    @Nullable
    TlsSession goOn() throws SSLException {
        if (begun) {
            handshake.goOn();
        }
        return handshake.isOpen() ? handshake.session() : null;
    }

    void succeed(TlsSession session) {
        stopClock();
        ledger.handshaken(took(), session);
        result.callback(session);
    }

    /** The connection ends because of this, which is null if this side closed it: why the handshake fails. */
    IOException failed(@Nullable Throwable cause) {
        stopClock();
        IOException why = reason(cause);
        ledger.unshaken(took(), why, false);
        return why;
    }

    /** The protocol has heard of the end. */
    void fail(IOException why) {
        if (!cancelled) {
            result.errback(why);
        }
    }

    private static IOException reason(@Nullable Throwable cause) {
        if (cause instanceof SSLException known) {
            return known;
        }
        if (cause == null) {
            return new SSLHandshakeException("the connection was closed before the handshake was done");
        }
        IOException lost = new SSLHandshakeException("lost in the middle of the TLS handshake: " + cause.getMessage());
        lost.initCause(cause);
        return lost;
    }

    private Duration took() {
        return reactor.now().minus(began);
    }

    private void stopClock() {
        if (timeout != null && timeout.active()) {
            timeout.cancel();
        }
    }
}
