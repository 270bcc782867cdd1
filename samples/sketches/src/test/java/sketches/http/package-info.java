/** HTTP/1.1 (RFC 9112) over any transport, and an upgrade to another protocol. */
@NullMarked
package sketches.http;

import org.jspecify.annotations.NullMarked;
