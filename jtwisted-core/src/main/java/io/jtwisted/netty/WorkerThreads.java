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

    /**
     * {@code Thread.ofVirtual().factory()} (JEP 444), which Java 17 cannot say.
     *
     * @throws IllegalStateException before Java 21
     */
    static ThreadFactory virtual() {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (ThreadFactory) Class.forName("java.lang.Thread$Builder")
                    .getMethod("factory")
                    .invoke(builder);
        } catch (ReflectiveOperationException e) { // in 19 and 20 it is there, and throws
            throw new IllegalStateException(
                    "virtual threads need Java 21, and this is Java "
                            + Runtime.version().feature(),
                    e);
        }
    }
}
