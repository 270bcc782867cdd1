/** Spring Integration, TCP. */
@NullMarked
package io.jtwisted.benchmarks.load.integration;

import org.jspecify.annotations.NullMarked;
