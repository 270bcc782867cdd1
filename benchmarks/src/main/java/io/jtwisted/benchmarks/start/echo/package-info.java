/** With: Boot, the starter and one listener. */
@NullMarked
package io.jtwisted.benchmarks.start.echo;

import org.jspecify.annotations.NullMarked;
