package io.jtwisted.benchmarks.deferred;

import com.google.common.util.concurrent.FutureCallback;
import com.google.common.util.concurrent.Futures;
import com.google.common.util.concurrent.MoreExecutors;
import io.netty.util.concurrent.FutureListener;
import io.netty.util.concurrent.Promise;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import reactor.core.publisher.Mono;

/** From a loop to one of four pooled threads and back again, where the value asks for the next trip. */
@OperationsPerInvocation(Trips.MANY)
public class DeferToThread {

    @Benchmark
    public void deferred(OurLoop ours, Trips trips) {
        trips.run(() -> ours.reactor().deferToThread(trips::work).tap(trips::back));
    }

    @Benchmark
    public void completableFuture(JdkLoop jdk, Trips trips) {
        trips.run(
                () -> CompletableFuture.supplyAsync(trips::work, jdk.pool()).thenAcceptAsync(trips::back, jdk.loop()));
    }

    @Benchmark
    public void mono(ReactorLoop reactor, Trips trips) {
        trips.run(() -> Mono.fromSupplier(trips::work)
                .subscribeOn(reactor.pool())
                .publishOn(reactor.loop())
                .subscribe(trips::back));
    }

    @Benchmark
    public void vertx(VertxLoop vertx, Trips trips) {
        trips.run(() -> vertx.context().executeBlocking(trips::work, false).onSuccess(trips::back));
    }

    @Benchmark
    public void netty(NettyLoop netty, Trips trips) {
        trips.run(() -> {
            Promise<Integer> result = netty.loop().newPromise();
            netty.pool().execute(() -> result.setSuccess(trips.work()));
            result.addListener((FutureListener<Integer>) done -> trips.back(done.getNow()));
        });
    }

    @Benchmark
    public void guava(JdkLoop jdk, Trips trips) {
        FutureCallback<Integer> back = trips.callback();
        trips.run(() -> Futures.addCallback(
                MoreExecutors.listeningDecorator(jdk.pool()).submit(trips::work), back, jdk.loop()));
    }
}
