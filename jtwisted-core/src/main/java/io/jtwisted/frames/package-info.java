/** Protocols made of messages which say how long they are. */
@NullMarked
package io.jtwisted.frames;

import org.jspecify.annotations.NullMarked;
