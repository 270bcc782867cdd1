package io.jtwisted.benchmarks.deferred;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A context of Vert.x's on one event loop, with a pool beside it. */
@State(Scope.Benchmark)
public class VertxLoop {
    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setPreferNativeTransport(true)
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(OurLoop.THREADS));
    private final Context context = vertx.getOrCreateContext();

    Context context() {
        return context;
    }

    @TearDown
    public void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
