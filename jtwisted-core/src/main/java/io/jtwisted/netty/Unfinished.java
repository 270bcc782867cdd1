package io.jtwisted.netty;

import io.jtwisted.defer.Deferred;
import io.jtwisted.loop.Loop;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a reactor has begun and not finished: when it stops, this fails, because nothing would finish it. On the loop. */
final class Unfinished<T> {
    private final Loop home;
    private final Set<Job> jobs = new LinkedHashSet<>();

    Unfinished(Loop home) {
        this.home = home;
    }

    /** The same result, or a cancellation if the reactor stops before. */
    Deferred<T> add(Deferred<T> work) {
        Job job = new Job();
        jobs.add(job);
        job.watch(work);
        return job.result;
    }

    void giveUp() {
        List.copyOf(jobs).forEach(Job::cancel);
    }

    private final class Job {
        private final Deferred<T> result = Deferred.on(home, cancelled -> cancel());
        private @Nullable Deferred<Boolean> work;

        void watch(Deferred<T> begun) {
            work = begun.addCallback(value -> {
                        jobs.remove(this);
                        result.callback(value);
                        return true;
                    })
                    .addErrback(cause -> {
                        jobs.remove(this);
                        result.errback(cause);
                        return false;
                    });
        }

        void cancel() {
            if (work != null) {
                work.cancel();
            }
        }
    }
}
