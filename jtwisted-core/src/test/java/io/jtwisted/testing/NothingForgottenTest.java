package io.jtwisted.testing;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.Witness;
import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Protocol;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class NothingForgottenTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final IOException trouble = new IOException("trouble");

    @Test
    void whatAProtocolForgetsFailsTheTest() {
        reactor.dial(() -> new Protocol() {
                    @Override
                    public void dataReceived(Bytes data) {
                        reactor().deferToThread(() -> {
                            throw trouble;
                        });
                    }
                })
                .sends("x");

        assertThatThrownBy(NothingForgotten::check)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("trouble")
                .hasSuppressedException(trouble);
    }

    @Test
    void whatTheTestItselfForgetsFailsTheTest() {
        Deferred<String> forgotten = Deferred.on(reactor);

        forgotten.errback(trouble);

        assertThatThrownBy(NothingForgotten::check).hasSuppressedException(trouble);
    }

    @Test
    void whatOtherwiseThrowsFailsTheTest() {
        Deferred<String> ended = Deferred.on(reactor);
        ended.otherwise(cause -> {
            throw trouble;
        });

        ended.errback(new IOException("handled"));

        assertThatThrownBy(NothingForgotten::check).hasSuppressedException(trouble);
    }

    @Test
    void whatIsHandledOrLookedAtIsFine() {
        Deferred<String> handled = Deferred.on(reactor);
        Deferred<String> lookedAt = Deferred.on(reactor);
        handled.otherwise(cause -> {});

        handled.errback(trouble);
        lookedAt.errback(trouble);
        assertThat(lookedAt).failedWith(IOException.class);

        assertThat(reactor.forgotten()).isEmpty();
        assertThatCode(NothingForgotten::check).doesNotThrowAnyException();
    }

    @Test
    void whatWaitsIsForgottenUntilSomebodyHandlesIt() {
        Deferred<String> waits = Deferred.on(reactor);
        waits.errback(trouble);

        assertThat(reactor.forgotten()).containsExactly(trouble);
        waits.otherwise(cause -> {});

        assertThat(reactor.forgotten()).isEmpty();
    }

    @Test
    void whatIsForgottenOnPurposeCanBeTaken() {
        Deferred<String> waits = Deferred.on(reactor);
        waits.errback(trouble);

        assertThat(reactor.takeForgotten()).containsExactly(trouble);

        assertThat(reactor.forgotten()).isEmpty();
        assertThatCode(NothingForgotten::check).doesNotThrowAnyException();
    }

    @Test
    void whatTheStopLeavesIsForgottenToo() {
        Deferred<Echo> connecting = reactor.connect("tcp:example.org:80", new Echo());

        reactor.stop();

        assertThat(reactor.takeForgotten()).extracting(Throwable::getMessage).containsExactly("memory has stopped");
        assertThat(connecting).failedWith(IllegalStateException.class);
    }

    @Test
    void reactorsOfOtherThreadsAreNotOurs() throws InterruptedException {
        Thread other = new Thread(() -> Deferred.on(new MemoryReactor()).errback(trouble));
        other.start();
        other.join();

        assertThatCode(NothingForgotten::check).doesNotThrowAnyException();
    }

    @Test
    void listenersHearAndTheFigureGrowsWhenItIsReported() {
        Witness witness = new Witness();
        reactor.addListener(witness);
        Deferred<String> ended = Deferred.on(reactor);
        ended.otherwise(cause -> {
            throw trouble;
        });

        ended.errback(new IOException("handled"));

        assertThat(witness.news()).containsExactly("unhandled trouble");
        assertThat(reactor.statistics().unhandled()).isEqualTo(1);
        reactor.takeForgotten();
    }
}
