package io.jtwisted.defer;

import org.jspecify.annotations.Nullable;

/**
 * A step of a chain: makes a new result out of an old one. What it throws becomes the failure of the chain, whatever it
 * is: an errback may throw again what it got.
 */
@FunctionalInterface
public interface Callback<A extends @Nullable Object, B extends @Nullable Object> {

    B call(A result) throws Throwable;
}
