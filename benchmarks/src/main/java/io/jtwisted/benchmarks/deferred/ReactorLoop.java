package io.jtwisted.benchmarks.deferred;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Project Reactor's schedulers: one thread, and a pool beside it. */
@State(Scope.Benchmark)
public class ReactorLoop {
    private final Scheduler loop = Schedulers.newSingle("loop");
    private final Scheduler pool = Schedulers.newBoundedElastic(OurLoop.THREADS, 1_000, "pool");

    Scheduler loop() {
        return loop;
    }

    Scheduler pool() {
        return pool;
    }

    @TearDown
    public void stop() {
        loop.dispose();
        pool.dispose();
    }
}
