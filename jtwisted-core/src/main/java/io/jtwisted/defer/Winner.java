package io.jtwisted.defer;

import org.jspecify.annotations.Nullable;

/**
 * Which of several Deferreds was the first to succeed, and with what.
 *
 * @param index its place in the list, from 0 on
 */
public record Winner<T extends @Nullable Object>(int index, T value) {}
