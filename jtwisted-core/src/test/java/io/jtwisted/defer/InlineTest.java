package io.jtwisted.defer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jtwisted.loop.Loop;
import io.jtwisted.testing.MemoryReactor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.MDC;

@ParameterizedClass
@MethodSource("kinds")
class InlineTest {
    private final Inline.Stacks kind;
    private final MemoryReactor reactor = new MemoryReactor();
    private final List<String> seen = new ArrayList<>();
    private @Nullable Inline made;

    InlineTest(Inline.Stacks kind) {
        this.kind = kind;
    }

    static Stream<Inline.Stacks> kinds() {
        return Stream.of(Inline.Stacks.values())
                .filter(stacks -> stacks == Inline.Stacks.THREADS || Continuations.found() != null);
    }

    @AfterEach
    void end() {
        if (made != null) {
            made.end();
        }
    }

    @Test
    void betweenTwoWaitsItIsOnTheLoop() {
        Deferred<String> first = Deferred.on(reactor);

        inline().run(() -> {
                    seen.add(reactor.inLoop() + " " + (Loop.current() == reactor));
                    String value = first.await();
                    seen.add(value + " " + reactor.inLoop() + " " + (Loop.current() == reactor));
                    return value;
                })
                .tap(value -> seen.add("result " + value + " " + reactor.inLoop()));
        seen.add("others");
        first.callback("value");

        assertThat(seen).containsExactly("true true", "others", "value true true", "result value true");
    }

    @Test
    void aWaitForAFiredOneIsNone() {
        Deferred<Integer> sum = inline().run(() -> {
            int total = 0;
            for (int i = 0; i < 100_000; i++) {
                total += Deferred.succeed(1).await();
            }
            return total;
        });

        assertThat(sum.await()).isEqualTo(100_000);
    }

    @Test
    void manyWaitsDoNotGrowTheStack() {
        List<Deferred<Integer>> asked = new ArrayList<>();
        Deferred<Integer> sum = inline().run(() -> {
            int total = 0;
            for (int i = 0; i < 20_000; i++) {
                Deferred<Integer> next = new Deferred<>();
                asked.add(next);
                total += next.await();
            }
            return total;
        });

        for (int i = 0; i < 20_000; i++) {
            asked.get(i).callback(1);
        }

        assertThat(sum.await()).isEqualTo(20_000);
    }

    @Test
    void aFailureIsThrownAsItIsAndTellsBothSides() {
        IOException trouble = new IOException("trouble");
        Deferred<String> failing = Deferred.on(reactor);
        Deferred<String> result = inline().run(() -> waitInAMethod(failing));

        failing.errback(trouble);
        Throwable thrown = catchThrowable(result::await);

        assertThat(thrown).isSameAs(trouble);
        assertThat(thrown.getStackTrace()[0].getMethodName()).isEqualTo("aFailureIsThrownAsItIsAndTellsBothSides");
        assertThat(thrown.getSuppressed()[0]).hasMessage("awaited here");
        assertThat(thrown.getSuppressed()[0].getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("waitInAMethod"));
    }

    @Test
    void whatIsThrownAtAWaitMayBeCaught() {
        Deferred<String> failing = Deferred.on(reactor);
        Deferred<String> result = inline().run(() -> {
            try {
                return failing.await();
            } catch (IllegalStateException e) {
                return "caught " + e.getMessage();
            }
        });

        failing.errback(new IllegalStateException("trouble"));

        assertThat(result.await()).isEqualTo("caught trouble");
    }

    @Test
    void whatTheBlockThrowsIsTheFailure() {
        Exception exception = new Exception("as the test wants");
        Error error = new Error("as the test wants");

        Deferred<Object> first = inline().run(() -> {
            throw exception;
        });
        Deferred<Object> second = inline().run(() -> {
            throw error;
        });

        assertThatThrownBy(first::await).isSameAs(exception);
        assertThatThrownBy(second::await).isSameAs(error);
    }

    @Test
    void aBlockReturnsAValueAndNotADeferred() {
        Deferred<Object> result = inline().run(() -> Deferred.succeed("value"));

        assertThatThrownBy(result::await)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("return what its await() gives");
    }

