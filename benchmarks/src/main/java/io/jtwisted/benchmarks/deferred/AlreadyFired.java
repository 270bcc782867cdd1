package io.jtwisted.benchmarks.deferred;

import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.ListenableFuture;
import com.google.common.util.concurrent.MoreExecutors;
import io.jtwisted.defer.Deferred;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.vertx.core.Future;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jmh.annotations.Benchmark;
import reactor.core.publisher.Mono;

/** One that has its value from the beginning gets three callbacks. */
public class AlreadyFired {

    @Benchmark
    public Integer deferred(Work work) {
        work.known(Deferred.succeed(work.value()))
                .addCallback(Work::next)
                .addCallback(Work::next)
                .addCallback(work::keep);
        return work.seen();
    }

    @Benchmark
    public Integer completableFuture(Work work) {
        work.known(CompletableFuture.completedFuture(work.value()))
                .thenApply(Work::next)
                .thenApply(Work::next)
                .thenApply(work::keep);
        return work.seen();
    }

    @Benchmark
    public Integer mono(Work work) {
        work.known(Mono.just(work.value())).map(Work::next).map(Work::next).subscribe(work::keep);
        return work.seen();
    }

    @Benchmark
    public Integer vertx(Work work) {
        work.known(Future.succeededFuture(work.value()))
                .map(Work::next)
                .map(Work::next)
                .onSuccess(work::keep);
        return work.seen();
    }

    /** All callbacks listen to the first. Less work than the others have. */
    @Benchmark
    public Integer netty(Work work) {
        work.known(ImmediateEventExecutor.INSTANCE.newSucceededFuture(work.value()))
                .addListener(NettyChain.look())
                .addListener(NettyChain.look())
                .addListener(NettyChain.keep(work));
        return work.seen();
    }

    @Benchmark
    public Integer guava(Work work) {
        ListenableFuture<Integer> first = work.known(Futures.immediateFuture(work.value()));
        ListenableFuture<Integer> second = Futures.transform(first, Work::next, MoreExecutors.directExecutor());
        ListenableFuture<Integer> third = Futures.transform(second, Work::next, MoreExecutors.directExecutor());
        Futures.addCallback(third, new Kept(work), MoreExecutors.directExecutor());
        return work.seen();
    }
}
