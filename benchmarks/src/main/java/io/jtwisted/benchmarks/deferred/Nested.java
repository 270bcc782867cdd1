package io.jtwisted.benchmarks.deferred;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.SettableFuture;
import io.jtwisted.defer.Deferred;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.PromiseNotifier;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jmh.annotations.Benchmark;
import reactor.core.publisher.Sinks;

/** A step returns one whose step returns another: three, each of which fires when the one before has. */
public class Nested {

    @Benchmark
    public Integer deferred(Work work) {
        Deferred<Integer> first = work.known(new Deferred<>());
        Deferred<Integer> second = work.known(new Deferred<>());
        Deferred<Integer> third = work.known(new Deferred<>());
        first.chainCallback(one -> second.chainCallback(two -> third)).addCallback(work::keep);
        first.callback(work.value());
        second.callback(work.value());
        third.callback(work.value());
        return work.seen();
    }

    @Benchmark
    public Integer completableFuture(Work work) {
        CompletableFuture<Integer> first = work.known(new CompletableFuture<>());
        CompletableFuture<Integer> second = work.known(new CompletableFuture<>());
        CompletableFuture<Integer> third = work.known(new CompletableFuture<>());
        first.thenCompose(one -> second.thenCompose(two -> third)).thenApply(work::keep);
        first.complete(work.value());
        second.complete(work.value());
        third.complete(work.value());
        return work.seen();
    }

    @Benchmark
    public Integer mono(Work work) {
        Sinks.One<Integer> first = work.known(Sinks.one());
        Sinks.One<Integer> second = work.known(Sinks.one());
        Sinks.One<Integer> third = work.known(Sinks.one());
        first.asMono()
                .flatMap(one -> second.asMono().flatMap(two -> third.asMono()))
                .subscribe(work::keep);
        first.tryEmitValue(work.value()).orThrow();
        second.tryEmitValue(work.value()).orThrow();
        third.tryEmitValue(work.value()).orThrow();
        return work.seen();
    }

    @Benchmark
    public Integer vertx(Work work) {
        io.vertx.core.Promise<Integer> first = work.known(io.vertx.core.Promise.promise());
        io.vertx.core.Promise<Integer> second = work.known(io.vertx.core.Promise.promise());
        io.vertx.core.Promise<Integer> third = work.known(io.vertx.core.Promise.promise());
        first.future()
                .compose(one -> second.future().compose(two -> third.future()))
                .onSuccess(work::keep);
        first.complete(work.value());
        second.complete(work.value());
        third.complete(work.value());
        return work.seen();
    }

    @Benchmark
    public Integer netty(Work work) {
        Promise<Integer> first = work.known(NettyChain.promise());
        Promise<Integer> second = work.known(NettyChain.promise());
        Promise<Integer> third = work.known(NettyChain.promise());
        Promise<Integer> all = work.known(NettyChain.promise());
        first.addListener((FutureListener<Integer>)
                one -> second.addListener((FutureListener<Integer>) two -> PromiseNotifier.cascade(third, all)));
        all.addListener(NettyChain.keep(work));
        first.setSuccess(work.value());
        second.setSuccess(work.value());
        third.setSuccess(work.value());
        return work.seen();
    }

    @Benchmark
    public Integer guava(Work work) {
        SettableFuture<Integer> first = work.known(SettableFuture.create());
        SettableFuture<Integer> second = work.known(SettableFuture.create());
        SettableFuture<Integer> third = work.known(SettableFuture.create());
        ListenableFuture<Integer> all = Futures.transformAsync(
                first,
                one -> Futures.transformAsync(second, two -> third, MoreExecutors.directExecutor()),
                MoreExecutors.directExecutor());
        Futures.addCallback(all, new Kept(work), MoreExecutors.directExecutor());
        first.set(work.value());
        second.set(work.value());
        third.set(work.value());
        return work.seen();
    }
}
