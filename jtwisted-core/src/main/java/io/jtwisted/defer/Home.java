package io.jtwisted.defer;

import io.jtwisted.loop.Loop;

/** For makers of loops: one which keeps account of the failures which nobody handles. Reactors do. */
public interface Home extends Loop {

    /** The account; always the same. */
    Unhandled unhandled();
}
