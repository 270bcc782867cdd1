/** Immutable bytes, and what arrived and is not parsed yet. Depends on the JDK only. */
@NullMarked
package io.jtwisted.bytes;

import org.jspecify.annotations.NullMarked;
