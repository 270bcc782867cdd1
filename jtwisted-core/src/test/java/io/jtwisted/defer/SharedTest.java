package io.jtwisted.defer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class SharedTest {
    private final List<String> asked = new ArrayList<>();
    private final Deferred<String> source = new Deferred<>(cancelled -> asked.add("source"));
    private final Shared<String> shared = Shared.of(source);
    private final IOException trouble = new IOException("trouble");

    @Test
    void everybodyGetsTheValueInTheOrderOfAsking() {
        List<String> told = new ArrayList<>();
        shared.get().tap(value -> told.add("first " + value)).otherwise(cause -> {});
        shared.get().tap(value -> told.add("second " + value)).otherwise(cause -> {});

        source.callback("x");

        assertThat(told).containsExactly("first x", "second x");
    }

    @Test
    void whoAsksLaterGetsItAtOnce() {
        source.callback("x");

        assertThat(Seen.of(shared.get()).value()).isEqualTo("x");
        assertThat(Seen.of(shared.get()).value()).isEqualTo("x");
    }

    @Test
    void everybodyGetsTheFailure() {
        Seen<String> early = Seen.of(shared.get());

        source.errback(trouble);
        Seen<String> late = Seen.of(shared.get());

        assertThat(early.failure()).isSameAs(trouble);
        assertThat(late.failure()).isSameAs(trouble);
    }

    @Test
    void whatOneMakesOfItIsHisOwn() {
        Seen<Integer> length = Seen.of(shared.get().addCallback(String::length));
        Seen<String> itself = Seen.of(shared.get());

        source.callback("four");

        assertThat(length.value()).isEqualTo(4);
        assertThat(itself.value()).isEqualTo("four");
    }

    @Test
    void aCancelGivesUpForOneOnly() {
        Deferred<String> given = shared.get();
        Seen<String> other = Seen.of(shared.get());

        given.cancel();
        source.callback("x");

        assertThat(asked).isEmpty();
        assertThat(Seen.of(given).failure()).isInstanceOf(CancellationException.class);
        assertThat(other.value()).isEqualTo("x");
    }

    @Test
    void afterTheLastHasGivenUpTheWorkGoesOn() {
        shared.get().addErrback(CancellationException.class, cause -> "gone").cancel();

        source.callback("x");

        assertThat(asked).isEmpty();
        assertThat(Seen.of(shared.get()).value()).isEqualTo("x");
    }

    @Test
    void cancellingTheSharedStopsTheWorkForAll() {
        Seen<String> early = Seen.of(shared.get());

        shared.cancel();

        assertThat(asked).containsExactly("source");
        assertThat(early.failure()).isInstanceOf(CancellationException.class);
        assertThat(Seen.of(shared.get()).failure()).isInstanceOf(CancellationException.class);
    }

    @Test
    void theSourceIsSpent() {
        assertThatThrownBy(() -> source.tap(value -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Shared");
    }

    @Test
    void aFailureForWhichNobodyAsksIsReported() throws InterruptedException {
        IOException forgotten = new IOException("nobody asked");
        boolean reported;

        try (Logged log = new Logged()) {
            Shared.of(Deferred.fail(forgotten));
            reported = log.logsAfterCollecting(forgotten);
        }

        assertThat(reported).isTrue();
    }

    @Test
    void aFailureForWhichSomebodyAsksIsHis() throws InterruptedException {
        IOException marker = new IOException("forgotten after it");
        List<Throwable> logged;

        try (Logged log = new Logged()) {
            Shared.of(Deferred.fail(trouble)).get().otherwise(cause -> {});
            Deferred.fail(marker);
            log.logsAfterCollecting(marker);
            logged = log.causes();
        }

        assertThat(logged).contains(marker).doesNotContain(trouble);
    }

    @Test
    void everybodyIsToldAtHome() throws Exception {
        try (ThreadLoop loop = new ThreadLoop();
                ThreadLoop other = new ThreadLoop()) {
            Deferred<String> made = Deferred.on(loop);
            Shared<String> across = Shared.of(made);
            Seen<String> here = Seen.of(across.get());
            Seen<String> there = other.call(() -> Seen.of(across.get()));

            made.callback("x");

            assertThat(here.soon().where()).isSameAs(loop.thread());
            assertThat(there.soon().where()).isSameAs(other.thread());
        }
    }
}
