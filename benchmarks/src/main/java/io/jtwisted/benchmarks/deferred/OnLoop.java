package io.jtwisted.benchmarks.deferred;

import io.jtwisted.defer.Deferred;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Promise;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Three callbacks again, but where futures live: on the thread of a loop. Each library has its own; those which have
 * none, and Mono, are on Netty's.
 */
@State(Scope.Benchmark)
@OperationsPerInvocation(Batch.SIZE)
public class OnLoop {
    private final CreateAndFire three = new CreateAndFire();

    public OnLoop() {
        three.callbacks = 3;
    }

    @Benchmark
    public int deferred(OurLoop ours, Work work) {
        return ours.reactor()
                .call(() -> Deferred.succeed(sum(() -> three.deferred(work))))
                .await();
    }

    @Benchmark
    public int completableFuture(NettyLoop netty, Work work) {
        return on(netty, () -> three.completableFuture(work));
    }

    @Benchmark
    public int mono(NettyLoop netty, Work work) {
        return on(netty, () -> three.mono(work));
    }

    @Benchmark
    public int vertx(VertxLoop vertx, Work work) {
        CompletableFuture<Integer> sum = new CompletableFuture<>();
        vertx.context().runOnContext(nothing -> sum.complete(sum(() -> three.vertx(work))));
        return sum.join();
    }

    /** The loop's own promise, which looks whether it is fired on the loop's thread. */
    @Benchmark
    public int netty(NettyLoop netty, Work work) {
        EventLoop loop = netty.loop();
        return on(netty, () -> {
            Promise<Integer> head = work.known(loop.newPromise());
            head.addListener(NettyChain.look());
            head.addListener(NettyChain.look());
            head.addListener(NettyChain.keep(work));
            head.setSuccess(work.value());
            return work.seen();
        });
    }

    @Benchmark
    public int guava(NettyLoop netty, Work work) {
        return on(netty, () -> three.guava(work));
    }

    private static int on(NettyLoop netty, Supplier<Integer> once) {
        return netty.loop().submit(() -> sum(once)).syncUninterruptibly().getNow();
    }

    private static int sum(Supplier<Integer> once) {
        int sum = 0;
        for (int i = 0; i < Batch.SIZE; i++) {
            sum += once.get();
        }
        return sum;
    }
}
