package io.jtwisted.benchmarks.deferred;

import io.jtwisted.defer.Deferred;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What {@link InlineAwait} does, by a callback on each Deferred. */
@State(Scope.Benchmark)
@OperationsPerInvocation(Batch.SIZE)
public class AddedCallback {
    @Param({"fired", "unfired"})
    String which = "fired";

    private int sum;

    @Benchmark
    public int deferred(OurLoop ours) {
        return ours.reactor()
                .call(() -> Deferred.succeed(which.equals("fired") ? fired() : unfired()))
                .await();
    }

    private int fired() {
        for (int i = 0; i < Batch.SIZE; i++) {
            Deferred.succeed(1).tap(this::add);
        }
        return sum;
    }

    private int unfired() {
        for (int i = 0; i < Batch.SIZE; i++) {
            Deferred<Integer> waiting = new Deferred<>();
            waiting.tap(this::add);
            waiting.callback(1);
        }
        return sum;
    }

    private void add(Integer value) {
        sum += value;
    }
}
