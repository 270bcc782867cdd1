/**
 * Reactive streams of bytes (Reactive Streams 1.0.4, {@link java.util.concurrent.Flow}) out of a connection and into one,
 * with back-pressure both ways. Begin with {@link io.jtwisted.flow.FlowProtocol}.
 */
@NullMarked
package io.jtwisted.flow;

import org.jspecify.annotations.NullMarked;
