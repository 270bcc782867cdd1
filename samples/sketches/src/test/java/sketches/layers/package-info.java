/** A transport over a transport, and one over that. */
@NullMarked
package sketches.layers;

import org.jspecify.annotations.NullMarked;
