package io.jtwisted.flow;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.ByteProducer;
import io.jtwisted.net.Limits;
import io.jtwisted.net.Transport;
import java.util.Objects;
import java.util.concurrent.Flow;

/**
 * Between transports and reactive streams, in the shape which the JDK has of them. For Reactor's Flux, RxJava and others
 * their own adapters apply ({@code JdkFlowAdapter}; the Spring module brings {@code Fluxes}).
 */
public final class Flows {

    private Flows() {}

    /**
     * Writes what a publisher publishes, at the pace of the peer: it is asked for the next bytes only while the transport
     * may be written to, one piece at a time, so that at most {@link Limits#highWater()} bytes and 64 KiB are unsent,
     * however long a piece is. The transport stays open; no other {@link ByteProducer} may be registered meanwhile. May
     * be called on any thread.
     *
     * @return fires on the reactor, with the number of bytes, when the publisher is done and all is written (not yet
     *     sent: {@link Transport#loseConnection()} waits for that); fails with what the publisher failed with, or with an
     *     {@link java.io.IOException} if the connection ends first, upon which the publisher is cancelled. To cancel it
     *     cancels the publisher. Fails with {@link IllegalStateException} if there is a producer already
     */
    public static Deferred<Long> send(Transport transport, Flow.Publisher<? extends Bytes> bytes) {
        Objects.requireNonNull(bytes, "expected a publisher");
        return transport.reactor().call(() -> {
            Outflow outflow = new Outflow(transport);
            transport.registerProducer(outflow);
            return outflow.from(bytes);
        });
    }
}
