package io.jtwisted.netty;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CallQueueTest {
    private final CallQueue queue = new CallQueue();

    @Test
    void itsSizeIsWhatWasAddedAndNotTaken() {
        assertThat(queue.size()).isZero();

        queue.add(() -> {});
        queue.add(() -> {});
        assertThat(queue.size()).isEqualTo(2);

        Object mark = queue.mark();
        queue.add(() -> {});
        queue.take(mark);
        assertThat(queue.size()).isEqualTo(2);

        queue.take(mark);
        queue.take(mark);
        assertThat(queue.size()).isOne();
        assertThat(queue.isEmpty()).isFalse();
    }

    @Test
    void manyAreCountedUpToAMillion() {
        for (int i = 0; i < 1_000_001; i++) {
            queue.add(() -> {});
        }

        assertThat(queue.size()).isEqualTo(1_000_000);
    }
}
