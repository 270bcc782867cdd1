package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallQueueTest {
    private static final int CALLS = 100_000;

    private final CallQueue queue = new CallQueue();

    @Test
    void itsSizeIsWhatWasAddedAndNotTaken() {
        assertThat(queue.size()).isZero();

        queue.add(() -> {});
        queue.add(() -> {});
        assertThat(queue.size()).isEqualTo(2);

        long mark = queue.mark();
        queue.add(() -> {});
        queue.take(mark);
        assertThat(queue.size()).isEqualTo(2);

        queue.take(mark);
        queue.take(mark);
        assertThat(queue.size()).isOne();
        assertThat(queue.isEmpty()).isFalse();
    }

    @Test
    void manyAreTakenInTheirOrderUpToTheMark() {
        List<Integer> made = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            int number = i;
            queue.add(() -> made.add(number));
        }

        long mark = queue.mark();
        queue.add(() -> made.add(-1));
        for (Runnable call; (call = queue.take(mark)) != null; ) {
            call.run();
        }

        assertThat(made).isEqualTo(IntStream.range(0, 1_000).boxed().toList());
        assertThat(queue.size()).isOne();
    }

    @Test
    void callsOfManyThreadsComeOnceAndThoseOfOneInTheirOrder() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        int[] next = new int[4];
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < next.length; i++) {
            int thread = i;
            threads.add(new Thread(() -> {
                for (int j = 0; j < CALLS; j++) {
                    int number = j;
                    queue.add(() -> {
                        if (next[thread]++ != number) {
                            wrong.add(thread + ": " + number);
                        }
                    });
                }
            }));
        }
        threads.forEach(Thread::start);

        for (int made = 0; made < next.length * CALLS; ) {
            long mark = queue.mark();
            for (Runnable call; (call = queue.take(mark)) != null; made++) {
                call.run();
            }
        }

        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(wrong).isEmpty();
        assertThat(next).containsOnly(CALLS);
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.size()).isZero();
    }
}
