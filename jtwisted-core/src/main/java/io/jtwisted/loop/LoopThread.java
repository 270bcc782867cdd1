package io.jtwisted.loop;

/** For makers of loops: a thread which belongs to one. {@link Loop#current()} asks for it. */
public interface LoopThread {

    Loop loop();

    /**
     * Runs the task with {@link Loop#current()} being this loop, for loops which live on somebody else's thread. The
     * task returns before this method does.
     */
    static void runAs(Loop loop, Runnable task) {
        CurrentLoop.runAs(loop, task);
    }
}
