/** What an application with Spring says to JTwisted. */
@NullMarked
package io.jtwisted.spring;

import org.jspecify.annotations.NullMarked;
