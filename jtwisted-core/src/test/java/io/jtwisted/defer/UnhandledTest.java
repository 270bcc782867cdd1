package io.jtwisted.defer;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.loop.LoopThread;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UnhandledTest {
    private final List<Throwable> told = new ArrayList<>();
    private final TurningHome home = new TurningHome();
    private final Logged log = new Logged();
    private final IOException trouble = new IOException("trouble");

    @AfterEach
    void leaveNothingToOthers() {
        home.account.take();
        log.close();
    }

    @Test
    void whatIsHandledWithinItsTurnIsNeverWatched() {
        home.turn(() -> {
            Deferred<String> failed = Deferred.fail(trouble);
            failed.otherwise(cause -> {});
        });

        assertThat(home.account.waiting()).isEmpty();
    }

    @Test
    void aTurnIsLookedThroughOnceHoweverManyFail() {
        home.turn(() -> {
            for (int i = 0; i < 10_000; i++) {
                Deferred.fail(trouble).otherwise(cause -> {});
            }
        });

        assertThat(home.queued).isEqualTo(1);
        assertThat(home.account.waiting()).isEmpty();
    }

    @Test
    void whatNobodyHandledInItsTurnWaits() {
        home.turn(() -> Deferred.fail(trouble));

        assertThat(home.account.waiting()).containsExactly(trouble);
        assertThat(home.account.reported()).isZero();
        assertThat(log.causes()).isEmpty();
    }

    @Test
    void manyOfATurnWaitAndNoneIsLost() {
        List<Deferred<String>> kept = new ArrayList<>();
        home.turn(() -> {
            for (int i = 0; i < 5_000; i++) {
                kept.add(Deferred.fail(trouble));
            }
        });

        assertThat(home.account.waiting()).hasSize(5_000);
        assertThat(kept).hasSize(5_000);
    }

    @Test
    void whatIsHandledLaterWaitsNoMore() {
        List<Deferred<String>> kept = new ArrayList<>();
        home.turn(() -> kept.add(Deferred.fail(trouble)));

        home.turn(() -> kept.get(0).otherwise(cause -> {}));
        home.account.stopped();

        assertThat(home.account.waiting()).isEmpty();
        assertThat(home.account.reported()).isZero();
        assertThat(log.causes()).isEmpty();
    }

    @Test
    void whatPassesALaterLinkWaitsAtItsNewEndOnly() {
        List<Deferred<String>> kept = new ArrayList<>();
        home.turn(() -> kept.add(Deferred.fail(trouble)));

        home.turn(() -> kept.add(kept.get(0).tap(value -> {})));

        assertThat(home.account.waiting()).containsExactly(trouble);
    }

    @Test
    void whenTheLoopHasStoppedItIsReportedOnce() throws InterruptedException {
        IOException marker = new IOException("forgotten after it");
        List<Deferred<String>> kept = new ArrayList<>();
        home.turn(() -> kept.add(Deferred.fail(trouble)));

        home.account.stopped();
        home.account.stopped();
        kept.clear();
        Deferred.fail(marker);
        log.logsAfterCollecting(marker);

        assertThat(log.causes()).containsOnlyOnce(trouble);
        assertThat(log.message(trouble)).isEqualTo("unhandled error in a Deferred when turning stopped");
        assertThat(told).containsExactly(trouble);
        assertThat(home.account.reported()).isEqualTo(1);
    }

    @Test
    void whatIsCollectedIsReportedAndTold() throws InterruptedException {
        home.turn(() -> Deferred.fail(trouble));

        boolean reported = log.logsAfterCollecting(trouble);

        assertThat(reported).isTrue();
        assertThat(home.account.waiting()).isEmpty();
        assertThat(home.account.reported()).isEqualTo(1);
    }

    @Test
    void whatIsTakenIsNotReported() {
        List<Deferred<String>> kept = new ArrayList<>();
        home.turn(() -> kept.add(Deferred.fail(trouble)));

        List<Throwable> taken = home.account.take();
        home.account.stopped();

        assertThat(taken).containsExactly(trouble);
        assertThat(kept).hasSize(1);
        assertThat(log.causes()).isEmpty();
    }

    @Test
    void whatOtherwiseThrowsIsToldAtOnce() {
        home.turn(() -> Deferred.fail(new IOException("handled")).otherwise(cause -> {
            throw trouble;
        }));

        assertThat(told).containsExactly(trouble);
        assertThat(home.account.reported()).isEqualTo(1);
    }

    @Test
    void whatACancellerThrowsIsToldAtOnce() {
        IllegalStateException broken = new IllegalStateException("broken canceller");
        home.turn(() -> {
            Deferred<String> deferred = new Deferred<>(cancelled -> {
                throw broken;
            });
            deferred.otherwise(cause -> {});
            deferred.cancel();
        });

        assertThat(told).containsExactly(broken);
    }

    @Test
    void afterTheEndOfTheLoopItIsWatchedAtOnce() {
        home.ended = true;

        Deferred<String> failed = Deferred.on(home);
        failed.errback(trouble);

        assertThat(home.account.waiting()).containsExactly(trouble);
        failed.otherwise(cause -> {});
        assertThat(home.account.waiting()).isEmpty();
    }

    /** A loop which does what it has to in turns, on the thread of the test. */
    private final class TurningHome implements Home {
        private final Unhandled account = new Unhandled(this, told::add);
        private final Queue<Runnable> calls = new ArrayDeque<>();
        private int queued;
        private boolean inTurn;
        private boolean ended;

        void turn(Runnable work) {
            queued = 0;
            inTurn = true;
            LoopThread.runAs(this, work);
            for (Runnable call; (call = calls.poll()) != null; ) {
                LoopThread.runAs(this, call);
            }
            inTurn = false;
        }

        @Override
        public Unhandled unhandled() {
            return account;
        }

        @Override
        public void callFromThread(Runnable call) {
            queued++;
            calls.add(call);
        }

        @Override
        public boolean inLoop() {
            return inTurn;
        }

        @Override
        public boolean ended() {
            return ended;
        }

        @Override
        public String toString() {
            return "turning";
        }
    }
}
