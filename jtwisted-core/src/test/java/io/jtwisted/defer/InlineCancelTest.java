package io.jtwisted.defer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.testing.MemoryReactor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass
@MethodSource("kinds")
class InlineCancelTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final List<String> seen = new ArrayList<>();
    private final Inline inline;

    InlineCancelTest(Inline.Stacks kind) {
        this.inline = new Inline(reactor, 10, ContextCarrier.none(), reactor::call).on(kind);
    }

    static Stream<Inline.Stacks> kinds() {
        return InlineTest.kinds();
    }

    @AfterEach
    void end() {
        inline.end();
    }

    @Test
    void cancelCancelsWhatIsAwaited() {
        Deferred<String> awaited = Deferred.on(reactor, deferred -> seen.add("canceller"));
        Deferred<String> result = inline.run(awaited::await);

        result.cancel();

        assertThat(seen).containsExactly("canceller");
        assertThatThrownBy(result::await).isInstanceOf(CancellationException.class);
    }

    @Test
    void theBlockMayCatchItAndGoOn() {
        Deferred<String> second = Deferred.on(reactor);
        Deferred<String> result = inline.run(() -> {
            try {
                return new Deferred<String>().await();
            } catch (CancellationException e) {
                seen.add("caught");
                return second.await();
            }
        });

        result.cancel();
        boolean waits = !result.fired();
        second.callback("went on");

        assertThat(waits).isTrue();
        assertThat(seen).containsExactly("caught");
        assertThat(result.await()).isEqualTo("went on");
    }

    @Test
    void itMayBeCancelledMoreThanOnce() {
        Deferred<String> result = inline.run(() -> {
            for (int i = 0; i < 2; i++) {
                try {
                    new Deferred<String>().await();
                } catch (CancellationException e) {
                    seen.add("caught");
                }
            }
            return "done";
        });

        result.cancel();
        result.cancel();

        assertThat(seen).containsExactly("caught", "caught");
        assertThat(result.await()).isEqualTo("done");
    }

    @Test
    void aCancellerMayGiveAValue() {
        Deferred<String> awaited = Deferred.on(reactor, deferred -> deferred.callback("instead"));
        Deferred<String> result = inline.run(awaited::await);

        result.cancel();

        assertThat(result.await()).isEqualTo("instead");
    }

    @Test
    void cancelledFromInsideItsNextWaitIsForNothing() {
        List<Deferred<String>> own = new ArrayList<>();
        Deferred<Boolean> begin = Deferred.on(reactor);
        own.add(inline.run(() -> {
            begin.await();
            own.get(0).cancel();
            seen.add("runs on");
            return new Deferred<String>().await();
        }));

        begin.callback(true);

        assertThat(seen).containsExactly("runs on");
        assertThatThrownBy(own.get(0)::await).isInstanceOf(CancellationException.class);
    }

    @Test
    void afterItsEndThereIsNothingToCancel() {
        Deferred<String> result = inline.run(() -> "value");

        result.cancel();

        assertThat(result.await()).isEqualTo("value");
    }

    @Test
    void whenTheLoopEndsNobodyWaitsOn() {
        Deferred<String> result = inline.run(() -> {
            try {
                return new Deferred<String>().await();
            } finally {
                seen.add("first");
                try {
                    new Deferred<String>().await();
                } finally {
                    seen.add("second");
                }
            }
        });

        inline.end();

        assertThat(seen).containsExactly("first", "second");
        assertThatThrownBy(result::await).isInstanceOf(CancellationException.class);
        assertThatThrownBy(inline.run(() -> "late")::await)
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("memory has stopped");
    }
}
