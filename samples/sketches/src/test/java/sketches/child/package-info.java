/** A child process as a transport: its standard input and output are a connection. */
@NullMarked
package sketches.child;

import org.jspecify.annotations.NullMarked;
