/** JTwisted with Spring Boot. */
@NullMarked
package io.jtwisted.benchmarks.load.spring;

import org.jspecify.annotations.NullMarked;
