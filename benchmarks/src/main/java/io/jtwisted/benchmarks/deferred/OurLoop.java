package io.jtwisted.benchmarks.deferred;

import io.jtwisted.net.Reactor;
import io.jtwisted.netty.NettyReactor;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A reactor with as many threads beside it as the others have. */
@State(Scope.Benchmark)
public class OurLoop {
    static final int THREADS = 4;

    private final Reactor reactor =
            NettyReactor.builder().threads(THREADS, 1_000).build();

    public OurLoop() {
        reactor.start().await();
    }

    Reactor reactor() {
        return reactor;
    }

    @TearDown
    public void stop() {
        reactor.stop().await();
    }
}
