package io.jtwisted.benchmarks.deferred;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What comes nearest to a loop in the JDK: an executor with one thread, and a pool beside it. */
@State(Scope.Benchmark)
public class JdkLoop {
    private final ExecutorService loop = Executors.newSingleThreadExecutor();
    private final ExecutorService pool = Executors.newFixedThreadPool(OurLoop.THREADS);

    ExecutorService loop() {
        return loop;
    }

    ExecutorService pool() {
        return pool;
    }

    @TearDown
    public void stop() {
        loop.shutdown();
        pool.shutdown();
    }
}
