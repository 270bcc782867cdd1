package io.jtwisted.benchmarks.deferred;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One of Netty's event loops, with the same way to the network as our reactor has, and a pool beside it. */
@State(Scope.Benchmark)
public class NettyLoop {
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1, Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
    private final ExecutorService pool = Executors.newFixedThreadPool(OurLoop.THREADS);
    private final EventLoop loop = group.next();

    EventLoop loop() {
        return loop;
    }

    ExecutorService pool() {
        return pool;
    }

    @TearDown
    public void stop() {
        pool.shutdown();
        group.shutdownGracefully().syncUninterruptibly();
    }
}
