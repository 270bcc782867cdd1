package io.jtwisted.benchmarks.deferred;

import io.jtwisted.defer.Deferred;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A block of {@code reactor.inline} awaits one Deferred after the other: fired before, or fired by the loop when the
 * block waits. No other library has such blocks; {@link AddedCallback} does the same with callbacks.
 */
@State(Scope.Benchmark)
@OperationsPerInvocation(Batch.SIZE)
public class InlineAwait {
    @Param({"fired", "unfired"})
    String which = "fired";

    private @Nullable Deferred<Integer> next;

    @Benchmark
    public int deferred(OurLoop ours) {
        return which.equals("fired")
                ? ours.reactor().inline(InlineAwait::fired).await()
                : ours.reactor().call(() -> Deferred.succeed(unfired(ours))).await();
    }

    private static int fired() {
        int sum = 0;
        for (int i = 0; i < Batch.SIZE; i++) {
            sum += Deferred.succeed(1).await();
        }
        return sum;
    }

    private int unfired(OurLoop ours) {
        Deferred<Integer> sum = ours.reactor().inline(this::sum);
        for (Deferred<Integer> waiting; (waiting = next) != null; ) {
            waiting.callback(1);
        }
        return sum.fired() ? Batch.SIZE : 0;
    }

    private int sum() {
        int sum = 0;
        for (int i = 0; i < Batch.SIZE; i++) {
            next = new Deferred<>();
            sum += next.await();
        }
        next = null;
        return sum;
    }
}
