package io.jtwisted.benchmarks.deferred;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import com.google.common.util.concurrent.SettableFuture;
import io.jtwisted.defer.Deferred;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jmh.annotations.Benchmark;
import reactor.core.Disposable;
import reactor.core.publisher.Sinks;

/**
 * One that has not fired is cancelled, and a step behind a callback is told. It is cancelled where the library
 * lets it travel from: at the end of the chain (Deferred, Mono, Guava), else at its beginning. Vert.x has no cancel.
 */
public class Cancel {

    @Benchmark
    public Integer deferred(Work work) {
        Deferred<Integer> head = work.known(new Deferred<>());
        Deferred<Integer> end = head.addCallback(Work::next).addErrback(work::recover);
        end.cancel();
        return work.seen();
    }

    @Benchmark
    public Integer completableFuture(Work work) {
        CompletableFuture<Integer> head = work.known(new CompletableFuture<>());
        head.thenApply(Work::next).exceptionally(work::recover);
        head.cancel(false);
        return work.seen();
    }

    @Benchmark
    public Integer mono(Work work) {
        Sinks.One<Integer> head = work.known(Sinks.one());
        Disposable end = head.asMono().map(Work::next).doOnCancel(work::lost).subscribe(work::keep);
        end.dispose();
        return work.seen();
    }

    @Benchmark
    public Integer netty(Work work) {
        Promise<Integer> head = work.known(NettyChain.promise());
        NettyChain.next(head).addListener((FutureListener<Integer>) done -> work.recover(done.cause()));
        head.cancel(false);
        return work.seen();
    }

    @Benchmark
    public Integer guava(Work work) {
        SettableFuture<Integer> head = work.known(SettableFuture.create());
        ListenableFuture<Integer> end = Futures.transform(head, Work::next, MoreExecutors.directExecutor());
        Futures.addCallback(end, new Kept(work), MoreExecutors.directExecutor());
        end.cancel(false);
        return work.seen();
    }
}
