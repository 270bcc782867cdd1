/** Without: Boot, and nothing else. */
@NullMarked
package io.jtwisted.benchmarks.start.bare;

import org.jspecify.annotations.NullMarked;
