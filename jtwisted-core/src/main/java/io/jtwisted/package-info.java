/** Where programs without Spring begin. */
@NullMarked
package io.jtwisted;

import org.jspecify.annotations.NullMarked;
