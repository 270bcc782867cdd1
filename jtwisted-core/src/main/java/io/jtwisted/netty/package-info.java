/** The reactor on Netty. One public class; everything else stays behind this wall. */
@NullMarked
package io.jtwisted.netty;

import org.jspecify.annotations.NullMarked;
