/** One thread which does one thing at a time, and its clock. Knows the JDK only. */
@NullMarked
package io.jtwisted.loop;

import org.jspecify.annotations.NullMarked;
