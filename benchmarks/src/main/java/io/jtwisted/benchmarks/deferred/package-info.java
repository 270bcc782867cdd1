/** What a Deferred costs, beside the other futures of the JVM. A class is a row or a few, a method a column. */
@NullMarked
package io.jtwisted.benchmarks.deferred;

import org.jspecify.annotations.NullMarked;
