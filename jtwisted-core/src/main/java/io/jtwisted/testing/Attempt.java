package io.jtwisted.testing;

import io.jtwisted.defer.Deferred;
import io.jtwisted.loop.DelayedCall;
import io.jtwisted.net.Address;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Tls;
import io.jtwisted.net.TlsSession;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A connect, which waits until the test or a port answers, time is up, or the caller cancels. */
final class Attempt<P extends Protocol> {
    private final MemoryNetwork network;
    private final Address to;
    private final P protocol;
    private final Limits limits;
    private final @Nullable Tls tls;
    private final Deferred<P> result;
    private @Nullable DelayedCall timeout;

    Attempt(MemoryNetwork network, Address to, P protocol, Limits limits, @Nullable Tls tls) {
        this.network = network;
        this.to = to;
        this.protocol = protocol;
        this.limits = limits;
        this.tls = tls;
        this.result = Deferred.on(network.reactor(), cancelled -> over());
    }

    Deferred<P> within(Duration patience) {
        if (!patience.isZero()) {
            timeout = network.reactor()
                    .callLater(
                            patience,
                            () -> fail(new SocketTimeoutException("no connection to " + to + " within " + patience)));
        }
        return result;
    }

    Address to() {
        return to;
    }

    @Nullable
    Tls tls() {
        return tls;
    }

    void succeed(Link.End end, Consumer<MemoryConnection> connected) {
        over();
        TlsSession session = end.tls();
        if (session != null) {
            network.outgoing().handshaken(Duration.ZERO, session);
        }
        MemoryConnection connection = new MemoryConnection(network, end, protocol, limits, network.outgoing());
        connected.accept(connection);
        Throwable thrown = connection.open();
        if (thrown == null) {
            result.callback(protocol);
        } else {
            result.errback(thrown);
        }
    }

    void fail(Throwable cause) {
        over();
        result.errback(cause);
    }

    private void over() {
        network.gaveUp(this);
        if (timeout != null && timeout.active()) {
            timeout.cancel();
        }
    }
}
