/** Reactor Netty. */
@NullMarked
package io.jtwisted.benchmarks.load.reactornetty;

import org.jspecify.annotations.NullMarked;
