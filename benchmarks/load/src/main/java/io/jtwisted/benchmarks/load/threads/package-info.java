/** The JDK: a virtual thread for each connection, and blocking streams. */
@NullMarked
package io.jtwisted.benchmarks.load.threads;

import org.jspecify.annotations.NullMarked;
