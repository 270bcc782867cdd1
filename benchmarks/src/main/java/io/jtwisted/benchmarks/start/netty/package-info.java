/** Between the two: Boot, and Netty as it is. */
@NullMarked
package io.jtwisted.benchmarks.start.netty;

import org.jspecify.annotations.NullMarked;
