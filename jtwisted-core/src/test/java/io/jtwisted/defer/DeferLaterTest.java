package io.jtwisted.defer;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jtwisted.testing.MemoryReactor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeferLaterTest {
    private final HandClock clock = new HandClock();
    private final List<String> calls = new ArrayList<>();

    @Test
    void theCallIsMadeInTimeAndItsValueIsTheResult() {
        Deferred<String> result = Deferred.deferLater(clock, ofSeconds(1), () -> "now");

        clock.advance(ofMillis(999));
        assertThat(result).isPending();

        clock.advance(ofMillis(1));
        assertThat(result).succeededWith("now");
    }

    @Test
    void whatTheCallThrowsIsTheFailure() {
        Deferred<String> result = Deferred.deferLater(clock, ofSeconds(1), () -> read("nothing"));

        clock.advance(ofSeconds(1));

        assertThat(result).failedWith(IOException.class).hasMessage("nothing");
    }

    @Test
    void theCallIsOptional() {
        Deferred<@Nullable Void> result = Deferred.deferLater(clock, ofSeconds(1));

        clock.advance(ofSeconds(1));

        assertThat(result).succeeded().isNull();
    }

    @Test
    void theResultMayComeLater() {
        Deferred<String> inner = new Deferred<>();
        Deferred<String> result = Deferred.deferLater(clock, ofSeconds(1), () -> inner);

        clock.advance(ofSeconds(1));
        assertThat(result).isPending();

        inner.callback("at last");
        assertThat(result).succeededWith("at last");
    }

    @Test
    void cancellingTakesTheCallBack() {
        Deferred<Boolean> result = Deferred.deferLater(clock, ofSeconds(1), () -> calls.add("made"));

        result.cancel();
        clock.advance(ofSeconds(2));

        assertThat(result).failedWith(CancellationException.class);
        assertThat(calls).isEmpty();
        assertThat(clock.waiting()).isZero();
    }

    @Test
    void cancellingAfterTheCallCancelsWhatItGave() {
        Deferred<String> inner = new Deferred<>(cancelled -> calls.add("cancelled"));
        Deferred<String> result = Deferred.deferLater(clock, ofSeconds(1), () -> inner);
        clock.advance(ofSeconds(1));

        result.cancel();

        assertThat(result).failedWith(CancellationException.class);
        assertThat(calls).containsExactly("cancelled");
    }

    @Test
    void aDelayIsNotNegative() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Deferred.deferLater(clock, ofMillis(-5)))
                .withMessageContaining("PT-0.005S");
    }

    @Test
    void aReactorDefersItself() {
        MemoryReactor reactor = new MemoryReactor();
        Deferred<String> value = reactor.deferLater(ofSeconds(1), () -> "value");
        Deferred<String> chained = reactor.deferLater(ofSeconds(1), () -> Deferred.succeed("chained"));
        Deferred<@Nullable Void> bare = reactor.deferLater(ofSeconds(1));

        reactor.advance(ofSeconds(1));

        assertThat(value).succeededWith("value");
        assertThat(chained).succeededWith("chained");
        assertThat(bare).succeeded().isNull();
    }

    @Test
    void whatIsCancelledWhileItsReactorIsStoppedIsNotMadeAfterTheRestart() {
        MemoryReactor reactor = new MemoryReactor();
        reactor.stop();
        reactor.advance(ofMillis(0));
        Deferred<Boolean> asked = CompletableFuture.supplyAsync(() -> {
                    Deferred<Boolean> later = reactor.deferLater(ofSeconds(1), () -> calls.add("made"));
                    later.cancel();
                    return later;
                })
                .join();
        reactor.start();

        reactor.advance(ofSeconds(2));

        assertThat(asked).failedWith(CancellationException.class);
        assertThat(reactor.failures()).isEmpty();
        assertThat(reactor.statistics().delayedCalls()).isZero();
        assertThat(calls).isEmpty();
    }

    @Test
    void anotherThreadMayAskAReactorAndCancel() {
        MemoryReactor reactor = new MemoryReactor();
        Deferred<Boolean> made = CompletableFuture.supplyAsync(
                        () -> reactor.deferLater(ofSeconds(1), () -> reactor.inLoop()))
                .join();
        Deferred<Boolean> cancelled = CompletableFuture.supplyAsync(() -> {
                    Deferred<Boolean> asked = reactor.deferLater(ofSeconds(1), () -> calls.add("made"));
                    asked.cancel();
                    return asked;
                })
                .join();

        reactor.advance(ofSeconds(1));

        assertThat(made).succeededWith(true);
        assertThat(cancelled).failedWith(CancellationException.class);
        assertThat(calls).isEmpty();
    }

    private static String read(String what) throws IOException {
        throw new IOException(what);
    }
}
