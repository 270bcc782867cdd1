/** Results which are not there yet, and the chains of callbacks which wait for them. */
@NullMarked
package io.jtwisted.defer;

import org.jspecify.annotations.NullMarked;
