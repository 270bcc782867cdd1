package io.jtwisted.netty;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the threads of a pool: daemons, with a name and a number. */
final class WorkerThreads implements ThreadFactory {
    private final String prefix;
    private final ThreadFactory kind;
    private final AtomicInteger number = new AtomicInteger();

    WorkerThreads(String prefix, ThreadFactory kind) {
        this.prefix = prefix;
        this.kind = kind;
    }

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = kind.newThread(work);
        thread.setName(prefix + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
