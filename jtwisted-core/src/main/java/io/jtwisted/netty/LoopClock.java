package io.jtwisted.netty;

/** The monotonic clock of a loop. Looking costs more than an echo has to spare, so a turn looks once, if at all. */
final class LoopClock {
    private long seen;
    private boolean fresh;

    /** The time now. */
    static long nanos() {
        return System.nanoTime();
    }

    /** The time at which this turn looked first. For the loop's thread. */
    long ofTurn() {
        if (!fresh) {
            seen = nanos();
            fresh = true;
        }
        return seen;
    }

    /** A new turn begins, or the loop may have slept. */
    void newTurn() {
        fresh = false;
    }
}
