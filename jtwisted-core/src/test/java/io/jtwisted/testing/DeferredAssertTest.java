package io.jtwisted.testing;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.defer.Deferred;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class DeferredAssertTest {

    @Test
    void whatIsSoPasses() {
        Deferred<String> later = new Deferred<>();

        assertThat(later).isPending().isPending();
        later.callback("now");
        assertThat(later).succeeded().isEqualTo("now");
        assertThat(Deferred.succeed("now")).succeededWith("now");
        assertThat(Deferred.fail(new IOException("no")))
                .failedWith(IOException.class)
                .hasMessage("no");
    }

    @Test
    void aPendingOneHasNeitherSucceededNorFailed() {
        Deferred<String> pending = new Deferred<>();

        assertThatThrownBy(() -> assertThat(pending).succeeded()).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> assertThat(pending).failedWith(IOException.class))
                .hasMessageContaining("none yet");
        assertThat(pending).isPending();
    }

    @Test
    void oneWithAResultIsNotPending() {
        assertThatThrownBy(() -> assertThat(Deferred.succeed(1)).isPending())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Success[value=1]");
    }

    @Test
    void aFailureIsNoSuccessAndIsShown() {
        IOException cause = new IOException("no");

        assertThatThrownBy(() -> assertThat(Deferred.fail(cause)).succeeded())
                .isInstanceOf(AssertionError.class)
                .hasSuppressedException(cause);
    }

    @Test
    void aSuccessOrAnotherFailureIsNotTheFailure() {
        assertThatThrownBy(() -> assertThat(Deferred.succeed(1)).failedWith(IOException.class))
                .isInstanceOf(AssertionError.class);
        assertThatThrownBy(() ->
                        assertThat(Deferred.fail(new IllegalStateException())).failedWith(IOException.class))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void anotherValueIsNotTheValue() {
        assertThatThrownBy(() -> assertThat(Deferred.succeed(1)).succeededWith(2))
                .isInstanceOf(AssertionError.class);
    }

    @Test
    void aSpentLinkSaysNothing() {
        Deferred<String> spent = new Deferred<>();
        spent.otherwise(e -> {});

        assertThatThrownBy(() -> assertThat(spent).isPending())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("spent");
    }
}
