package io.jtwisted.loop;

import org.jspecify.annotations.Nullable;

/** For implementers of loops: a thread that belongs to one loop. {@link Loop#current()} asks for it. */
public interface LoopThread {

    Loop loop();

    /**
     * Runs the task with {@link Loop#current()} being this loop, for loops that run on a thread of another owner; null for
     * work that belongs to no loop. The task returns before this method does.
     */
    static void runAs(@Nullable Loop loop, Runnable task) {
        CurrentLoop.runAs(loop, task);
    }

    /**
     * From now on {@link Loop#current()} is this loop on the caller's thread whenever no other loop runs there: a Deferred
     * that a test makes between the turns of a loop that it plays is at home on that loop. This lasts until the loop has
     * ended or was collected, or until this method is called again; null ends it. The thread may still block.
     */
    static void liveWith(@Nullable Loop loop) {
        CurrentLoop.liveWith(loop);
    }

    /** Whether the caller may block: its thread belongs to no loop, or only lives with one and is between two turns. */
    static boolean mayBlock() {
        return !(Thread.currentThread() instanceof LoopThread) && CurrentLoop.mayBlock();
    }
}
