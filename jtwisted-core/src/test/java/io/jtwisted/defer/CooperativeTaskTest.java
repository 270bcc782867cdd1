package io.jtwisted.defer;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

class CooperativeTaskTest {
    private final HandClock clock = new HandClock();
    private final Cooperator cooperator = Cooperator.of(clock);
    private final List<Integer> steps = new ArrayList<>();
    private final Counter counter = new Counter();
    private final CooperativeTask<Counter> task = cooperator.cooperate(counter);

    @Test
    void aPauseLasts() {
        task.pause();
        assertThat(clock.waiting()).isZero();
        clock.advance(ZERO);
        assertThat(steps).isEmpty();

        task.resume();
        clock.advance(ZERO);
        assertThat(steps).containsExactly(1, 2, 3);
    }

    @Test
    void asManyPausesAsManyResumes() {
        task.pause();
        task.pause();

        task.resume();
        clock.advance(ZERO);
        assertThat(steps).isEmpty();

        task.resume();
        clock.advance(ZERO);
        assertThat(steps).hasSize(3);
    }

    @Test
    void aTaskMayPauseItself() {
        counter.atTwo = task::pause;

        clock.advance(ZERO);
        assertThat(steps).containsExactly(1, 2);

        task.resume();
        clock.advance(ZERO);
        assertThat(steps).containsExactly(1, 2, 3);
    }

    @Test
    void aTaskWhichDoesNotPauseCannotBeResumed() {
        assertThatIllegalStateException().isThrownBy(task::resume).withMessageContaining("does not pause");

        task.pause();
        task.resume();
        assertThatIllegalStateException().isThrownBy(task::resume);
    }

    @Test
    void aTaskWhichWaitsCannotBeResumedEither() {
        counter.result = new Deferred<>();
        clock.advance(ZERO);

        assertThatIllegalStateException().isThrownBy(task::resume);

        assertThat(steps).containsExactly(1);
    }

    @Test
    void aPauseOutlastsTheDeferredWhichIsWaitedFor() {
        Deferred<String> result = new Deferred<>();
        counter.result = result;
        clock.advance(ZERO);
        task.pause();

        result.callback("done");
        clock.advance(ZERO);
        assertThat(steps).containsExactly(1);

        task.resume();
        clock.advance(ZERO);
        assertThat(steps).containsExactly(1, 2, 3);
    }

    @Test
    void aDeferredOutlastsAPause() {
        Deferred<String> result = new Deferred<>();
        counter.result = result;
        clock.advance(ZERO);

        task.pause();
        task.resume();
        clock.advance(ZERO);
        assertThat(steps).containsExactly(1);

        result.callback("done");
        clock.advance(ZERO);
        assertThat(steps).containsExactly(1, 2, 3);
    }

    @Test
    void everyoneWhoAsksIsTold() {
        Deferred<Counter> one = task.whenDone();
        Deferred<Counter> other = task.whenDone();

        clock.advance(ZERO);

        assertThat(one).succeededWith(counter);
        assertThat(other).succeededWith(counter);
        assertThat(task.whenDone()).succeededWith(counter);
    }

    @Test
    void whoCancelsHisQuestionDoesNotStopTheTask() {
        Deferred<Counter> one = task.whenDone();
        Deferred<Counter> other = task.whenDone();

        one.cancel();
        clock.advance(ZERO);

        assertThat(one).failedWith(CancellationException.class);
        assertThat(other).succeededWith(counter);
    }

    @Test
    void everyoneIsToldOfTheFailure() {
        counter.atTwo = () -> {
            throw new IllegalArgumentException("two");
        };
        Deferred<Counter> one = task.whenDone();
        Deferred<Counter> other = task.whenDone();

        clock.advance(ZERO);

        assertThat(one).failedWith(IllegalArgumentException.class);
        assertThat(other).failedWith(IllegalArgumentException.class);
        assertThat(task.whenDone()).failedWith(IllegalArgumentException.class);
    }

