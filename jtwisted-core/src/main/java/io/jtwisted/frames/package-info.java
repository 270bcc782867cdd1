/** Protocols whose messages begin with their length. */
@NullMarked
package io.jtwisted.frames;

import org.jspecify.annotations.NullMarked;