    @Test
    void aBlockMayStartAnotherAndWaitForIt() {
        Deferred<String> inner = Deferred.on(reactor);

        Deferred<String> result = inline().run(() -> {
            seen.add("outer");
            Deferred<String> started = inline().run(() -> {
                seen.add("inner");
                return inner.await() + "!";
            });
            seen.add("outer again");
            return started.await() + "!";
        });
        inner.callback("value");

        assertThat(seen).containsExactly("outer", "inner", "outer again");
        assertThat(result.await()).isEqualTo("value!!");
    }

    @Test
    void whoFiresRunsTheWaitingBlockAtOnceEvenIfItIsABlock() {
        Deferred<String> ping = Deferred.on(reactor);
        Deferred<String> pong = Deferred.on(reactor);

        inline().run(() -> seen.add("second " + ping.await()));
        inline().run(() -> {
                    seen.add("first waits");
                    String value = pong.await();
                    ping.callback(value);
                    return seen.add("first " + value);
                })
                .otherwise(failure -> seen.add(failure.toString()));
        pong.callback("value");

        assertThat(seen).containsExactly("first waits", "second value", "first value");
    }

    @Test
    void inlineBlocksAreLimitedAndOneTooManyIsRefused() {
        Inline inline = inline();
        Deferred<String> never = Deferred.on(reactor);
        List<Deferred<String>> accepted = IntStream.range(0, 10)
                .mapToObj(i -> inline.run(() -> new Deferred<String>().await()))
                .toList();

        Deferred<String> refused = inline.run(never::await);
        accepted.get(0).cancel();
        Deferred<String> again = inline.run(() -> "there is room again");

        assertThatThrownBy(refused::await)
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("no room for this block: 10 wait already, and memory may have no more (inlineBlocks)");
        assertThat(again.await()).isEqualTo("there is room again");
        accepted.forEach(block -> block.otherwise(cancelled -> seen.add("cancelled")));
        inline.end();
        assertThat(seen).hasSize(10);
    }

    @Test
    void theMdcGoesAlongOverAWaitAndLeavesTheOthersAlone() {
        made = new Inline(reactor, 10, ContextCarrier.mdc(), reactor::call).on(kind);
        Deferred<String> first = Deferred.on(reactor);
        MDC.put("user", "alice");

        Deferred<String> result = made.run(() -> {
            MDC.put("step", "2");
            return first.await() + MDC.get("user") + MDC.get("step");
        });
        MDC.put("user", "bob");
        first.callback("value of ");
        String after = MDC.get("user") + MDC.get("step");
        MDC.clear();

        assertThat(result.await()).isEqualTo("value of alice2");
        assertThat(after).isEqualTo("bobnull");
    }

    @Test
    void anInterruptOfTheLoopDoesNotDisturbAndStays() {
        Thread.currentThread().interrupt();

        Deferred<Boolean> result = inline().run(() -> reactor.inLoop());
        boolean flag = Thread.interrupted();

        assertThat(result.await()).isTrue();
        assertThat(flag).isTrue();
    }

    @Test
    void whereAContinuationCannotWaitItSaysSoAndCancels() {
        assumeTrue(kind == Inline.Stacks.CONTINUATIONS, "threads can wait everywhere");
        Waiting.FOR.set(Deferred.on(reactor, deferred -> seen.add("cancelled")));

        Deferred<String> result = inline().run(() -> Initialized.VALUE);

        assertThatThrownBy(result::await)
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .hasStackTraceContaining("await() cannot wait here, inside a class initializer");
        assertThat(seen).containsExactly("cancelled");
    }

    private static final class Waiting {
        private static final AtomicReference<Deferred<String>> FOR = new AtomicReference<>();
    }

    private static final class Initialized {
        private static final String VALUE =
                Objects.requireNonNull(Waiting.FOR.get()).await();
    }

    private Inline inline() {
        Inline known = made;
        if (known == null) {
            known = new Inline(reactor, 10, ContextCarrier.none(), reactor::call).on(kind);
            made = known;
        }
        return known;
    }

    private static String waitInAMethod(Deferred<String> deferred) {
        return deferred.await();
    }
}
