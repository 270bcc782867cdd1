package io.jtwisted.spring;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.flow.FlowProtocol;
import io.jtwisted.flow.Flows;
import io.jtwisted.net.Transport;
import org.reactivestreams.Publisher;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;

/**
 * Between connections and Reactor's Fluxes, with back-pressure both ways. Needs {@code reactor-core} on the class path.
 *
 * <pre>{@code
 * reactor.connect("tcp:ticker.example.org:7000", new FlowProtocol())
 *         .tap(ticker -> Fluxes.received(ticker).buffer(100).concatMap(this::store).subscribe());
 * }</pre>
 */
public final class Fluxes {

    private Fluxes() {}

    /**
     * What the peer sends, as {@link FlowProtocol#received} says: for one subscriber, called on the reactor, which
     * closes the connection when it cancels. What takes long belongs behind a {@code publishOn}.
     */
    public static Flux<Bytes> received(FlowProtocol connection) {
        return JdkFlowAdapter.flowPublisherToFlux(connection.received());
    }

    /**
     * Writes what a Flux has to a connection, as {@link FlowProtocol#send} says. Subscribes now; to cancel the Deferred
     * cancels the subscription.
     */
    public static Deferred<Long> send(FlowProtocol connection, Publisher<? extends Bytes> bytes) {
        return connection.send(JdkFlowAdapter.publisherToFlowPublisher(bytes));
    }

    /** Writes what a Flux has to any transport, as {@link Flows#send} says. */
    public static Deferred<Long> send(Transport transport, Publisher<? extends Bytes> bytes) {
        return Flows.send(transport, JdkFlowAdapter.publisherToFlowPublisher(bytes));
    }
}
