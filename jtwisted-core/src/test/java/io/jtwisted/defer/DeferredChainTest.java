package io.jtwisted.defer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeferredChainTest {
    private final Deferred<String> deferred = new Deferred<>();
    private final IOException trouble = new IOException("trouble");

    @Test
    void aCallbackGetsTheValue() {
        Seen<Integer> seen = Seen.of(deferred.addCallback(String::length));

        deferred.callback("four");

        assertThat(seen.value()).isEqualTo(4);
    }

    @Test
    @SuppressWarnings("NullAway") // the null is the subject
    void aValueMayBeNull() {
        Seen<String> seen = Seen.of(Deferred.<String>succeed(null).addCallback(value -> "got " + value));

        assertThat(seen.value()).isEqualTo("got null");
        assertThat(Seen.of(Deferred.succeed("x").<String>addCallback(value -> null))
                        .value())
                .isNull();
    }

    @Test
    void aCallbackAddedAfterTheFiringRunsAtOnce() {
        deferred.callback("early");

        assertThat(Seen.of(deferred).value()).isEqualTo("early");
    }

    @Test
    void aSecondFiringIsRefused() {
        deferred.callback("once");
        Seen.of(deferred);

        assertThatThrownBy(() -> deferred.callback("twice"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already fired");
        assertThatThrownBy(() -> deferred.errback(trouble)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aLinkCannotBeFired() {
        Deferred<String> link = deferred.addCallback(value -> value);

        assertThatThrownBy(() -> link.callback("no"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("where it begins");
        deferred.callback("yes");
        assertThat(Seen.of(link).value()).isEqualTo("yes");
    }

    @Test
    void aDeferredIsNoValue() {
        Deferred<Object> objects = new Deferred<>();

        assertThatThrownBy(() -> objects.callback(Deferred.succeed(1))).isInstanceOf(IllegalArgumentException.class);
        Seen<Object> step = Seen.of(deferred.addCallback(value -> Deferred.succeed(value)));
        deferred.callback("x");

        assertThat(step.failure()).isInstanceOf(IllegalStateException.class).hasMessageContaining("chainCallback");
        objects.callback("still unfired");
    }

    @Test
    @SuppressWarnings("NullAway") // the null is the subject
    void anErrbackNeedsACause() {
        assertThatThrownBy(() -> deferred.errback(null)).isInstanceOf(NullPointerException.class);

        deferred.callback("not fired by it");
    }

    @Test
    void stepsRunInTheOrderInWhichTheyWereAdded() {
        List<Integer> order = new ArrayList<>();
        Deferred<String> end = deferred;
        for (int i = 0; i < 100; i++) {
            int number = i;
            end = end.tap(value -> order.add(number));
        }

        deferred.callback("go");

        assertThat(order)
                .containsExactlyElementsOf(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void whatAStepThrowsGoesToTheNextErrback() {
        Seen<String> seen = Seen.of(deferred.<String>addCallback(value -> {
                    throw trouble;
                })
                .addCallback(value -> "skipped")
                .addErrback(cause -> "handled " + cause.getMessage())
                .addErrback(cause -> "not reached")
                .addCallback(value -> value + ", and on"));

        deferred.callback("x");

        assertThat(seen.value()).isEqualTo("handled trouble, and on");
    }

    @Test
    void anErrbackOfATypeLetsOthersPass() {
        Seen<String> seen = Seen.of(deferred.addErrback(FileNotFoundException.class, cause -> "wrong")
                .addErrback(IllegalStateException.class, cause -> "wrong too")
                .addErrback(IOException.class, cause -> "right"));

        deferred.errback(trouble);

        assertThat(seen.value()).isEqualTo("right");
    }

    @Test
    void anErrbackMayThrowAnotherFailure() {
        Seen<String> seen = Seen.of(deferred.addErrback(IOException.class, cause -> {
            throw new IllegalStateException(cause);
        }));

        deferred.errback(trouble);

        assertThat(seen.failure()).isInstanceOf(IllegalStateException.class).hasCause(trouble);
    }

    @Test
    void aPairIsOneStep() {
        Seen<String> seen = Seen.of(deferred.addCallbacks(
                value -> {
                    throw trouble;
                },
                cause -> "must not see it"));

        deferred.callback("x");

        assertThat(seen.failure()).isSameAs(trouble);
    }

    @Test
    void aPairHandlesWhatCameBefore() {
        Seen<String> seen = Seen.of(deferred.addCallbacks(value -> "no", cause -> "yes"));

        deferred.errback(trouble);

        assertThat(seen.value()).isEqualTo("yes");
    }

    @Test
    void bothSeesValuesAndFailures() {
        assertThat(Seen.of(Deferred.succeed(1).addBoth(Object::toString)).value())
                .isEqualTo("Success[value=1]");
        assertThat(Seen.of(Deferred.fail(trouble).addBoth(Object::toString)).value())
                .isEqualTo("Failure[cause=java.io.IOException: trouble]");
    }

    @Test
    void tapLooksAtValuesOnlyAndPassesThemOn() {
        List<Object> tapped = new ArrayList<>();

        Seen<String> value = Seen.of(Deferred.succeed("v").tap(tapped::add));
        Seen<String> failure = Seen.of(Deferred.<String>fail(trouble).tap(tapped::add));
        Seen<String> thrown = Seen.of(Deferred.succeed("w").tap(w -> {
            throw trouble;
        }));

        assertThat(tapped).containsExactly("v");
        assertThat(value.value()).isEqualTo("v");
        assertThat(failure.failure()).isSameAs(trouble);
        assertThat(thrown.failure()).isSameAs(trouble);
    }

    @Test
    void alwaysRunsWhateverHappened() {
        List<String> ran = new ArrayList<>();

        Seen<String> value = Seen.of(Deferred.succeed("v").always(() -> ran.add("value")));
        Seen<String> failure = Seen.of(Deferred.<String>fail(trouble).always(() -> ran.add("failure")));
        Seen<String> thrown = Seen.of(Deferred.<String>fail(trouble).always(() -> {
            throw new IllegalStateException("replaces it");
        }));

        assertThat(ran).containsExactly("value", "failure");
        assertThat(value.value()).isEqualTo("v");
        assertThat(failure.failure()).isSameAs(trouble);
        assertThat(thrown.failure()).hasMessage("replaces it");
    }

    @Test
    void otherwiseSeesFailuresOnly() {
        List<Throwable> handled = new ArrayList<>();

        Deferred.succeed("v").otherwise(handled::add);
        Deferred.fail(trouble).otherwise(handled::add);

        assertThat(handled).containsExactly(trouble);
    }

    @Test
    void aSpentLinkThrowsAtOnceAndTheFirstConsumerStays() {
        Seen<String> first = Seen.of(deferred);

        assertThatThrownBy(() -> deferred.tap(value -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("spent");
        deferred.callback("x");
        assertThatThrownBy(() -> deferred.tap(value -> {})).isInstanceOf(IllegalStateException.class);

        assertThat(first.value()).isEqualTo("x");
    }

    @Test
    void chainDeferredPassesTheOutcomeOn() {
        Deferred<Object> other = new Deferred<>();
        Deferred<Object> failing = new Deferred<>();
        Seen<Object> value = Seen.of(other);
        Seen<Object> failure = Seen.of(failing);

        deferred.chainDeferred(other);
        deferred.callback("passed");
        Deferred.<String>fail(trouble).chainDeferred(failing);

        assertThat(value.value()).isEqualTo("passed");
        assertThat(failure.failure()).isSameAs(trouble);
    }

    @Test
    void linksAddedDuringTheRunComeAfterTheStepWhichAddsThem() {
        List<String> order = new ArrayList<>();
        List<Deferred<String>> links = new ArrayList<>();
        Deferred<String> first = deferred.tap(value -> {
            order.add("one begins");
            links.get(0).tap(later -> order.add("two")).tap(later -> order.add("three"));
            order.add("one ends");
        });
        links.add(first);

        deferred.callback("go");

        assertThat(order).containsExactly("one begins", "one ends", "two", "three");
    }

    @Test
    void maybeDeferredTakesValuesFailuresAndDeferreds() {
        DeferredCallable<String> failing = () -> {
            throw trouble;
        };

        assertThat(Seen.of(Deferred.maybeDeferred(() -> "plain")).value()).isEqualTo("plain");
        assertThat(Seen.of(Deferred.maybeDeferred(() -> Deferred.succeed("later")))
                        .value())
                .isEqualTo("later");
        assertThat(Seen.of(Deferred.maybeDeferred(failing)).failure()).isSameAs(trouble);
        assertThat(Seen.of(Deferred.maybeDeferred(DeferredChainTest::throwing)).failure())
                .hasMessage("thrown");
    }

    private static String throwing() throws IOException {
        throw new IOException("thrown");
    }
}
