package io.jtwisted.netty;

import io.jtwisted.loop.Loop;
import io.jtwisted.loop.LoopThread;
import io.netty.util.concurrent.FastThreadLocalThread;

/** The thread of a reactor. Netty's own kind, so that Netty's thread-locals are fast on it. */
final class ReactorThread extends FastThreadLocalThread implements LoopThread {
    private final Loop loop;

    ReactorThread(Loop loop, Runnable work, String name) {
        super(work, name);
        this.loop = loop;
    }

    @Override
    public Loop loop() {
        return loop;
    }
}
