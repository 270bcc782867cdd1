package io.jtwisted.defer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DebuggingTest {
    private final Logged log = new Logged();
    private final IOException forgotten = new IOException("forgotten");

    @BeforeEach
    void on() {
        Deferred.setDebugging(true);
    }

    @AfterEach
    void off() {
        Deferred.setDebugging(false);
        log.close();
    }

    @Test
    void aReportSaysWhereItWasMadeAndFired() throws InterruptedException {
        forget(made(), forgotten);

        String report = report();

        assertThat(report).contains("made\n\tat " + here("made"), "fired\n\tat " + here("forget"));
    }

    @Test
    void aReportFromTheEndOfAChainDoesSoAsWell() throws InterruptedException {
        forget(madeWithAChain(), forgotten);

        String report = report();

        assertThat(report).contains("made\n\tat " + here("made"), "fired\n\tat " + here("forget"));
    }

    @Test
    void oneWithACancellerKnowsAsWell() throws InterruptedException {
        forget(new Deferred<>(cancelled -> {}), forgotten);

        String report = report();

        assertThat(report)
                .contains("made\n\tat " + here("oneWithACancellerKnowsAsWell"), "fired\n\tat " + here("forget"));
    }

    @Test
    void cancellingIsAsWithoutIt() {
        List<String> asked = new ArrayList<>();
        Deferred<String> plain = new Deferred<>();
        Deferred<String> asking = new Deferred<>(cancelled -> asked.add("once"));
        Seen<String> seen = Seen.of(plain);
        Seen<String> other = Seen.of(asking);

        plain.cancel();
        plain.cancel();
        asking.cancel();
        asking.cancel();
        plain.callback("swallowed");

        assertThat(seen.failure()).isInstanceOf(CancellationException.class);
        assertThat(other.failure()).isInstanceOf(CancellationException.class);
        assertThat(seen.failure().getStackTrace()).isNotEmpty(); // costs time, so only here
        assertThat(asked).containsExactly("once");
        asking.callback("swallowed");
        assertThatThrownBy(() -> plain.callback("late")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> asking.callback("late")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aSecondFireIsNoticedWhereTheCancelLostTheRace() throws Exception {
        int rounds = 20_000;
        List<Deferred<String>> deferreds = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            deferreds.add(new Deferred<>());
        }
        AtomicInteger turn = new AtomicInteger(); // both go to the next one together
        Thread cancels = new Thread(() -> eachInTurn(deferreds, turn, Deferred::cancel));

        cancels.start();
        eachInTurn(deferreds, turn, deferred -> deferred.callback("first"));
        cancels.join();

        for (Deferred<String> deferred : deferreds) {
            if (Seen.of(deferred).succeeded()) {
                assertThatThrownBy(() -> deferred.callback("second"))
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessage("already fired");
            }
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // without a second core the other thread must get this one
    private static void eachInTurn(
            List<Deferred<String>> deferreds, AtomicInteger turn, Consumer<Deferred<String>> action) {
        for (int i = 0; i < deferreds.size(); i++) {
            turn.incrementAndGet();
            for (int looks = 0; turn.get() < 2 * (i + 1); looks++) {
                if (looks > 1_000) {
                    Thread.yield();
                }
            }
            action.accept(deferreds.get(i));
        }
    }

    @Test
    void chainsRunAsWithoutIt() throws Exception {
        Deferred<Integer> outer = new Deferred<>();
        Deferred<Integer> inner = new Deferred<>();
        Seen<Integer> seen = Seen.of(outer.chainCallback(value -> inner).addCallback(value -> value + 1));
        try (ThreadLoop loop = new ThreadLoop()) {
            Deferred<Integer> elsewhere = Deferred.on(loop);
            Seen<Integer> there = Seen.of(elsewhere.addCallback(value -> value + 1));

            outer.callback(1);
            inner.callback(2);
            elsewhere.callback(3);

            assertThat(seen.value()).isEqualTo(3);
            assertThat(there.soon().value()).isEqualTo(4);
            assertThat(there.where()).isSameAs(loop.thread());
        }
    }

    @Test
    void switchedOffAReportSaysNothingOfIt() throws InterruptedException {
        Deferred.setDebugging(false);

        forget(made(), forgotten);

        assertThat(report()).isEqualTo("unhandled error in a Deferred");
    }

    private static Deferred<String> made() {
        return new Deferred<>();
    }

    private static Deferred<String> madeWithAChain() {
        Deferred<String> beginning = made();
        beginning.tap(value -> {}).always(() -> {});
        return beginning;
    }

    private static void forget(Deferred<String> deferred, IOException cause) {
        deferred.errback(cause);
    }

    private String report() throws InterruptedException {
        assertThat(log.logsAfterCollecting(forgotten)).isTrue();
        return Objects.requireNonNull(log.message(forgotten));
    }

    private static String here(String method) {
        return DebuggingTest.class.getName() + "." + method;
    }
}
