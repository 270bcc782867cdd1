package io.jtwisted.text;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A dialogue which does what a test says, step by step, on its thread. */
final class Stepwise implements Dialogue {
    final CountDownLatch ended = new CountDownLatch(1);
    private final BlockingQueue<FutureTask<?>> steps = new LinkedBlockingQueue<>();
    private final CompletableFuture<Conversation> begun = new CompletableFuture<>();
    private volatile @Nullable Thread thread;
    private volatile boolean done;

    /** What is to be done with the conversation. */
    interface Step<T> {
        @Nullable
        T with(Conversation conversation) throws Exception;
    }

    @Override
    public void hold(Conversation conversation) throws Exception {
        thread = Thread.currentThread();
        begun.complete(conversation);
        try {
            while (!done) {
                FutureTask<?> step = steps.take();
                step.run();
            }
        } finally {
            ended.countDown();
        }
    }

    /** Has this done; the answer comes by {@link #get}. */
    <T> FutureTask<T> does(Step<T> step) {
        Callable<T> call = () -> step.with(begun.get());
        FutureTask<T> task = new FutureTask<>(call);
        steps.add(task);
        return task;
    }

    /** Returns from {@code hold}. */
    void returns() {
        does(conversation -> done = true);
    }

    static <T> T get(FutureTask<T> step) throws Exception {
        try {
            return step.get(20, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        } catch (TimeoutException e) {
            throw new AssertionError("waited in vain", e);
        }
    }

    /** Waits until it has begun all steps, and its thread waits for something. */
    void blocks() {
        begun.join();
        Thread speaker = thread;
        while (speaker != null && !(steps.isEmpty() && speaker.getState() == Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
    }
}
