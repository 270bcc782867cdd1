/** Much data: files, writing in steps, a relay of two pipes. */
@NullMarked
package sketches.bulk;

import org.jspecify.annotations.NullMarked;
