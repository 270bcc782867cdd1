package io.jtwisted.netty;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The lock for which a blocked loop waits, in words, and where its holder is.
 *
 * @param holder null if no thread is known to hold it
 */
record Contention(String words, @Nullable ThreadInfo holder) {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final String AWAITING = "io.jtwisted.defer.Awaiting";
    private static final String ADVICE =
            " while it awaits a Deferred: each waits for the other, maybe for ever. Do not await inside synchronized, or"
                    + " with a lock held";

    /** From this version on a continuation takes its monitors along when it waits. */
    private static final boolean MONITORS_TRAVEL = Runtime.version().feature() >= 24;

    /**
     * Null if this thread waits for no lock.
     *
     * @param blocks how many blocks of sequential code may hold one
     */
    static @Nullable Contention of(Thread blocked, int blocks) {
        ThreadInfo waiting = THREADS.getThreadInfo(blocked.getId());
        if (waiting == null) {
            return null;
        }
        ThreadInfo holder = waiting.getLockOwnerId() < 0
                ? null
                : THREADS.getThreadInfo(waiting.getLockOwnerId(), Integer.MAX_VALUE);
        if (holder != null) {
            String words = "it wants a lock that " + holder.getThreadName() + " holds";
            return new Contention(awaits(holder) ? words + ADVICE : words, holder);
        }
        // The JVM tells nothing of a thread that wants the monitor of a continuation: it seems to run.
        return MONITORS_TRAVEL && blocks > 0 && waiting.getThreadState() == Thread.State.RUNNABLE
                ? new Contention(
                        "if it wants the monitor of an object, a block of inline(...) may hold that" + ADVICE, null)
                : null;
    }

    /** Where the holder is; empty if it is no thread. */
    List<StackTraceElement> stack() {
        return holder == null ? List.of() : List.of(holder.getStackTrace());
    }

    private static boolean awaits(ThreadInfo holder) {
        return Stream.of(holder.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(AWAITING));
    }
}
