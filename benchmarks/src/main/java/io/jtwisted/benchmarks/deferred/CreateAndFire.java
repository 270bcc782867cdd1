package io.jtwisted.benchmarks.deferred;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.SettableFuture;
import io.jtwisted.defer.Deferred;
import io.netty.util.concurrent.Promise;
import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** One is made, gets its callbacks, and is fired. */
@State(Scope.Thread)
public class CreateAndFire {
    @Param({"1", "3", "10"})
    int callbacks = 1;

    @Benchmark
    public Integer deferred(Work work) {
        Deferred<Integer> head = work.known(new Deferred<>());
        Deferred<Integer> end = head;
        for (int i = 1; i < callbacks; i++) {
            end = end.addCallback(Work::next);
        }
        end.addCallback(work::keep);
        head.callback(work.value());
        return work.seen();
    }

    @Benchmark
    public Integer completableFuture(Work work) {
        CompletableFuture<Integer> head = work.known(new CompletableFuture<>());
        CompletableFuture<Integer> end = head;
        for (int i = 1; i < callbacks; i++) {
            end = end.thenApply(Work::next);
        }
        end.thenApply(work::keep);
        head.complete(work.value());
        return work.seen();
    }

    @Benchmark
    public Integer mono(Work work) {
        Sinks.One<Integer> head = work.known(Sinks.one());
        Mono<Integer> end = head.asMono();
        for (int i = 1; i < callbacks; i++) {
            end = end.map(Work::next);
        }
        end.subscribe(work::keep);
        head.tryEmitValue(work.value()).orThrow();
        return work.seen();
    }

    @Benchmark
    public Integer vertx(Work work) {
        io.vertx.core.Promise<Integer> head = work.known(io.vertx.core.Promise.promise());
        Future<Integer> end = head.future();
        for (int i = 1; i < callbacks; i++) {
            end = end.map(Work::next);
        }
        end.onSuccess(work::keep);
        head.complete(work.value());
        return work.seen();
    }

    /** Netty's futures are not chained: all callbacks listen to the first. Less work than the others have. */
    @Benchmark
    public Integer netty(Work work) {
        Promise<Integer> head = work.known(NettyChain.promise());
        for (int i = 1; i < callbacks; i++) {
            head.addListener(NettyChain.look());
        }
        head.addListener(NettyChain.keep(work));
        head.setSuccess(work.value());
        return work.seen();
    }

    @Benchmark
    public Integer guava(Work work) {
        SettableFuture<Integer> head = work.known(SettableFuture.create());
        ListenableFuture<Integer> end = head;
        for (int i = 1; i < callbacks; i++) {
            end = Futures.transform(end, Work::next, MoreExecutors.directExecutor());
        }
        Futures.addCallback(end, new Kept(work), MoreExecutors.directExecutor());
        head.set(work.value());
        return work.seen();
    }
}
