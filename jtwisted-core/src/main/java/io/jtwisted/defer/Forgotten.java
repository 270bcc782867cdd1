package io.jtwisted.defer;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs failures which nobody handled, once the garbage collector knows that nobody will. */
final class Forgotten {
    private static final Logger LOG = LoggerFactory.getLogger(Deferred.class);
    private static final Cleaner CLEANER = Cleaner.create();

    private Forgotten() {}

    static Cleaner.Cleanable watch(Failed failed) {
        Report report = new Report(failed.cause);
        return new Watched(CLEANER.register(failed, report), report);
    }

    static void forgive(Cleaner.Cleanable watched) {
        ((Watched) watched).report.said.set(true);
        watched.clean();
    }

    static void report(Throwable cause) {
        LOG.error("unhandled error in a Deferred", cause);
    }

    private record Watched(Cleaner.Cleanable inner, Report report) implements Cleaner.Cleanable {

        @Override
        public void clean() {
            inner.clean();
        }
    }

    /** Must not know the Failed: it would never be collected. */
    private static final class Report implements Runnable {
        private final Throwable cause;
        private final AtomicBoolean said = new AtomicBoolean();

        Report(Throwable cause) {
            this.cause = cause;
        }

        @Override
        public void run() {
            if (said.compareAndSet(false, true)) {
                report(cause);
            }
        }
    }
}
