package io.jtwisted.defer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.jtwisted.loop.LoopThread;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class DeferredAwaitTest {

    @Test
    void itReturnsTheValueOfAnotherThread() throws Exception {
        try (ThreadLoop loop = new ThreadLoop()) {
            Deferred<String> deferred = Deferred.on(loop);
            loop.callFromThread(() -> deferred.callback("from the loop"));

            assertThat(deferred.addCallback(value -> value + "!").await()).isEqualTo("from the loop!");
        }
    }

    @Test
    void aResultWhichIsThereNeedsNobodysTurn() throws Exception {
        try (ThreadLoop loop = new ThreadLoop()) {
            Deferred<String> deferred = Deferred.on(loop);
            deferred.callback("from home");
            loop.settle();
            CountDownLatch free = loop.block();

            String value = deferred.await();
            free.countDown();

            assertThat(value).isEqualTo("from home");
        }
    }

    @Test
    void aResultWhichWasThereIsSpent() {
        Deferred<String> deferred = Deferred.succeed("x");
        deferred.await();

        assertThatThrownBy(deferred::await)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("spent");
        assertThatThrownBy(deferred::fired)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("spent");
    }

    @Test
    void aFailureKeepsItsTypeEvenIfItIsChecked() {
        IOException trouble = new IOException("trouble");
        Deferred<String> failed = Deferred.fail(trouble);

        assertThatThrownBy(failed::await).isSameAs(trouble);
    }

    @Test
    void onALoopItIsRefusedAndSpendsNothing() throws Exception {
        try (ThreadLoop loop = new ThreadLoop()) {
            Deferred<String> deferred = Deferred.succeed("x");

            LoopThread.runAs(
                    loop,
                    () -> assertThatThrownBy(deferred::await)
                            .isInstanceOf(IllegalStateException.class)
                            .hasMessageContaining("wait for itself"));

            assertThat(deferred.await()).isEqualTo("x");
        }
    }

    @Test
    void anInterruptCancelsTheDeferredAndStaysVisible() {
        Deferred<String> deferred = new Deferred<>();
        Thread.currentThread().interrupt();

        Throwable thrown = catchThrowable(deferred::await);
        boolean flag = Thread.interrupted();
        deferred.callback("late");

        assertThat(thrown).isInstanceOf(CancellationException.class).hasMessageContaining("interrupted");
        assertThat(flag).isTrue();
        assertThatThrownBy(() -> deferred.callback("later")).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aHomeWhichEndsLetsTheWaiterGo() throws Exception {
        ThreadLoop loop = new ThreadLoop();
        Deferred<String> deferred = Deferred.on(loop);
        loop.stop();

        assertThatThrownBy(deferred::await)
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("stopped");
    }

    @Test
    void theHomeOfAnInnerDeferredWhichEndsLetsTheWaiterGo() throws Exception {
        ThreadLoop loop = new ThreadLoop();
        Deferred<String> inner = Deferred.on(loop);
        Deferred<String> outer = Deferred.succeed(1).chainCallback(value -> inner);
        loop.stop();

        assertThatThrownBy(outer::await).isInstanceOf(CancellationException.class);
    }

    @Test
    void whatFiresAfterTheEndOfItsHomeArrives() throws Exception {
        ThreadLoop loop = new ThreadLoop();
        Deferred<String> deferred = Deferred.on(loop);
        CountDownLatch free = loop.block();
        deferred.callback("waits at home");
        loop.stop();
        free.countDown();

        assertThat(deferred.await()).isEqualTo("waits at home");
    }
}
