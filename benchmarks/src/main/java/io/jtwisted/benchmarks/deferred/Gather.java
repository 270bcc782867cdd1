package io.jtwisted.benchmarks.deferred;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.SettableFuture;
import io.jtwisted.defer.Deferred;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import io.netty.util.concurrent.PromiseCombiner;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jmh.annotations.Benchmark;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Ten are waited for together, then fire one after the other; a callback gets the list of their values. */
public class Gather {
    private static final int TEN = 10;

    @Benchmark
    public Integer deferred(Work work) {
        List<Deferred<Integer>> ten = work.known(new ArrayList<>(TEN));
        for (int i = 0; i < TEN; i++) {
            ten.add(new Deferred<>());
        }
        Deferred.gatherResults(ten).addCallback(values -> work.keep(values.get(TEN - 1)));
        for (Deferred<Integer> one : ten) {
            one.callback(work.value());
        }
        return work.seen();
    }

    @Benchmark
    public Integer completableFuture(Work work) {
        List<CompletableFuture<Integer>> ten = work.known(new ArrayList<>(TEN));
        for (int i = 0; i < TEN; i++) {
            ten.add(new CompletableFuture<>());
        }
        CompletableFuture.allOf(ten.toArray(CompletableFuture<?>[]::new)).thenApply(all -> {
            List<Integer> values = new ArrayList<>(TEN);
            for (CompletableFuture<Integer> one : ten) {
                values.add(one.join());
            }
            return work.keep(values.get(TEN - 1));
        });
        for (CompletableFuture<Integer> one : ten) {
            one.complete(work.value());
        }
        return work.seen();
    }

    @Benchmark
    public Integer mono(Work work) {
        List<Sinks.One<Integer>> ten = new ArrayList<>(TEN);
        List<Mono<Integer>> monos = work.known(new ArrayList<>(TEN));
        for (int i = 0; i < TEN; i++) {
            Sinks.One<Integer> one = Sinks.one();
            ten.add(one);
            monos.add(one.asMono());
        }
        Mono.zip(monos, List::of).subscribe(values -> work.keep((Integer) values.get(TEN - 1)));
        for (Sinks.One<Integer> one : ten) {
            one.tryEmitValue(work.value()).orThrow();
        }
        return work.seen();
    }

    @Benchmark
    public Integer vertx(Work work) {
        List<io.vertx.core.Promise<Integer>> ten = new ArrayList<>(TEN);
        List<Future<Integer>> futures = work.known(new ArrayList<>(TEN));
        for (int i = 0; i < TEN; i++) {
            io.vertx.core.Promise<Integer> one = io.vertx.core.Promise.promise();
            ten.add(one);
            futures.add(one.future());
        }
        Future.all(futures).onSuccess(all -> work.keep(all.<Integer>list().get(TEN - 1)));
        for (io.vertx.core.Promise<Integer> one : ten) {
            one.complete(work.value());
        }
        return work.seen();
    }

    @Benchmark
    public Integer netty(Work work) {
        List<Promise<Integer>> ten = new ArrayList<>(TEN);
        PromiseCombiner combiner = new PromiseCombiner(ImmediateEventExecutor.INSTANCE);
        for (int i = 0; i < TEN; i++) {
            Promise<Integer> one = NettyChain.promise();
            ten.add(one);
            combiner.add((io.netty.util.concurrent.Future<Integer>) one);
        }
        Promise<Void> all = ImmediateEventExecutor.INSTANCE.newPromise();
        all.addListener(done -> {
            List<Integer> values = new ArrayList<>(TEN);
            for (Promise<Integer> one : ten) {
                values.add(one.getNow());
            }
            work.keep(values.get(TEN - 1));
        });
        combiner.finish(all);
        for (Promise<Integer> one : ten) {
            one.setSuccess(work.value());
        }
        return work.seen();
    }

    @Benchmark
    public Integer guava(Work work) {
        List<SettableFuture<Integer>> ten = work.known(new ArrayList<>(TEN));
        for (int i = 0; i < TEN; i++) {
            ten.add(SettableFuture.create());
        }
        ListenableFuture<Integer> last = Futures.transform(
                Futures.allAsList(ten), values -> values.get(TEN - 1), MoreExecutors.directExecutor());
        Futures.addCallback(last, new Kept(work), MoreExecutors.directExecutor());
        for (SettableFuture<Integer> one : ten) {
            one.set(work.value());
        }
        return work.seen();
    }
}
