package io.jtwisted.loop;

/** For implementers of loops: a thread that belongs to one loop. {@link Loop#current()} asks for it. */
public interface LoopThread {

    Loop loop();

    /**
     * Runs the task, during which {@link Loop#current()} is this loop: for loops that run on a thread of another owner.
     * This method returns when the task has returned.
     */
    static void runAs(Loop loop, Runnable task) {
        CurrentLoop.runAs(loop, task);
    }
}
