package io.jtwisted.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimedCallsTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<String> made = new ArrayList<>();
    private final List<Throwable> thrown = new ArrayList<>();
    private long nanos = Long.MAX_VALUE - 5_000_000_000L; // a monotonic clock may be anywhere, and overflow
    private final TimedCalls calls = new TimedCalls(() -> nanos, thrown::add);

    @Test
    void callsAreMadeInTheOrderOfTheirTimes() {
        add(3, "third");
        add(1, "first");
        add(2, "second");

        pass(10);

        assertThat(made).containsExactly("first", "second", "third");
    }

    @Test
    void ofCallsDueAtTheSameTimeTheOneAskedForFirstComesFirst() {
        for (int i = 0; i < 100; i++) {
            add(1, "call " + i);
        }

        pass(1);

        assertThat(made).hasSize(100).startsWith("call 0", "call 1", "call 2").endsWith("call 99");
        assertThat(made.indexOf("call 50")).isEqualTo(50);
    }

    @Test
    void aCallIsNotMadeBeforeItsTime() {
        add(1, "call");

        advance(SECOND.minusNanos(1));

        assertThat(made).isEmpty();
        assertThat(calls.untilNext()).isOne();
    }

    @Test
    void aCallIsMadeOnce() {
        DelayedCall call = add(1, "call");

        pass(1);
        pass(1);

        assertThat(made).containsExactly("call");
        assertThat(call.active()).isFalse();
        assertThat(calls.size()).isZero();
    }

    @Test
    void aCallWithoutDelayIsNotMadeInside() {
        add(0, "call");

        assertThat(made).isEmpty();
        assertThat(calls.untilNext()).isZero();
        pass(0);
        assertThat(made).containsExactly("call");
    }

    @Test
    void aCallAskedForByACallWaitsForTheNextPass() {
        calls.add(Duration.ZERO, () -> add(0, "later"));
        add(0, "now");

        pass(0);

        assertThat(made).containsExactly("now");
        pass(0);
        assertThat(made).containsExactly("now", "later");
    }

    @Test
    void aCallResetByACallWaitsForTheNextPass() {
        DelayedCall second = calls.add(Duration.ofSeconds(1), () -> made.add("second"));
        calls.add(Duration.ZERO, () -> second.reset(Duration.ZERO));

        pass(0);

        assertThat(made).isEmpty();
        pass(0);
        assertThat(made).containsExactly("second");
    }

    @Test
    void aCallCancelledByAnotherDueInTheSamePassIsNotMade() {
        DelayedCall[] victim = new DelayedCall[1];
        calls.add(SECOND, () -> victim[0].cancel());
        victim[0] = add(1, "victim");
        add(1, "other");

        pass(1);

        assertThat(made).containsExactly("other");
    }

    @Test
    void anExceptionIsReportedAndHurtsNoOther() {
        RuntimeException exception = new RuntimeException("as the test wants");
        AssertionError error = new AssertionError("as the test wants");
        calls.add(Duration.ZERO, () -> {
            throw exception;
        });
        calls.add(Duration.ZERO, () -> {
            throw error;
        });
        add(0, "other");

        pass(0);

        assertThat(thrown).containsExactly(exception, error);
        assertThat(made).containsExactly("other");
    }

    @Test
    void aCancelledCallIsNotMade() {
        DelayedCall call = add(1, "call");

        call.cancel();

        assertThat(call.active()).isFalse();
        assertThat(calls.untilNext()).isEqualTo(-1);
        pass(1);
        assertThat(made).isEmpty();
    }

    @Test
    void aCancelledCallCannotBeTouchedAgain() {
        DelayedCall call = add(1, "call");
        call.cancel();

        assertThatThrownBy(call::cancel)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("cancelled");
        assertThatThrownBy(() -> call.reset(SECOND)).hasMessageContaining("cancelled already");
        assertThatThrownBy(() -> call.delay(SECOND)).hasMessageContaining("cancelled already");
        assertThat(calls.size()).isZero();
    }

    @Test
    void aCallWhichWasMadeCannotBeTouchedAgain() {
        DelayedCall call = add(1, "call");
        pass(1);

        assertThatThrownBy(call::cancel)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("made already");
        assertThatThrownBy(() -> call.reset(SECOND)).hasMessageContaining("made already");
        assertThatThrownBy(() -> call.delay(SECOND)).hasMessageContaining("made already");
    }

    @Test
    void aCallIsNotActiveWhileItIsMade() {
        List<Boolean> active = new ArrayList<>();
        DelayedCall[] call = new DelayedCall[1];
        call[0] = calls.add(Duration.ZERO, () -> active.add(call[0].active()));

        pass(0);

        assertThat(active).containsExactly(false);
    }

    @Test
    void resetCountsFromNow() {
        DelayedCall call = add(2, "call");
        pass(1);

        call.reset(Duration.ofSeconds(5));

        pass(4);
        assertThat(made).isEmpty();
        pass(1);
        assertThat(made).containsExactly("call");
    }

    @Test
    void resetMayBringACallForward() {
        DelayedCall call = add(20, "call");

        call.reset(SECOND);

        assertThat(call.time()).isEqualTo(Duration.ofNanos(nanos + SECOND.toNanos()));
        pass(1);
        assertThat(made).containsExactly("call");
    }

    @Test
    void delayCountsFromTheTimeBefore() {
        DelayedCall call = add(2, "call");
        pass(1);

        call.delay(Duration.ofSeconds(2));

        pass(2);
        assertThat(made).isEmpty();
        pass(1);
        assertThat(made).containsExactly("call");
    }

    @Test
    void aNegativeDelayBringsACallForwardToNowAtMost() {
        DelayedCall call = add(10, "call");
        add(0, "now");

        call.delay(Duration.ofMinutes(-1));

        assertThat(call.time()).isEqualTo(Duration.ofNanos(nanos));
        pass(0);
        assertThat(made).containsExactly("now", "call");
    }

    @Test
    void aNegativeDelayIsRefused() {
        DelayedCall call = add(1, "call");

        assertThatThrownBy(() -> add(-1, "never"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-1S");
        assertThatThrownBy(() -> call.reset(Duration.ofSeconds(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThat(call.active()).isTrue();
        assertThat(calls.size()).isOne();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MAX_VALUE, Long.MAX_VALUE / 1_000_000_000L, 300L * 365 * 24 * 3600})
    void aDelayLongerThanTheClockCanTellComesLast(long seconds) {
        DelayedCall call = calls.add(Duration.ofSeconds(seconds), () -> made.add("never"));
        add(1, "call");

        call.delay(Duration.ofSeconds(seconds));
        pass(1);

        assertThat(made).containsExactly("call");
        assertThat(call.active()).isTrue();
        assertThat(calls.untilNext()).isPositive();
    }

    @Test
    void thousandsOfCancelledCallsLeaveTheOthersInOrder() {
        List<DelayedCall> cancelled = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            DelayedCall call = add(1 + i % 7, "call " + i);
            if (i % 10 != 0) {
                cancelled.add(call);
            }
        }

        cancelled.forEach(DelayedCall::cancel);

        assertThat(calls.size()).isEqualTo(500);
        pass(10);
        assertThat(made).hasSize(500).startsWith("call 0", "call 70", "call 140");
        assertThat(calls.size()).isZero();
    }

    @Test
    void aCallResetThousandsOfTimesIsOneCall() {
        DelayedCall call = add(1, "call");

        for (int i = 0; i < 5_000; i++) {
            call.reset(SECOND);
        }

        assertThat(calls.size()).isOne();
        pass(1);
        assertThat(made).containsExactly("call");
        assertThat(calls.size()).isZero();
    }

    private DelayedCall add(int seconds, String name) {
        return calls.add(Duration.ofSeconds(seconds), () -> made.add(name));
    }

    private void pass(int seconds) {
        advance(Duration.ofSeconds(seconds));
    }

    private void advance(Duration time) {
        nanos += time.toNanos();
        calls.runDue();
    }
}
