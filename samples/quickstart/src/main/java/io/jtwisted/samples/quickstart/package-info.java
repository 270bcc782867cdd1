@NullMarked
package io.jtwisted.samples.quickstart;

import org.jspecify.annotations.NullMarked;
