/** Banana, the tokens of Twisted's Perspective Broker: a number in base 128, a byte for the kind, perhaps a body. */
@NullMarked
package sketches.banana;

import org.jspecify.annotations.NullMarked;
