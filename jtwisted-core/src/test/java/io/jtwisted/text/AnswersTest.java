package io.jtwisted.text;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.ProtocolException;
import io.jtwisted.net.TransportException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class AnswersTest {
    private final List<String> sent = new ArrayList<>();
    private final Answers<String> answers = new Answers<>(3);

    @Test
    void answersComeInTheOrderOfTheQuestions() throws Exception {
        Deferred<String> first = ask("first");
        Deferred<String> second = ask("second");

        answers.answer("1");
        assertThat(first).succeededWith("1");
        assertThat(second).isPending();
        answers.fail(new ProtocolException("no"));

        assertThat(second).failedWith(ProtocolException.class);
        assertThat(sent).containsExactly("first", "second");
        assertThat(answers.waiting()).isZero();
    }

    @Test
    void aQuestionMayBeAnsweredWhileItIsSent() {
        Deferred<String> asked = answers.ask(() -> {
            try {
                answers.answer("at once");
            } catch (ProtocolException e) {
                throw new AssertionError(e);
            }
        });

        assertThat(asked).succeededWith("at once");
    }

    @Test
    void anAnswerToNoQuestionIsTheFaultOfThePeer() {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> answers.answer("1"));
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> answers.fail(new IOException()));
    }

    @Test
    void aCancelledQuestionKeepsItsPlaceAndItsAnswerIsDropped() throws Exception {
        Deferred<String> first = ask("first");
        Deferred<String> second = ask("second");

        first.cancel();
        assertThat(first).failedWith(CancellationException.class);
        assertThat(answers.waiting()).isEqualTo(2);
        answers.answer("1");
        answers.answer("2");

        assertThat(second).succeededWith("2");
    }

    @Test
    void whenTheConnectionIsLostAllFail() {
        List<Deferred<String>> asked = List.of(ask("first"), ask("second"));

        answers.lost(CloseReason.error(new IOException("reset")));

        asked.forEach(question -> assertThat(question).failedWith(TransportException.class));
        assertThat(answers.waiting()).isZero();
    }

    @Test
    void aQuestionWhichIsAskedWhenTheConnectionIsLostFailsToo() {
        List<Deferred<String>> again = new ArrayList<>();
        ask("first").otherwise(failure -> again.add(ask("again")));

        answers.lost(CloseReason.remote());
        again.add(ask("late"));

        assertThat(again).hasSize(2);
        again.forEach(question -> assertThat(question)
                .failedWith(TransportException.class)
                .satisfies(failure -> assertThat(failure).hasMessageContaining("REMOTE")));
        assertThat(sent).containsExactly("first");
    }

    @Test
    void theFirstLossCounts() {
        answers.lost(new ProtocolException("first"));
        answers.lost(CloseReason.remote());

        assertThat(ask("late")).failedWith(ProtocolException.class);
    }

    @Test
    void moreThanTheLimitAreNotSent() throws Exception {
        List<Deferred<String>> asked = List.of(ask("1"), ask("2"), ask("3"));
        asked.get(0).cancel();

        assertThat(ask("4")).failedWith(RejectedExecutionException.class);
        answers.answer("dropped");
        assertThat(ask("5")).isPending();

        assertThat(sent).containsExactly("1", "2", "3", "5");
        assertThat(asked.get(0)).failedWith(CancellationException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> new Answers<>(0));
    }

    @Test
    void theDefaultLimitIsAThousand() {
        Answers<String> usual = new Answers<>();
        for (int i = 0; i < Answers.LIMIT; i++) {
            assertThat(usual.ask(() -> {})).isPending();
        }

        assertThat(usual.ask(() -> {})).failedWith(RejectedExecutionException.class);
    }

    @Test
    void aQuestionWhichCannotBeSentWaitsForNoAnswer() throws Exception {
        Deferred<String> first = ask("first");

        Deferred<String> refused = answers.ask(() -> {
            throw new IllegalArgumentException("two lines");
        });
        answers.answer("1");

        assertThat(refused).failedWith(IllegalArgumentException.class);
        assertThat(first).succeededWith("1");
        assertThat(answers.waiting()).isZero();
    }

    private Deferred<String> ask(String question) {
        return answers.ask(() -> sent.add(question));
    }
}
