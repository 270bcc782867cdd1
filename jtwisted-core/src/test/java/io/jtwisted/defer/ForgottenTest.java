package io.jtwisted.defer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ForgottenTest {
    private final Logged log = new Logged();

    @Test
    void aForgottenFailureIsLoggedOnceItIsCollected() throws InterruptedException {
        IOException forgotten = new IOException("forgotten");

        Deferred.fail(forgotten);

        assertThat(logged(forgotten)).isTrue();
    }

    @Test
    void aFailureAtTheEndOfAChainAtHomeIsLogged() throws Exception {
        IOException forgotten = new IOException("forgotten at home");

        try (ThreadLoop loop = new ThreadLoop()) {
            loop.call(() -> {
                Deferred.<String>fail(forgotten).tap(value -> {});
                return true;
            });
        }

        assertThat(logged(forgotten)).isTrue();
    }

    @Test
    void aHandledFailureIsNotLogged() throws InterruptedException {
        IOException handled = new IOException("handled");
        IOException taken = new IOException("taken by an outer chain");
        IOException forgotten = new IOException("forgotten after them");

        Deferred.fail(handled).otherwise(cause -> {});
        Deferred<String> inner = Deferred.fail(taken);
        Deferred.succeed(1).chainCallback(value -> inner).otherwise(cause -> {});
        Deferred.fail(forgotten);

        assertThat(logged(forgotten)).isTrue();
        assertThat(log.causes()).doesNotContain(handled, taken);
    }

    @Test
    void aFailureWhichPassesALateLinkIsLoggedAtItsNewEnd() throws InterruptedException {
        IOException passed = new IOException("passed on, and forgotten there");

        Deferred.<String>fail(passed).tap(value -> {});

        assertThat(logged(passed)).isTrue();
        assertThat(log.causes()).containsOnlyOnce(passed);
    }

    @Test
    void theFailureOfAnInnerIsReportedOnceAtTheEndOfTheOuter() throws InterruptedException {
        IOException passed = new IOException("of an inner one");
        IOException marker = new IOException("forgotten after it");

        waitForTwo(passed);

        assertThat(log.logsAfterCollecting(passed)).isTrue();
        Deferred.fail(marker);
        assertThat(logged(marker)).isTrue();
        assertThat(log.causes()).containsOnlyOnce(passed);
    }

    private static void waitForTwo(IOException cause) {
        Deferred<String> inner = new Deferred<>();
        Deferred.succeed(1).chainCallback(value -> inner).chainCallback(value -> Deferred.succeed("never"));
        Deferred<String> failed = Deferred.fail(cause);
        failed.chainDeferred(inner);
    }

    @Test
    void whatOtherwiseThrowsIsLoggedAtOnce() {
        IllegalStateException thrown = new IllegalStateException("thrown by otherwise");

        Deferred.fail(new IOException("x")).otherwise(cause -> {
            throw thrown;
        });

        try (log) {
            assertThat(log.causes()).contains(thrown);
        }
    }

    private boolean logged(Throwable cause) throws InterruptedException {
        try (log) {
            return log.logsAfterCollecting(cause);
        }
    }
}
