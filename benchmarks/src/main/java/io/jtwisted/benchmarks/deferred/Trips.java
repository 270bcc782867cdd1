package io.jtwisted.benchmarks.deferred;

import com.google.common.util.concurrent.FutureCallback;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Round trips, one after the other: the first begins on the thread of the benchmark, the others on the loop. */
@State(Scope.Thread)
public class Trips {
    static final int MANY = 100;

    private final Semaphore done = new Semaphore(0);
    private Runnable begin = () -> {};
    private int left;

    /** Makes them all; {@code trip} begins one. */
    void run(Runnable trip) {
        begin = trip;
        left = MANY;
        trip.run();
        done.acquireUninterruptibly();
    }

    /** The work on the other thread. */
    Integer work() {
        return 1;
    }

    /** Back on the loop. */
    void back(Integer made) {
        left -= made;
        if (left == 0) {
            done.release();
        } else {
            begin.run();
        }
    }

    /** The same for Guava, which knows no lambda for it. */
    FutureCallback<Integer> callback() {
        return new FutureCallback<>() {
            @Override
            public void onSuccess(@Nullable Integer made) {
                back(made == null ? 0 : made);
            }

            @Override
            public void onFailure(Throwable cause) {
                throw new IllegalStateException(cause);
            }
        };
    }
}
