package io.jtwisted.benchmarks.deferred;

import java.util.concurrent.Semaphore;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A call which a loop makes many times; the last one wakes up the thread which asked for them. */
@State(Scope.Thread)
public class Batch implements Runnable {
    /** So many that waking up does not count. */
    static final int SIZE = 10_000;

    private final Semaphore made = new Semaphore(0);
    private int calls;

    @Override
    public void run() {
        if (++calls == SIZE) {
            calls = 0;
            made.release();
        }
    }

    /** Waits for the last. */
    void await() {
        made.acquireUninterruptibly();
    }
}
