package io.jtwisted.benchmarks.deferred;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.SettableFuture;
import io.jtwisted.defer.Deferred;
import io.netty.util.concurrent.Promise;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jmh.annotations.Benchmark;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** A failure passes a callback, and an errback makes a value of it. */
public class FailAndRecover {

    @Benchmark
    public Integer deferred(Work work) {
        Deferred<Integer> head = work.known(new Deferred<>());
        head.addCallback(Work::next).addErrback(work::recover);
        head.errback(work.failure());
        return work.seen();
    }

    @Benchmark
    public Integer completableFuture(Work work) {
        CompletableFuture<Integer> head = work.known(new CompletableFuture<>());
        head.thenApply(Work::next).exceptionally(work::recover);
        head.completeExceptionally(work.failure());
        return work.seen();
    }

    @Benchmark
    public Integer mono(Work work) {
        Sinks.One<Integer> head = work.known(Sinks.one());
        head.asMono()
                .map(Work::next)
                .onErrorResume(cause -> Mono.just(work.recover(cause)))
                .subscribe();
        head.tryEmitError(work.failure()).orThrow();
        return work.seen();
    }

    @Benchmark
    public Integer vertx(Work work) {
        io.vertx.core.Promise<Integer> head = work.known(io.vertx.core.Promise.promise());
        head.future().map(Work::next).otherwise(work::recover);
        head.fail(work.failure());
        return work.seen();
    }

    @Benchmark
    public Integer netty(Work work) {
        Promise<Integer> head = work.known(NettyChain.promise());
        NettyChain.recover(NettyChain.next(head), work);
        head.setFailure(work.failure());
        return work.seen();
    }

    @Benchmark
    public Integer guava(Work work) {
        SettableFuture<Integer> head = work.known(SettableFuture.create());
        ListenableFuture<Integer> second = Futures.transform(head, Work::next, MoreExecutors.directExecutor());
        ListenableFuture<Integer> recovered =
                Futures.catching(second, Throwable.class, work::recover, MoreExecutors.directExecutor());
        head.setException(work.failure());
        return recovered.isDone() ? work.seen() : work.value();
    }
}
