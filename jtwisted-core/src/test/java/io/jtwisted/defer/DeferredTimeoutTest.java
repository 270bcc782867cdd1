package io.jtwisted.defer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.loop.Clock;
import io.jtwisted.loop.DelayedCall;
import io.jtwisted.loop.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class DeferredTimeoutTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final HandClock clock = new HandClock();

    @Test
    void whatIsLateFailsWithATimeout() {
        Deferred<String> deferred = new Deferred<>();
        Seen<String> seen = Seen.of(deferred.addTimeout(SECOND, clock));

        clock.advance(SECOND.minusNanos(1));
        boolean early = seen.arrived();
        clock.advance(Duration.ofNanos(1));

        assertThat(early).isFalse();
        assertThat(seen.failure()).isInstanceOf(TimeoutException.class);
    }

    @Test
    void theDelayedCallIsCancelledWhenItFires() {
        Deferred<String> deferred = new Deferred<>();
        Seen<String> seen = Seen.of(deferred.addTimeout(SECOND, clock));

        deferred.callback("in time");

        assertThat(clock.waiting()).isZero();
        assertThat(seen.value()).isEqualTo("in time");
    }

    @Test
    void whatHasFiredBeforeNeedsNoDelayedCall() {
        Seen<String> seen = Seen.of(Deferred.succeed("before").addTimeout(SECOND, clock));

        assertThat(clock.waiting()).isZero();
        assertThat(seen.value()).isEqualTo("before");
    }

    @Test
    void aTimeThatIsUpJustAfterTheResultDoesNotCancelWhatFollows() throws Exception {
        Deferred<String> deferred = new Deferred<>();
        Deferred<String> after = new Deferred<>();
        try (ElsewhereClock elsewhere = new ElsewhereClock()) {
            Seen<String> seen = Seen.of(deferred.addTimeout(SECOND, elsewhere).chainCallback(value -> after));
            elsewhere.loop.settle();

            CountDownLatch free = elsewhere.loop.block(); // so that the call is not taken back in time
            deferred.callback("in time");
            elsewhere.clock.advance(SECOND);
            free.countDown();
            after.callback("long after");

            assertThat(seen.value()).isEqualTo("long after");
        }
    }

    /** A clock on a loop of its own, moved by the test. */
    private static final class ElsewhereClock implements Loop, Clock, AutoCloseable {
        private final HandClock clock = new HandClock();
        private final ThreadLoop loop = new ThreadLoop();

        @Override
        public Duration now() {
            return clock.now();
        }

        @Override
        public DelayedCall callLater(Duration delay, Runnable call) {
            return clock.callLater(delay, call);
        }

        @Override
        public void callFromThread(Runnable call) {
            loop.callFromThread(call);
        }

        @Override
        public boolean inLoop() {
            return loop.inLoop();
        }

        @Override
        public boolean ended() {
            return loop.ended();
        }

        @Override
        public void close() {
            loop.close();
        }
    }

    @Test
    void itCoversOnlyWhatIsBeforeIt() {
        Deferred<String> deferred = new Deferred<>();
        Deferred<String> after = new Deferred<>();
        Seen<String> seen = Seen.of(deferred.addTimeout(SECOND, clock).chainCallback(value -> after));

        deferred.callback("in time");
        clock.advance(SECOND.multipliedBy(9));
        after.callback("long after");

        assertThat(seen.value()).isEqualTo("long after");
    }

    @Test
    void itCoversAnInnerDeferredBeforeIt() {
        Deferred<String> inner = new Deferred<>();
        Seen<String> seen =
                Seen.of(Deferred.succeed(1).chainCallback(value -> inner).addTimeout(SECOND, clock));

        clock.advance(SECOND);

        assertThat(seen.failure()).isInstanceOf(TimeoutException.class);
    }

    @Test
    void anExplicitCancelStaysACancellation() {
        Deferred<String> end = new Deferred<String>().addTimeout(SECOND, clock);

        end.cancel();

        assertThat(Seen.of(end).failure()).isInstanceOf(CancellationException.class);
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void whatTheCancellerGivesPasses() {
        IllegalArgumentException own = new IllegalArgumentException("own");
        Deferred<String> value = new Deferred<>(cancelled -> cancelled.callback("so far"));
        Deferred<String> failure = new Deferred<>(cancelled -> cancelled.errback(own));
        Seen<String> seenValue = Seen.of(value.addTimeout(SECOND, clock));
        Seen<String> seenFailure = Seen.of(failure.addTimeout(SECOND, clock));

        clock.advance(SECOND);

        assertThat(seenValue.value()).isEqualTo("so far");
        assertThat(seenFailure.failure()).isSameAs(own);
    }

    @Test
    void whatToMakeOfATimeoutMayBeSaid() {
        List<Object> told = new ArrayList<>();
        Deferred<String> silent = new Deferred<>();
        Deferred<String> talking = new Deferred<>(cancelled -> cancelled.callback("so far"));
        Seen<String> seenSilent = Seen.of(silent.addTimeout(SECOND, clock, outcome -> "instead of " + outcome));
        Seen<String> seenTalking = Seen.of(talking.addTimeout(SECOND, clock, outcome -> {
            told.add(outcome);
            throw new IllegalStateException("my own");
        }));

        clock.advance(SECOND);

        assertThat(seenSilent.value()).startsWith("instead of Failure").contains("cancelled");
        assertThat(told).containsExactly(new Outcome.Success<>("so far"));
        assertThat(seenTalking.failure()).hasMessage("my own");
    }

    @Test
    void whatToMakeOfATimeoutIsNotAskedWithoutOne() {
        Deferred<String> inTime = new Deferred<>();
        Deferred<String> cancelled = new Deferred<>();
        Seen<String> seen = Seen.of(inTime.addTimeout(SECOND, clock, outcome -> "late"));
        Seen<String> other = Seen.of(cancelled.addTimeout(SECOND, clock, outcome -> "late"));

        inTime.callback("in time");
        cancelled.cancel();

        assertThat(seen.value()).isEqualTo("in time");
        assertThat(other.failure()).isInstanceOf(CancellationException.class);
    }

    @Test
    void aNegativeTimeoutIsRefusedAndSpendsNothing() {
        Deferred<String> deferred = Deferred.succeed("x");

        assertThatThrownBy(() -> deferred.addTimeout(SECOND.negated(), clock))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(Seen.of(deferred).value()).isEqualTo("x");
    }

    @Test
    void withoutAHomeThereIsNoClock() {
        Deferred<String> deferred = new Deferred<>();

        assertThatThrownBy(() -> deferred.addTimeout(SECOND))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("addTimeout(timeout, clock)");
    }
}
