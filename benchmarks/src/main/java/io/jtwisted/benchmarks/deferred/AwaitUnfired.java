package io.jtwisted.benchmarks.deferred;

import com.google.common.util.concurrent.SettableFuture;
import io.jtwisted.defer.Deferred;
import io.netty.util.concurrent.Promise;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import reactor.core.publisher.Sinks;

/** A thread asks a loop for a value, and waits until it is there: two wake-ups. Guava's and Mono's is Netty's loop. */
public class AwaitUnfired {

    @Benchmark
    public Integer deferred(OurLoop ours, Work work) {
        Deferred<Integer> value = work.known(Deferred.on(ours.reactor()));
        ours.reactor().callFromThread(() -> value.callback(work.value()));
        return value.await();
    }

    @Benchmark
    public Integer completableFuture(NettyLoop netty, Work work) {
        CompletableFuture<Integer> value = work.known(new CompletableFuture<>());
        netty.loop().execute(() -> value.complete(work.value()));
        return value.join();
    }

    @Benchmark
    public @Nullable Integer mono(NettyLoop netty, Work work) {
        Sinks.One<Integer> value = work.known(Sinks.one());
        netty.loop().execute(() -> value.tryEmitValue(work.value()).orThrow());
        return value.asMono().block();
    }

    @Benchmark
    public Integer vertx(VertxLoop vertx, Work work) {
        io.vertx.core.Promise<Integer> value = work.known(io.vertx.core.Promise.promise());
        vertx.context().runOnContext(nothing -> value.complete(work.value()));
        return value.future().await();
    }

    @Benchmark
    public @Nullable Integer netty(NettyLoop netty, Work work) {
        Promise<Integer> value = work.known(netty.loop().newPromise());
        netty.loop().execute(() -> value.setSuccess(work.value()));
        return value.syncUninterruptibly().getNow();
    }

    @Benchmark
    public @Nullable Integer guava(NettyLoop netty, Work work) throws ExecutionException, InterruptedException {
        SettableFuture<Integer> value = work.known(SettableFuture.create());
        netty.loop().execute(() -> value.set(work.value()));
        return value.get();
    }
}
