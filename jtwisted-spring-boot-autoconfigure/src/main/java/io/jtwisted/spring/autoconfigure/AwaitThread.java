package io.jtwisted.spring.autoconfigure;

import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The one thread which keeps the JVM alive: those of the reactors are daemons. */
final class AwaitThread {
    private static final long END_MILLIS = 1_000;

    private CountDownLatch end = new CountDownLatch(0);
    private @Nullable Thread thread;

    void start() {
        CountDownLatch latch = new CountDownLatch(1);
        end = latch;
        thread = new Thread(() -> waitFor(latch), "jtwisted-await");
        thread.start();
    }

    void stop() {
        end.countDown();
        try {
            if (thread != null) {
                thread.join(END_MILLIS); // so that nothing is left of it when the context has closed
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // this thread was asked to end, so it does
        }
    }
}
