package io.jtwisted.testing;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.defer.Deferred;
import io.jtwisted.loop.DelayedCall;
import io.jtwisted.loop.Loop;
import io.jtwisted.loop.LoopThread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Time, turns and threads. */
class MemoryReactorTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final MemoryReactor reactor = new MemoryReactor();
    private final List<String> calls = new ArrayList<>();

    @Test
    void timedCallsAreMadeInTheOrderOfTheirTimesAndThenOfAsking() {
        reactor.callLater(SECOND.multipliedBy(2), () -> calls.add("late"));
        reactor.callLater(SECOND, () -> calls.add("first"));
        reactor.callLater(SECOND, () -> calls.add("second"));

        reactor.advance(SECOND.minusNanos(1));
        assertThat(calls).isEmpty();

        reactor.advance(SECOND.plusNanos(1));
        assertThat(calls).containsExactly("first", "second", "late");
    }

    @Test
    void callsWhichCallsAskForAreMadeIfTheyAreDue() {
        List<Duration> times = new ArrayList<>();
        reactor.callLater(SECOND, () -> reactor.callLater(SECOND, () -> times.add(reactor.now())));

        reactor.advance(SECOND.multipliedBy(5));

        assertThat(times).containsExactly(SECOND.multipliedBy(2));
        assertThat(reactor.now()).isEqualTo(SECOND.multipliedBy(5));
    }

    @Test
    void aCallIsNeverMadeInsideTheAsking() {
        reactor.callLater(Duration.ZERO, () -> calls.add("call"));
        calls.add("asked");

        reactor.advance(Duration.ZERO);

        assertThat(calls).containsExactly("asked", "call");
    }

    @Test
    void aDelayedCallCanBeMovedAndCancelled() {
        DelayedCall moved = reactor.callLater(SECOND, () -> calls.add("moved"));
        DelayedCall cancelled = reactor.callLater(SECOND, () -> calls.add("cancelled"));

        moved.reset(SECOND.multipliedBy(3));
        moved.delay(SECOND.negated());
        cancelled.cancel();

        assertThat(moved.time()).isEqualTo(SECOND.multipliedBy(2));
        assertThat(cancelled.active()).isFalse();
        assertThatThrownBy(cancelled::cancel).isInstanceOf(IllegalStateException.class);
        reactor.advance(SECOND.multipliedBy(2));
        assertThat(calls).containsExactly("moved");
        assertThatThrownBy(() -> moved.reset(SECOND)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void timeDoesNotRunBackwards() {
        assertThatThrownBy(() -> reactor.callLater(SECOND.negated(), () -> {}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> reactor.advance(SECOND.negated())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aCallWhichAsksForItselfStarvesNobodyAndDoesNotHang() {
        reactor.callFromThread(this::again);
        reactor.callFromThread(() -> calls.add("other"));

        assertThatThrownBy(() -> reactor.advance(Duration.ZERO))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("again and again");
        assertThat(calls).startsWith("again", "other", "again");
    }

    @Test
    void whatACallThrowsIsKeptAndHurtsNoOther() {
        IllegalStateException queued = new IllegalStateException("queued");
        IllegalStateException timed = new IllegalStateException("timed");
        reactor.callFromThread(() -> {
            throw queued;
        });
        reactor.callFromThread(() -> calls.add("next"));
        reactor.callLater(SECOND, () -> {
            throw timed;
        });

        reactor.advance(SECOND);

        assertThat(reactor.failures()).containsExactly(queued, timed);
        assertThat(calls).containsExactly("next");
    }

    @Test
    void theThreadOfTheTestIsOnTheLoopAndOthersHop() throws InterruptedException {
        List<Boolean> inLoop = new ArrayList<>();
        Thread other = new Thread(() -> {
            inLoop.add(reactor.inLoop());
            reactor.callFromThread(() -> inLoop.add(reactor.inLoop()));
            assertThatThrownBy(() -> reactor.callLater(SECOND, () -> {})).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> reactor.advance(SECOND)).hasMessageContaining("belongs to the thread");
        });
        other.start();
        other.join();

        reactor.advance(Duration.ZERO);

        assertThat(reactor.inLoop()).isTrue();
        assertThat(inLoop).containsExactly(false, true);
    }

    @Test
    void aCallHasItsResultWhenItReturns() {
        Deferred<Loop> current = reactor.call(() -> Loop.current());

        assertThat(current).succeededWith(reactor);
    }

    @Test
    void theThreadOfTheTestIsTheLoopsThreadBetweenTurns() {
        Deferred<String> made = new Deferred<>();
        List<Boolean> inTurn = new ArrayList<>();

        Deferred<String> late = made.tap(value -> inTurn.add(reactor.inTurn())).addTimeout(SECOND);
        reactor.advance(SECOND);

        assertThat(Loop.current()).isSameAs(reactor);
        assertThat(reactor.inLoop()).isTrue();
        assertThat(reactor.inTurn()).isFalse();
        assertThat(late).failedWith(TimeoutException.class);
        Deferred<String> fired = new Deferred<>();
        fired.tap(value -> inTurn.add(reactor.inTurn())).otherwise(failure -> {});
        fired.callback("by the test, and its steps run in a turn");
        assertThat(inTurn).containsExactly(true);
    }

    @Test
    void whatATestMakesComesHomeFromOtherThreads() throws InterruptedException {
        Deferred<String> made = new Deferred<>();
        List<Thread> threads = new ArrayList<>();
        made.tap(value -> threads.add(Thread.currentThread())).otherwise(failure -> {});

        Thread other = new Thread(() -> made.callback("done"));
        other.start();
        other.join();
        assertThat(threads).isEmpty();
        reactor.advance(Duration.ZERO);

        assertThat(threads).containsExactly(Thread.currentThread());
    }

    @Test
    void theReactorUsedLastIsTheCurrentOne() {
        MemoryReactor second = new MemoryReactor();
        assertThat(Loop.current()).isSameAs(second);

        reactor.advance(Duration.ZERO);

        assertThat(Loop.current()).isSameAs(reactor);
        assertThat(second.inLoop()).isTrue();
    }

    @Test
    void twoReactorsOfOneTestAreTwoLoops() {
        MemoryReactor second = new MemoryReactor();
        List<Object> seen = new ArrayList<>();

        Deferred<String> answer = reactor.call(() -> {
            seen.add(second.inLoop());
            assertThatThrownBy(() -> second.callLater(SECOND, () -> {})).isInstanceOf(IllegalStateException.class);
            return second.call(() -> {
                        seen.add(Loop.current());
                        seen.add(reactor.inLoop());
                        return "answer";
                    })
                    .tap(value -> seen.add(Loop.current()));
        });

        assertThat(answer).succeededWith("answer");
        assertThat(seen).containsExactly(false, second, false, second);
    }

    @Test
    void aReactorThatHasStoppedIsNotCurrent() {
        reactor.stop().otherwise(failure -> {});

        assertThat(Loop.current()).isNull();
    }

    @Test
    void theThreadOfATestMayWaitForOthers() {
        Deferred<String> elsewhere = deferredWithoutAHome();
        Thread other = new Thread(() -> elsewhere.callback("done"));
        other.start();

        assertThat(elsewhere.await()).isEqualTo("done");
    }

    private static Deferred<String> deferredWithoutAHome() {
        List<Deferred<String>> made = new ArrayList<>();
        LoopThread.runAs(null, () -> made.add(new Deferred<>()));
        return made.get(0);
    }

    @Test
    void whoAwaitsWhatOnlyTheTestCouldBringAboutIsTold() {
        Deferred<String> pending = Deferred.on(reactor);
        Deferred<String> there = reactor.call(() -> "there");

        assertThatThrownBy(pending::await).isInstanceOf(IllegalStateException.class);
        assertThat(there.await()).isEqualTo("there");
    }

    @Test
    void aDeferredMadeInACallHasTheReactorsClock() {
        Deferred<String> never = reactor.call(() -> new Deferred<String>().addTimeout(SECOND));
        assertThat(never).isPending();

        reactor.advance(SECOND);

        assertThat(never).failedWith(TimeoutException.class);
    }

    @Test
    void workForAThreadIsDoneHereButNotOnTheLoop() {
        Deferred<Boolean> inLoop = reactor.deferToThread(reactor::inLoop);
        Deferred<Loop> current = reactor.deferToThread(Loop::current);
        Deferred<String> failed = reactor.deferToThread(() -> {
            throw new IllegalStateException("no luck");
        });

        assertThat(inLoop).succeededWith(false);
        assertThat(current).succeeded().isNull();
        assertThat(failed).failedWith(IllegalStateException.class).hasMessage("no luck");
    }

    @Test
    void workForAThreadIsNotDoneInsideTheAsking() {
        Deferred<String> result = reactor.call(() -> {
            Deferred<String> work = reactor.deferToThread(() -> {
                calls.add("work");
                return "done";
            });
            calls.add("asked");
            return work;
        });

        assertThat(result).succeededWith("done");
        assertThat(calls).containsExactly("asked", "work");
    }

    @Test
    void onlyTheTestMovesTheClock() {
        assertThat(reactor.call(() -> reactor.advance(SECOND))).failedWith(IllegalStateException.class);
    }

    private void again() {
        calls.add("again");
        reactor.callFromThread(this::again);
    }
}
