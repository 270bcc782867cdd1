package io.jtwisted.defer;

import io.jtwisted.loop.Loop;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Work on its way home. It is done once: at home, or here if the home ends meanwhile. */
final class Hop implements Runnable {
    private final AtomicBoolean done = new AtomicBoolean();
    private final Runnable work;

    private Hop(Runnable work) {
        this.work = work;
    }

    /** Whether work of this home may be done here and now. */
    static boolean isHome(@Nullable Loop home) {
        return home == null || home.inTurn() || home.ended();
    }

    /** Does the work in the next turn of its home; at once where there is none. */
    static void later(@Nullable Loop home, Runnable work) {
        if (home == null || home.ended()) {
            work.run();
        } else {
            Hop hop = new Hop(work);
            home.callFromThread(hop);
            hop.runIfEnded(home);
        }
    }

    /** Does the work at home. */
    static void to(@Nullable Loop home, Runnable work) {
        if (home == null || isHome(home)) {
            work.run();
        } else {
            Hop hop = new Hop(work);
            home.enter(hop);
            hop.runIfEnded(home);
        }
    }

    /** A loop that ends runs what it has got before it ends; what it gets later is ours. */
    private void runIfEnded(Loop home) {
        if (home.ended()) {
            run();
        }
    }

    @Override
    public void run() {
        if (done.compareAndSet(false, true)) {
            work.run();
        }
    }
}
