package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.CloseReason;
import io.jtwisted.net.Reactor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** A context closes in time and in order, whatever it is doing. */
@ExtendWith(OutputCaptureExtension.class)
class EndOfContextIT {
    private static final Duration DRAIN = Duration.ofSeconds(1);
    private static final Duration PHASE = Duration.ofSeconds(2);
    private static final Duration BOUND = DRAIN.plus(PHASE).plusSeconds(2);
    private static final Duration LONG = Duration.ofSeconds(30);

    @RegisterExtension
    final Guests guests = new Guests();

    @Test
    void closedInAnEventItSaysGoodbyeBeforeItsBeansGo(CapturedOutput output) throws Exception {
        ConfigurableApplicationContext context = run();
        Reactor closed = context.getBean(Reactor.class);
        List<String> events = context.getBean(EndingApplication.class).events();
        Guest other = come(context, "hello");

        Instant begin = Instant.now();
        Guest closer = come(context, "close");

        assertThat(of(closer.gone)).isEqualTo(CloseReason.remote());
        assertThat(of(other.gone)).isEqualTo(CloseReason.remote());
        while (!closed.ended()) {
            assertThat(Instant.now()).isBefore(begin.plus(LONG));
            Thread.onSpinWait();
        }
        assertThat(Duration.between(begin, Instant.now())).isLessThan(BOUND);
        assertThat(closer.lines).containsExactly("bye");
        assertThat(other.lines).containsExactly("hello", "bye");
        assertThat(events).containsExactly("shutting down", "shutting down", "destroyed", "closed");
        assertThat(context.isActive()).isFalse();
        assertThat(output).contains("The context is closed in an event of " + closed);
    }

    @Test
    void whileALoopIsBlockedItClosesInTime(CapturedOutput output) throws Exception {
        ConfigurableApplicationContext context = run();
        come(context, "block");
        while (!output.toString().contains("blocked\n")) {
            Thread.onSpinWait();
        }

        assertThat(closing(context)).isLessThan(BOUND);

        assertThat(output).contains("is to end, but its thread has not answered");
    }

    @Test
    void aServiceThatNeverStopsIsLeftBehind() throws Exception {
        ConfigurableApplicationContext context = run("--test.stuck-stop=true");
        Reactor closed = context.getBean(Reactor.class);

        assertThat(closing(context)).isBetween(PHASE, BOUND);

        assertThat(closed.ended()).isTrue();
    }

    @Test
    void aStartThatNeverEndsIsGivenUp() throws Exception {
        SpringApplication application = new SpringApplication(EndingApplication.class);
        CompletableFuture<ConfigurableApplicationContext> created = new CompletableFuture<>();
        application.addInitializers(created::complete);
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread starting = new Thread(() -> {
            try {
                application.run(EndingApplication.arguments(DRAIN, PHASE, "--test.stuck-start=true"));
            } catch (RuntimeException e) {
                failure.complete(e);
            }
        });
        starting.start();
        EndingApplication.STARTING.await();
        while (starting.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        assertThat(closing(created.get())).isLessThan(BOUND);

        assertThat(failure.get(LONG.toSeconds(), TimeUnit.SECONDS))
                .hasStackTraceContaining("the context is closed while it starts");
    }

    /** How long it took, on a thread which may block. */
    private static Duration closing(ConfigurableApplicationContext context) throws Exception {
        Instant begin = Instant.now();
        CompletableFuture.runAsync(context::close).get(LONG.toSeconds(), TimeUnit.SECONDS);
        return Duration.between(begin, Instant.now());
    }

    private static ConfigurableApplicationContext run(String... more) {
        return SpringApplication.run(EndingApplication.class, EndingApplication.arguments(DRAIN, PHASE, more));
    }

    private Guest come(ConfigurableApplicationContext context, String order) {
        String port = context.getEnvironment().getRequiredProperty("local.jtwisted.orders.port");
        return guests.come(Integer.parseInt(port), order);
    }

    private static <T> T of(Deferred<T> deferred) throws Exception {
        return deferred.toCompletableFuture().get(LONG.toSeconds(), TimeUnit.SECONDS);
    }
}
