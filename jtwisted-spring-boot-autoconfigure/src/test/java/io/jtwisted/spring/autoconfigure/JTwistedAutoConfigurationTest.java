package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorGroup;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class JTwistedAutoConfigurationTest {
    private final ApplicationContextRunner runner = Contexts.runner();

    @Test
    void aReactorRunsWhileTheContextDoes() {
        Reactor[] reactor = new Reactor[1];

        runner.run(context -> {
            reactor[0] = context.getBean("reactor", Reactor.class);
            assertThat(reactor[0].running()).isTrue();
        });

        assertThat(reactor[0].running()).isFalse();
    }

    @Test
    void theReactorIsTheFirstOfTheGroup() {
        runner.withPropertyValues("jtwisted.reactor.event-loops=2").run(context -> {
            ReactorGroup group = context.getBean(ReactorGroup.class);

            assertThat(group.reactors()).hasSize(2).allMatch(Reactor::running);
            assertThat(context.getBean(Reactor.class)).isSameAs(group.reactors().get(0));
        });
    }

    @Test
    void noReactorIsAnExecutor() {
        runner.run(context -> assertThat(context).doesNotHaveBean(Executor.class));
    }

    @Test
    void aReactorBearsItsConfiguredName() {
        runner.withPropertyValues("jtwisted.reactor.name=engine")
                .run(context ->
                        assertThat(context.getBean(Reactor.class).name()).isEqualTo("engine-1"));
    }

    @Test
    void aWayToTheNetworkIsChosenByName() {
        runner.withPropertyValues("jtwisted.reactor.transport=nio")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void nothingIsThereWhereItIsNotEnabled() {
        runner.withPropertyValues("jtwisted.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(Reactor.class)
                        .doesNotHaveBean(ReactorGroup.class)
                        .doesNotHaveBean(ListenerLifecycle.class));
    }

    @Test
    void theReactorRunsBeforePortsOpenAndAfterTheyClose() {
        runner.run(context -> {
            int reactors = context.getBean(ReactorLifecycle.class).getPhase();
            int listeners = context.getBean(ListenerLifecycle.class).getPhase();

            assertThat(reactors).isEqualTo(Integer.MAX_VALUE - 3072).isLessThan(listeners);
            assertThat(listeners).isEqualTo(Integer.MAX_VALUE - 2048);
        });
    }

    @Test
    void neitherIsPausedWithATestContext() {
        runner.run(context -> {
            assertThat(context.getBean(ReactorLifecycle.class).isPauseable()).isFalse();
            assertThat(context.getBean(ListenerLifecycle.class).isPauseable()).isFalse();
        });
    }

    @Test
    void theReactorIsTheSameAfterAStopAndAStart() {
        runner.run(context -> {
            Reactor reactor = context.getBean(Reactor.class);

            context.stop();
            boolean stopped = !reactor.running();
            context.start();

            assertThat(stopped).isTrue();
            assertThat(reactor.running()).isTrue();
            assertThat(context.getBean(Reactor.class)).isSameAs(reactor);
            assertThat(reactor.call(() -> "again").await()).isEqualTo("again");
        });
    }
}
