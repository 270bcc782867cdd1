/** Raw Netty, as its own examples use it. */
@NullMarked
package io.jtwisted.benchmarks.load.netty;

import org.jspecify.annotations.NullMarked;
