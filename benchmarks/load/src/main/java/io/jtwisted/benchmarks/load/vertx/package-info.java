/** Vert.x. */
@NullMarked
package io.jtwisted.benchmarks.load.vertx;

import org.jspecify.annotations.NullMarked;
