/** The framing of docs/framing.md. */
@NullMarked
package io.jtwisted.samples.framing;

import org.jspecify.annotations.NullMarked;
