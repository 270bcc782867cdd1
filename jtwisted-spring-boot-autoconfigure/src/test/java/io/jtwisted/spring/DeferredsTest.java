package io.jtwisted.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.defer.Deferred;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

class DeferredsTest {
    private final IOException trouble = new IOException("trouble");
    private final AtomicInteger cancels = new AtomicInteger();
    private final Deferred<String> deferred = new Deferred<>(cancelled -> cancels.incrementAndGet());

    @Test
    void aMonoHasTheValue() {
        Mono<String> mono = Deferreds.toMono(deferred);

        StepVerifier.create(mono)
                .expectSubscription()
                .then(() -> deferred.callback("x"))
                .expectNext("x")
                .verifyComplete();
    }

    @Test
    void aMonoHasTheValueWhichWasThereBefore() {
        Mono<String> mono = Deferreds.toMono(Deferred.succeed("x"));

        StepVerifier.create(mono).expectNext("x").verifyComplete();
    }

    @Test
    @SuppressWarnings("NullAway") // the null is the subject
    void aNullIsAnEmptyMono() {
        Mono<String> mono = Deferreds.toMono(deferred);

        StepVerifier.create(mono)
                .expectSubscription()
                .then(() -> deferred.callback(null))
                .verifyComplete();
    }

    @Test
    void aMonoHasTheFailureAsItIs() {
        Mono<String> mono = Deferreds.toMono(Deferred.<String>fail(trouble));

        StepVerifier.create(mono).verifyErrorMatches(failure -> failure == trouble);
    }

    @Test
    void cancellingTheSubscriptionCancelsTheDeferredAndDropsNothing() {
        Mono<String> mono = Deferreds.toMono(deferred);

        StepVerifier.create(mono)
                .thenCancel()
                .verifyThenAssertThat()
                .hasNotDroppedErrors()
                .hasNotDroppedElements();

        assertThat(cancels).hasValue(1);
    }

    @Test
    void cancellingTheDeferredFailsTheMono() {
        Mono<String> mono = Deferreds.toMono(deferred);

        StepVerifier.create(mono).expectSubscription().then(deferred::cancel).verifyError(CancellationException.class);
    }

    @Test
    void aSecondSubscriberIsRefused() {
        Mono<String> mono = Deferreds.toMono(Deferred.succeed("x"));

        StepVerifier.create(mono).expectNext("x").verifyComplete();

        StepVerifier.create(mono).verifyError(IllegalStateException.class);
    }

    @Test
    void aLazyMonoAsksForADeferredOncePerSubscriber() {
        AtomicInteger asked = new AtomicInteger();
        Mono<Integer> mono = Deferreds.toMono(() -> Deferred.succeed(asked.incrementAndGet()));
        int before = asked.get();

        StepVerifier.create(mono).expectNext(1).verifyComplete();
        StepVerifier.create(mono).expectNext(2).verifyComplete();

        assertThat(before).isZero();
    }

    @Test
    void whatTheWorkOfALazyMonoThrowsIsItsFailure() {
        Mono<String> mono = Deferreds.toMono(() -> {
            throw new IllegalArgumentException("no work");
        });

        StepVerifier.create(mono).verifyErrorMessage("no work");
    }

    @Test
    void theContextOfTheSubscriberIsThereWhereverTheDeferredFires() {
        Mono<String> mono = Deferreds.toMono(deferred)
                .flatMap(greeting -> Mono.deferContextual(context -> Mono.just(greeting + context.get("user"))));

        StepVerifier.create(mono.contextWrite(context -> context.put("user", "ada")))
                .expectSubscription()
                .then(() -> deferred.callback("hello "))
                .expectNext("hello ada")
                .verifyComplete();
    }

    @Test
    void aDeferredHasTheValueOfAMono() {
        assertThat(Deferreds.fromMono(Mono.just("x")).await()).isEqualTo("x");
    }

    @Test
    void anEmptyMonoIsANull() {
        assertThat(Deferreds.fromMono(Mono.<String>empty()).await()).isNull();
    }

    @Test
    void aDeferredHasTheFailureOfAMonoAsItIs() {
        Deferred<String> failed = Deferreds.fromMono(Mono.error(trouble));

        assertThatThrownBy(failed::await).isSameAs(trouble);
    }

    @Test
    void cancellingTheDeferredDisposesTheSubscription() {
        TestPublisher<String> publisher = TestPublisher.create();
        Deferred<String> waiting = Deferreds.fromMono(publisher.mono());
        boolean subscribed = publisher.wasSubscribed();

        waiting.cancel();

        assertThat(subscribed).isTrue();
        publisher.assertCancelled();
        assertThatThrownBy(waiting::await).isInstanceOf(CancellationException.class);
    }

    @Test
    void aMonoWhichFiresAfterTheCancelHarmsNobody() {
        TestPublisher<String> publisher =
                TestPublisher.createNoncompliant(TestPublisher.Violation.CLEANUP_ON_TERMINATE);
        Deferred<String> waiting = Deferreds.fromMono(publisher.mono());

        waiting.cancel();
        publisher.emit("late");

        assertThatThrownBy(waiting::await).isInstanceOf(CancellationException.class);
    }
}
