package io.jtwisted.net;

import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Builds a protocol for each connection, and is the home of what connections share. One factory lives on one reactor,
 * the first of a {@link ReactorGroup}, unless it is {@link Sharable}. Twisted: {@code twisted.internet.protocol.Factory}.
 */
@FunctionalInterface
public interface Factory {

    /**
     * The protocol for a connection from this peer, a new one each time; null refuses the connection. An exception
     * refuses it too, and is logged.
     */
    @Nullable
    Protocol buildProtocol(Address peer) throws Exception;

    /**
     * What connections of this protocol may do where the endpoint does not say so: an hour of silence for a protocol whose
     * users think long, for example. Begin with {@link Limits#server()}. What an operator says wins, each limit by itself.
     * Asked for each port when it opens.
     *
     * <pre>{@code
     * public Limits usual() {
     *     return Limits.server().silence(Duration.ofHours(1));
     * }
     * }</pre>
     */
    default Limits usual() {
        return Limits.server();
    }

    /**
     * This factory behind a gate: only peers that this accepts are served, on the reactor; others are refused before
     * {@code buildProtocol} is asked. The gate starts and stops this factory with its ports.
     */
    default Factory admitting(Predicate<? super Address> admitted) {
        return FilteredFactory.of(this, (peer, inner) -> admitted.test(peer) ? inner.buildProtocol(peer) : null);
    }

    /**
     * This factory over a layer: each of its protocols talks through a new {@link Framing}, which may count, shape or
     * encrypt what passes.
     */
    default Factory over(Supplier<? extends Framing> framings) {
        return FilteredFactory.of(this, (peer, inner) -> {
            Protocol above = inner.buildProtocol(peer);
            return above == null ? null : new Layer(framings.get(), above);
        });
    }

    /** Before the first of its ports is open. An exception keeps it closed. */
    default void startFactory() throws Exception {}

    /** After the last of its ports is closed; connections may live on. */
    default void stopFactory() throws Exception {}
}
