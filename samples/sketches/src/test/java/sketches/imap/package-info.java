/** IMAP (RFC 9051): commands with literals in them, and a mailbox that speaks when it likes. */
@NullMarked
package sketches.imap;

import org.jspecify.annotations.NullMarked;
