/** Protocols made of lines. */
@NullMarked
package io.jtwisted.text;

import org.jspecify.annotations.NullMarked;
