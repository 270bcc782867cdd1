/** Immutable bytes, and a queue of bytes that are not parsed yet. Depends on the JDK only. */
@NullMarked
package io.jtwisted.bytes;

import org.jspecify.annotations.NullMarked;
