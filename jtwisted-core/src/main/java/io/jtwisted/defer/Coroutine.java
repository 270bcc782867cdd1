package io.jtwisted.defer;

/** A stack of its own on which a block runs: to be left in the middle, and to be entered again. */
interface Coroutine {

    /**
     * Called by the code that has the loop: runs this block, the first time from its beginning, until it suspends or
     * ends.
     */
    void enter(Block<?> block);

    /** By the block, on its stack: gives the loop back until the next {@link #enter}. */
    void leave();

    /** The block has ended. */
    void release();
}
