package io.jtwisted.samples.readme;

import io.jtwisted.defer.Deferred;

/** Knows people, and takes a while to find them. */
interface Directory {

    /** Where somebody lives. Fails with a {@link java.util.NoSuchElementException} if nobody knows him. */
    Deferred<String> find(String name);
}
