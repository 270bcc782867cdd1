/** Spring Boot's part of JTwisted: reactors, listeners and their properties. Nothing in here is called by hand. */
@NullMarked
package io.jtwisted.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
