/** A reactor whose callbacks run on a thread of another owner, such as Swing's: a Netty reactor moves the bytes. */
@NullMarked
package sketches.foreign;

import org.jspecify.annotations.NullMarked;
