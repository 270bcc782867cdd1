/** The entry for programs without Spring. */
@NullMarked
package io.jtwisted;

import org.jspecify.annotations.NullMarked;
