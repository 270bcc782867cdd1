/** What an echo allocates, ours and Netty's. */
@NullMarked
package io.jtwisted.benchmarks.load.allocation;

import org.jspecify.annotations.NullMarked;
