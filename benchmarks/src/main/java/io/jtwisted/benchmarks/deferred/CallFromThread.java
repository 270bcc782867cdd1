package io.jtwisted.benchmarks.deferred;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Threads;

/** One thread asks a loop to make calls, as fast as it can. Guava has no loop. */
@Threads(1)
@OperationsPerInvocation(Batch.SIZE)
public class CallFromThread {

    @Benchmark
    public void deferred(OurLoop ours, Batch batch) {
        for (int i = 0; i < Batch.SIZE; i++) {
            ours.reactor().callFromThread(batch);
        }
        batch.await();
    }

    @Benchmark
    public void completableFuture(JdkLoop jdk, Batch batch) {
        for (int i = 0; i < Batch.SIZE; i++) {
            jdk.loop().execute(batch);
        }
        batch.await();
    }

    @Benchmark
    public void mono(ReactorLoop reactor, Batch batch) {
        for (int i = 0; i < Batch.SIZE; i++) {
            reactor.loop().schedule(batch);
        }
        batch.await();
    }

    @Benchmark
    public void vertx(VertxLoop vertx, Batch batch) {
        for (int i = 0; i < Batch.SIZE; i++) {
            vertx.context().runOnContext(nothing -> batch.run());
        }
        batch.await();
    }

    @Benchmark
    public void netty(NettyLoop netty, Batch batch) {
        for (int i = 0; i < Batch.SIZE; i++) {
            netty.loop().execute(batch);
        }
        batch.await();
    }
}
