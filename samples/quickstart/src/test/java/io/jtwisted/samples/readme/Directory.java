package io.jtwisted.samples.readme;

import io.jtwisted.defer.Deferred;

/** Finds the places where people live; a search takes a while. */
interface Directory {

    /** The place where this person lives. Fails with a {@link java.util.NoSuchElementException} if there is no entry. */
    Deferred<String> find(String name);
}
