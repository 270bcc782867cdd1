package io.jtwisted.netty;

import io.jtwisted.net.Reactor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The reactors of a test; stops those which still run when it is over. */
final class Reactors implements AfterEachCallback {
    private final NettyReactor.Io io;
    private final List<Reactor> made = new CopyOnWriteArrayList<>();

    Reactors(NettyReactor.Io io) {
        this.io = io;
    }

    /** A reactor which does not run yet. */
    NettyReactor make() {
        return make(builder -> builder);
    }

    NettyReactor make(UnaryOperator<NettyReactor.Builder> settings) {
        NettyReactor reactor =
                settings.apply(NettyReactor.builder().io(io).daemon(true)).build();
        made.add(reactor);
        return reactor;
    }

    /** A reactor which runs. */
    NettyReactor start() {
        NettyReactor reactor = make();
        reactor.start().await();
        return reactor;
    }

    NettyReactor start(UnaryOperator<NettyReactor.Builder> settings) {
        NettyReactor reactor = make(settings);
        reactor.start().await();
        return reactor;
    }

    void add(Reactor reactor) {
        made.add(reactor);
    }

    /** Waits until the loop has nothing to do but what was asked for later than this. */
    static void settle(Reactor reactor) {
        for (int i = 0; i < 3; i++) {
            CountDownLatch made = new CountDownLatch(1);
            reactor.callFromThread(made::countDown);
            wait(made);
        }
    }

    static void wait(CountDownLatch latch) {
        try {
            if (!latch.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("waited in vain");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Those of its threads that do. */
    static List<Thread> keepTheJvmAlive(Reactor reactor) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon())
                .filter(thread -> thread.getName().equals(reactor.name())
                        || thread.getName().startsWith(reactor.name() + "-"))
                .toList();
    }

    static Thread threadOf(Reactor reactor) {
        return reactor.call(Thread::currentThread).await();
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List<Reactor> running = new ArrayList<>(made);
        running.removeIf(reactor -> !reactor.running());
        running.forEach(reactor -> reactor.stop().await());
    }
}
