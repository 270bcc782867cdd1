/** One thread that does one thing at a time, and its clock. Depends on the JDK only. */
@NullMarked
package io.jtwisted.loop;

import org.jspecify.annotations.NullMarked;
