package io.jtwisted.benchmarks.deferred;

import java.io.IOException;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.BenchmarkParams;

/** What the steps of all chains do: little, so that what remains is the price of the chain. */
@State(Scope.Thread)
public class Work {
    private final IOException failure = new IOException("no luck");
    private Integer value = 1;
    private int seen;

    /** The last part of a benchmark's name is its library. */
    @Setup
    public void mix(BenchmarkParams params) throws ReflectiveOperationException {
        String name = params.getBenchmark();
        Mixture.run(name.substring(name.lastIndexOf('.') + 1), this);
    }

    /** What a chain begins with. Small: no library has to pay for the boxes of all. */
    Integer value() {
        return value;
    }

    /** What a chain fails with. Made once: no library has to pay for the stack of all. */
    IOException failure() {
        return failure;
    }

    /**
     * Every future passes through this method, which the compiler does not inline. Otherwise the compiler sees that no other
     * code can use the future, and removes work that no program could leave out. Nothing keeps it: to write it into
     * an old object costs more than some of these futures, and is the collector's business.
     */
    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    <F> F known(F future) {
        return future;
    }

    /** A step in the middle. */
    static Integer next(Integer before) {
        return before + 1;
    }

    /** The last step. */
    Integer keep(Integer last) {
        seen = last;
        return last;
    }

    /** A step after a failure. */
    Integer recover(Throwable cause) {
        seen = cause.getMessage() == null ? 0 : value;
        return value;
    }

    /** A last step in a library which gives the failure only. */
    void lost() {
        seen = 0;
    }

    /** What the last step saw, for the black hole of JMH. */
    Integer seen() {
        return seen;
    }
}
