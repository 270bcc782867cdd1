package io.jtwisted.netty;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.MICROSECONDS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
    private static final int PIECES = 100_000;

    private final WorkQueue queue = new WorkQueue(2);
    private final Runnable first = new Piece("first");
    private final Runnable second = new Piece("second");

    @Test
    void workIsDoneInTheOrderInWhichItCame() throws Exception {
        assertThat(queue.offer(first)).isTrue();
        assertThat(queue.offer(second)).isTrue();
        assertThat(queue).containsExactly(first, second).hasSize(2);
        assertThat(queue.peek()).isSameAs(first);

        assertThat(queue.take()).isSameAs(first);
        assertThat(queue.poll()).isSameAs(second);
        assertThat(queue.poll()).isNull();
    }

    @Test
    void thereIsNoMoreRoomThanWasSaid() {
        assertThat(queue.remainingCapacity()).isEqualTo(2);

        assertThat(queue.offer(first)).isTrue();
        assertThat(queue.offer(new Piece("too much"))).isTrue();
        assertThat(queue.offer(second)).isFalse();
        assertThat(queue.remove(new Piece("too much"))).isTrue();

        assertThat(queue.remainingCapacity()).isOne();
        assertThat(queue.offer(second)).isTrue();
        List<Runnable> left = new ArrayList<>();
        assertThat(queue.drainTo(left, 1) + queue.drainTo(left)).isEqualTo(2);
        assertThat(left).containsExactly(first, second);
    }

    @Test
    void withoutRoomOnlyAThreadWhichWaitsCanTakeWork() {
        WorkQueue none = new WorkQueue(0);
        assertThat(none.offer(first)).isFalse();
        Waiting waiting = new Waiting(none);

        assertThat(none.offer(first)).isTrue();

        assertThat(waiting.result.join()).isSameAs(first);
    }

    @Test
    void whoWaitedTheShortestGetsTheNextPiece() {
        Waiting longest = new Waiting(queue);
        Waiting shortest = new Waiting(queue);

        queue.offer(first);
        assertThat(shortest.result.join()).isSameAs(first);
        queue.offer(second);

        assertThat(longest.result.join()).isSameAs(second);
    }

    @Test
    void whoHasWaitedLongEnoughLeaves() throws Exception {
        assertThat(queue.poll(1, MILLISECONDS)).isNull();

        assertThat(queue.offer(first)).isTrue();
        assertThat(queue).containsExactly(first);
    }

    @Test
    void whoIsInterruptedLeaves() {
        Waiting waiting = new Waiting(queue);

        waiting.thread.interrupt();

        assertThatThrownBy(waiting.result::join).hasCauseInstanceOf(InterruptedException.class);
        assertThat(queue.offer(first)).isTrue();
        assertThat(queue).containsExactly(first);
    }

    /** Threads which come and go, by themselves and by interrupts, while others bring work. */
    @Test
    void everyPieceIsGivenOutOnce() throws Exception {
        WorkQueue busy = new WorkQueue(100);
        AtomicIntegerArray done = new AtomicIntegerArray(PIECES);
        CountDownLatch left = new CountDownLatch(PIECES);
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread worker = new Thread(() -> work(busy, left));
            worker.setDaemon(true);
            worker.start();
            workers.add(worker);
        }

        for (int i = 0; i < PIECES; i++) {
            int piece = i;
            Runnable work = () -> {
                done.incrementAndGet(piece);
                left.countDown();
            };
            while (!busy.offer(work)) {
                Thread.onSpinWait();
            }
            if (i % 10 == 0) {
                workers.get(i / 10 % 4).interrupt();
            }
        }

        Reactors.wait(left);
        for (int i = 0; i < PIECES; i++) {
            assertThat(done.get(i)).isOne();
        }
    }

    private record Piece(String name) implements Runnable {
        @Override
        public void run() {}
    }

    private static void work(WorkQueue queue, CountDownLatch left) {
        while (left.getCount() > 0) {
            try {
                Runnable piece = queue.poll(10, MICROSECONDS);
                if (piece != null) {
                    piece.run();
                }
            } catch (InterruptedException e) {
                // goes on
            }
        }
    }

    /** A thread which waits for work, for sure, when this is made. */
    private static final class Waiting {
        private final CompletableFuture<@Nullable Runnable> result = new CompletableFuture<>();
        private final Thread thread;

        Waiting(WorkQueue queue) {
            thread = new Thread(() -> {
                try {
                    result.complete(queue.poll(1, DAYS));
                } catch (InterruptedException e) {
                    result.completeExceptionally(e);
                }
            });
            thread.setDaemon(true);
            thread.start();
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
        }
    }
}
