package io.jtwisted.defer;

import io.jtwisted.loop.Loop;
import io.jtwisted.loop.LoopThread;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The smallest loop on a thread of its own. */
final class ThreadLoop implements Loop, AutoCloseable {
    private final BlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final Worker worker = new Worker();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean stopping;
    private volatile boolean ended;

    ThreadLoop() {
        worker.setDaemon(true);
        worker.start();
    }

    Thread thread() {
        return worker;
    }

    /** Calls on the loop and waits for the result. */
    <T> T call(Callable<T> call) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        callFromThread(() -> {
            try {
                result.complete(call.call());
            } catch (Exception | Error e) {
                result.completeExceptionally(e);
            }
        });
        return result.get(10, TimeUnit.SECONDS);
    }

    /** Waits until everything that was asked for before is done. */
    void settle() throws Exception {
        call(() -> true);
    }

    /** Keeps the loop busy until the latch opens. */
    CountDownLatch block() throws InterruptedException {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        callFromThread(() -> {
            busy.countDown();
            join(free);
        });
        join(busy);
        return free;
    }

    private static void join(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody opened the latch");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void callFromThread(Runnable call) {
        queue.add(call);
    }

    @Override
    public boolean inLoop() {
        return Thread.currentThread() == worker;
    }

    @Override
    public boolean ended() {
        return ended;
    }

    /** Asks the loop to end and does not wait for it. */
    void stop() {
        callFromThread(() -> stopping = true);
    }

    /** Ends the loop and waits for its last call. */
    @Override
    public void close() {
        stop();
        join(over);
    }

    private final class Worker extends Thread implements LoopThread {

        @Override
        public Loop loop() {
            return ThreadLoop.this;
        }

        @Override
        public void run() {
            try {
                while (!stopping) {
                    queue.take().run();
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            ended = true;
            // What came before the end was seen is still ours: who asked does not know otherwise.
            for (Runnable call = queue.poll(); call != null; call = queue.poll()) {
                call.run();
            }
            over.countDown();
        }
    }
}
