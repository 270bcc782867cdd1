/** A relay: two connections, tied to each other with back-pressure and half closes both ways. */
@NullMarked
package sketches.relay;

import org.jspecify.annotations.NullMarked;
