package io.jtwisted.spring.autoconfigure;

import java.util.concurrent.CountDownLatch;

/** The one thread which keeps the JVM alive: those of the reactors are daemons. */
final class AwaitThread {
    private CountDownLatch end = new CountDownLatch(0);

    void start() {
        CountDownLatch latch = new CountDownLatch(1);
        end = latch;
        new Thread(() -> waitFor(latch), "jtwisted-await").start();
    }

    void stop() {
        end.countDown();
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // somebody wants this thread to end, so it does
        }
    }
}
