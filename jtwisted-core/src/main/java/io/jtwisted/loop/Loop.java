package io.jtwisted.loop;

import org.jspecify.annotations.Nullable;

/**
 * One thread which does one thing at a time. What only its callbacks touch needs no lock.
 *
 * <p>It is not an {@code Executor} by type, so that no framework finds it and runs its own work on it.
 */
public interface Loop {

    /**
     * Makes the call on the loop's thread, soon; never before this method returns. Any thread may ask, at any time:
     * a loop which has not started makes the call when it starts. Calls from one thread keep their order. A call which
     * adds itself again and again does not starve others: it gets one turn a pass. What the call throws is logged.
     *
     * <p>Twisted: {@code reactor.callFromThread}.
     */
    void callFromThread(Runnable call);

    /** Whether the caller is on this loop's thread. */
    boolean inLoop();

    /**
     * Whether the loop calls the caller: on its thread, and in one of its turns. The same as {@link #inLoop()}, but for a
     * loop that a test plays: the thread of the test is on the loop also between the turns.
     */
    default boolean inTurn() {
        return inLoop();
    }

    /**
     * Makes the call in a turn: as {@link #callFromThread} does, but at once on the thread of a test that plays this loop,
     * between two turns. What the call throws then is thrown here.
     */
    default void enter(Runnable call) {
        callFromThread(call);
    }

    /**
     * Whether the loop has stopped: nothing is called on it until it is started again. A loop which has not started
     * yet has not ended. A loop says so first, and then makes the calls that are still in its queue: a caller that
     * asked before gets its call, and a later caller can ask.
     */
    boolean ended();

    /**
     * Whether the loop is to end, and its thread has not answered for so long that nothing waits for it any more. A
     * thread that waits for a Deferred of such a loop gets a {@link java.util.concurrent.CancellationException}. Unlike
     * a loop which has ended, the thread may still run: its chains are not continued elsewhere.
     */
    default boolean givenUp() {
        return false;
    }

    /**
     * The loop on whose thread the caller is; null if the thread belongs to none, and may therefore block. On the thread of
     * a test that plays a loop it is that one, also between the turns.
     */
    static @Nullable Loop current() {
        Thread current = Thread.currentThread();
        // The class first: before Java 23 the JVM looks a while for an interface which is not there.
        return current.getClass() != Thread.class && current instanceof LoopThread thread
                ? thread.loop()
                : CurrentLoop.get();
    }
}
