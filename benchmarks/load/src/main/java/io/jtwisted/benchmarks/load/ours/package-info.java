/** JTwisted without Spring. */
@NullMarked
package io.jtwisted.benchmarks.load.ours;

import org.jspecify.annotations.NullMarked;
