/** A reactor whose time and network a test plays, and assertions about Deferreds. */
@NullMarked
package io.jtwisted.testing;

import org.jspecify.annotations.NullMarked;
