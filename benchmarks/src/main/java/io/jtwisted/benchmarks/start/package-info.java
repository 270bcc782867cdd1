/** How long an application takes to start, with JTwisted and without. */
@NullMarked
package io.jtwisted.benchmarks.start;

import org.jspecify.annotations.NullMarked;
