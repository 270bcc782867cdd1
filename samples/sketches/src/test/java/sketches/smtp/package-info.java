/** SMTP (RFC 5321): STARTTLS (RFC 3207), AUTH PLAIN (RFC 4954), and messages of any length. */
@NullMarked
package sketches.smtp;

import org.jspecify.annotations.NullMarked;
