/** How fast servers of all kinds answer, side by side. */
@NullMarked
package io.jtwisted.benchmarks.load;

import org.jspecify.annotations.NullMarked;
