package io.jtwisted.netty;

import java.util.concurrent.CountDownLatch;

/**
 * The thread that keeps the JVM alive while a reactor runs. The loop's own thread is a daemon: it may be blocked for
 * ever, and the JVM must end all the same when the reactor was given up.
 */
final class KeepAlive {
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;

    KeepAlive(String name) {
        this.thread = new Thread(this::waitForEnd, name);
        thread.setDaemon(false);
    }

    void start() {
        thread.start();
    }

    /** Lets the JVM end. */
    void end() {
        over.countDown();
    }

    private void waitForEnd() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the thread is wanted to end, so it does
        }
    }
}
