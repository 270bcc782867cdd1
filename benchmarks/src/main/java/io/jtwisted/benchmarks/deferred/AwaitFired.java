package io.jtwisted.benchmarks.deferred;

import com.google.common.util.concurrent.Futures;
import io.jtwisted.defer.Deferred;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import reactor.core.publisher.Mono;

/** A thread which may block waits for a value which is there. */
public class AwaitFired {

    @Benchmark
    public Integer deferred(Work work) {
        return work.known(Deferred.succeed(work.value())).await();
    }

    @Benchmark
    public Integer completableFuture(Work work) {
        return work.known(CompletableFuture.completedFuture(work.value())).join();
    }

    @Benchmark
    public @Nullable Integer mono(Work work) {
        return work.known(Mono.just(work.value())).block();
    }

    @Benchmark
    public Integer vertx(Work work) {
        return work.known(Future.succeededFuture(work.value())).await();
    }

    @Benchmark
    public Integer netty(Work work) {
        return work.known(ImmediateEventExecutor.INSTANCE.newSucceededFuture(work.value()))
                .syncUninterruptibly()
                .getNow();
    }

    @Benchmark
    public Integer guava(Work work) throws ExecutionException, InterruptedException {
        return work.known(Futures.immediateFuture(work.value())).get();
    }
}
