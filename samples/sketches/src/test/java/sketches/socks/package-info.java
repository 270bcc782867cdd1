/** A client endpoint through a SOCKS5 proxy (RFC 1928): a handshake, and then any protocol on the same connection. */
@NullMarked
package sketches.socks;

import org.jspecify.annotations.NullMarked;
