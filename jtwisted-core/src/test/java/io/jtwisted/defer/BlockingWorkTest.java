package io.jtwisted.defer;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.testing.MemoryReactor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class BlockingWorkTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final Queue<Runnable> queue = new ArrayDeque<>();
    private final List<String> done = new ArrayList<>();

    @Test
    void whateverThePoolThrowsIsTheFailure() {
        IllegalStateException broken = new IllegalStateException("this pool is broken");
        StackOverflowError worse = new StackOverflowError("as the test wants");

        Seen<String> first = Seen.of(reactor.deferToThreadPool(
                work -> {
                    throw broken;
                },
                () -> "never"));
        Seen<String> second = Seen.of(reactor.deferToThreadPool(
                work -> {
                    throw worse;
                },
                () -> "never"));

        assertThat(first.failure()).isSameAs(broken);
        assertThat(second.failure()).isSameAs(worse);
    }

    @Test
    void whatThePoolThrowsWhenItHasDoneTheWorkIsLogged() {
        IllegalStateException broken = new IllegalStateException("this pool is broken");
        Seen<String> seen;
        List<Throwable> logged;

        try (Logged log = new Logged()) {
            seen = Seen.of(reactor.deferToThreadPool(
                    work -> {
                        work.run();
                        throw broken;
                    },
                    () -> "done"));
            logged = log.causes();
        }

        assertThat(seen.value()).isEqualTo("done");
        assertThat(logged).containsExactly(broken);
        assertThat(reactor.takeForgotten()).containsExactly(broken);
    }

    @Test
    void whatIsCancelledBeforeItIsBegunIsNotDone() {
        Deferred<Boolean> result = reactor.deferToThreadPool(queue::add, () -> done.add("work"));
        Seen<Boolean> seen = Seen.of(result);

        result.cancel();
        queue.remove().run();

        assertThat(seen.failure()).isInstanceOf(CancellationException.class);
        assertThat(done).isEmpty();
    }

    @Test
    void aPoolWhichCanTakesCancelledWorkBack() {
        List<Runnable> taken = new ArrayList<>();
        BlockingWork.Pool pool = new BlockingWork.Pool() {
            @Override
            public Runnable enqueue(Runnable work) {
                queue.add(work);
                return () -> taken.add(work);
            }

            @Override
            public void execute(Runnable work) {
                enqueue(work);
            }
        };
        Deferred<Boolean> result = reactor.deferToThreadPool(pool, () -> done.add("work"));
        result.otherwise(cause -> {});

        result.cancel();

        assertThat(taken).containsExactlyElementsOf(queue);
    }
}
