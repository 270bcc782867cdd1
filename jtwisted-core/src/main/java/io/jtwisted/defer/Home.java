package io.jtwisted.defer;

import io.jtwisted.loop.Loop;

/** For implementers of loops: a loop that keeps account of failures that are not handled. Reactors do. */
public interface Home extends Loop {

    /** The account; always the same. */
    Unhandled unhandled();
}
