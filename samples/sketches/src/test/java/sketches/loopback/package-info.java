/** A transport of another maker: two ends in one JVM, each on a reactor of its own. Endpoints are {@code loopback:NAME}. */
@NullMarked
package sketches.loopback;

import org.jspecify.annotations.NullMarked;
