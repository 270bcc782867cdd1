/** DNS (RFC 1035) over TCP and over UDP, with one authority behind both. */
@NullMarked
package sketches.dns;

import org.jspecify.annotations.NullMarked;