    @Test
    void whoAsksAfterTheFailureIsToldTwiceIfHeWants() {
        counter.atTwo = () -> {
            throw new IllegalArgumentException("two");
        };

        clock.advance(ZERO);

        assertThat(task.whenDone()).failedWith(IllegalArgumentException.class);
        assertThat(task.whenDone()).failedWith(IllegalArgumentException.class);
    }

    @Test
    void aFailureOfWhichNobodyAskedIsLogged() throws InterruptedException {
        IllegalArgumentException failure = new IllegalArgumentException("two");
        try (Logged logged = new Logged()) {
            cooperator.cooperate(List.of(Deferred.fail(failure)).iterator());

            clock.advance(ZERO);

            assertThat(logged.logsAfterCollecting(failure)).isTrue();
        }
    }

    @Test
    void aStoppedTaskMakesNoStep() {
        Deferred<Counter> done = task.whenDone();

        task.stop();
        clock.advance(ZERO);

        assertThat(done).failedWith(CancellationException.class).hasMessage("this task was stopped");
        assertThat(task.whenDone()).failedWith(CancellationException.class);
        assertThat(steps).isEmpty();
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void aTaskMayStopItself() {
        counter.atTwo = task::stop;
        Deferred<Counter> done = task.whenDone();

        clock.advance(ZERO);

        assertThat(done).failedWith(CancellationException.class);
        assertThat(steps).containsExactly(1, 2);
    }

    @Test
    void aStoppedTaskMayBeResumedFromItsPause() {
        task.pause();
        task.stop();

        task.resume();
        clock.advance(ZERO);

        assertThat(steps).isEmpty();
        assertThat(task.whenDone()).failedWith(CancellationException.class);
    }

    @Test
    void whatAStoppedTaskWaitedForChangesNothing() {
        Deferred<String> result = new Deferred<>();
        counter.result = result;
        clock.advance(ZERO);
        task.stop();

        result.callback("too late");
        clock.advance(ZERO);

        assertThat(steps).containsExactly(1);
    }

    @Test
    void whatAStoppedTaskWaitedForMayFailAndIsLogged() {
        Deferred<String> result = new Deferred<>();
        counter.result = result;
        clock.advance(ZERO);
        task.stop();
        IOException late = new IOException("too late");

        try (Logged logged = new Logged()) {
            result.errback(late);

            assertThat(logged.causes()).contains(late);
        }
    }

    @Test
    void aPausedTaskIsStoppedWithItsCooperatorWhenItGoesOn() {
        task.pause();
        cooperator.stop();
        Deferred<Counter> done = task.whenDone();
        assertThat(done).isPending();

        task.resume();

        assertThat(done).failedWith(CancellationException.class).hasMessageContaining("cooperator");
    }

    @Test
    void aTaskWhichIsDoneSaysSo() {
        clock.advance(ZERO);

        assertThatIllegalStateException().isThrownBy(task::pause).withMessage("this task is done");
        assertThatIllegalStateException().isThrownBy(task::stop).withMessage("this task is done");
    }

    @Test
    void aTaskWhichHasFailedSaysSo() {
        counter.result = Deferred.fail(new IOException("disk full"));
        task.whenDone().otherwise(e -> {});
        clock.advance(ZERO);

        assertThatIllegalStateException()
                .isThrownBy(task::pause)
                .withMessage("this task has failed")
                .withCauseInstanceOf(IOException.class);
        assertThatIllegalStateException().isThrownBy(task::stop).withMessage("this task has failed");
    }

    @Test
    void aTaskWhichWasStoppedSaysSo() {
        task.stop();

        assertThatIllegalStateException().isThrownBy(task::pause).withMessage("this task was stopped");
        assertThatIllegalStateException().isThrownBy(task::stop).withMessage("this task was stopped");
    }

    /** Counts to three; the first step gives a result which may have to be waited for. */
    private final class Counter implements Iterator<Object> {
        private Object result = "one";
        private Runnable atTwo = () -> {};

        @Override
        public boolean hasNext() {
            return steps.size() < 3;
        }

        @Override
        public Object next() {
            steps.add(steps.size() + 1);
            if (steps.size() == 2) {
                atTwo.run();
            }
            return steps.size() == 1 ? result : steps.size();
        }
    }
}
