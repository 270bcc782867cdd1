/** Immutable bytes, and a queue of bytes which are not understood yet. Knows the JDK only. */
@NullMarked
package io.jtwisted.bytes;

import org.jspecify.annotations.NullMarked;
