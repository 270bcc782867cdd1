package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Which threads keep the JVM alive. */
class KeepAliveIT {
    private final ApplicationContextRunner runner = Contexts.runner().withPropertyValues("jtwisted.reactor.name=kept");

    @Test
    void oneThreadKeepsTheApplicationAliveUntilTheContextCloses() throws InterruptedException {
        runner.run(context -> {
            assertThat(Threads.named("jtwisted-await")).singleElement().matches(thread -> !thread.isDaemon());
            assertThat(Threads.named("kept")).isNotEmpty().allMatch(Thread::isDaemon);
        });

        for (Thread thread : Threads.named("jtwisted-await")) {
            thread.join();
        }
    }

    @Test
    void noThreadKeepsItAliveWhereNoneShould() {
        runner.withPropertyValues("jtwisted.reactor.keep-alive=false").run(context -> {
            assertThat(Threads.staying("jtwisted-await")).isEmpty();
            assertThat(Threads.named("kept")).isNotEmpty().allMatch(Thread::isDaemon);
        });
    }

    @Test
    void itIsThereAgainAfterAStopAndAStart() throws InterruptedException {
        runner.run(context -> {
            context.stop();
            for (Thread thread : Threads.named("jtwisted-await")) {
                thread.join();
            }
            context.start();

            assertThat(Threads.named("jtwisted-await")).hasSize(1);
        });

        for (Thread thread : Threads.named("jtwisted-await")) {
            thread.join();
        }
    }
}
