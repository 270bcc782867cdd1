package io.jtwisted.netty;

import io.jtwisted.defer.ContextCarrier;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;

/** How much work a reactor may have done elsewhere: threads and how many wait for one, blocks, and what goes along. */
record WorkSettings(
        int threads, int queue, ThreadFactory kind, Duration keepAlive, int blocks, ContextCarrier context) {

    WorkSettings {
        if (threads < 1 || queue < 0) {
            throw new IllegalArgumentException(
                    "expected at least 1 thread and 0 waiting calls, not " + threads + " and " + queue);
        }
        if (keepAlive.toMillis() < 1) {
            throw new IllegalArgumentException("expected at least a millisecond, not " + keepAlive);
        }
        if (blocks < 0) {
            throw new IllegalArgumentException("expected a number of blocks, not " + blocks);
        }
    }

    static WorkSettings usual() {
        return new WorkSettings(10, 1_000, Thread::new, Duration.ofMinutes(1), 1_000, ContextCarrier.none());
    }

    WorkSettings threads(int most, int waiting) {
        return new WorkSettings(most, waiting, kind, keepAlive, blocks, context);
    }

    WorkSettings kind(ThreadFactory made) {
        return new WorkSettings(threads, queue, made, keepAlive, blocks, context);
    }

    WorkSettings keepAlive(Duration longest) {
        return new WorkSettings(threads, queue, kind, longest, blocks, context);
    }

    WorkSettings blocks(int most) {
        return new WorkSettings(threads, queue, kind, keepAlive, most, context);
    }

    WorkSettings context(ContextCarrier carrier) {
        return new WorkSettings(threads, queue, kind, keepAlive, blocks, carrier);
    }

    WorkerPool pool(String name) {
        return new WorkerPool(new WorkerThreads(name + "-worker-", kind), threads, queue, keepAlive);
    }
}
