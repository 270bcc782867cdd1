package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.service.ClientService;
import io.jtwisted.service.ClientState;
import io.jtwisted.service.ServerService;
import io.jtwisted.service.Service;
import io.jtwisted.testing.MemoryReactor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Beans which are services, on a reactor in memory. */
@ExtendWith(OutputCaptureExtension.class)
class ServiceLifecycleTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final List<String> events = new ArrayList<>();
    private final Part one = new Part("one");
    private final Part other = new Part("other");
    private final ApplicationContextRunner bare = Contexts.runner().withBean("own", Reactor.class, () -> reactor);
    private final ApplicationContextRunner runner =
            bare.withBean("one", Part.class, () -> one).withBean("other", Part.class, () -> other);

    @Test
    void theyStartInOrderAndStopInReverse() {
        runner.run(context -> assertThat(events).containsExactly("one starts", "other starts"));

        assertThat(events).containsExactly("one starts", "other starts", "other stops", "one stops");
    }

    @Test
    void theirOrderMayBeGiven() {
        bare.withBean("late", Part.class, () -> one, bean -> order(bean, 2))
                .withBean("early", Part.class, () -> other, bean -> order(bean, 1))
                .run(context -> assertThat(events).containsExactly("other starts", "one starts"));
    }

    @Test
    void whatAServiceDependsOnStartsFirst() {
        bare.withBean("needy", Part.class, () -> one, bean -> bean.setDependsOn("between"))
                .withBean("between", String.class, () -> "no service", bean -> bean.setDependsOn("needed"))
                .withBean("needed", Part.class, () -> other)
                .run(context -> assertThat(events).containsExactly("other starts", "one starts"));
    }

    @Test
    void aServiceWhichRanBeforeIsLeftAlone() {
        one.running = true;

        runner.run(context -> assertThat(events).containsExactly("other starts"));

        assertThat(events).containsExactly("other starts", "other stops");
    }

    @Test
    void aServiceWhichCannotStartFailsTheStartAndIsNamed() {
        other.failure = new IOException("no directory here");

        runner.run(context -> {
            FailureAnalysis analysis = Contexts.analysis(context.getStartupFailure());

            assertThat(analysis.getDescription()).isEqualTo("The service 'other' cannot start: no directory here.");
            assertThat(analysis.getAction())
                    .isEqualTo("Correct what is wrong, or remove the bean 'other'. The services which had started were"
                            + " stopped.");
        });

        assertThat(events).containsExactly("one starts", "other starts", "other stops", "one stops");
    }

    @Test
    void aPlaceInUseFailsTheStart() {
        reactor.listen("tcp:7", Silent::new).await();

        bare.withBean("seven", ServerService.class, () -> ServerService.of(reactor, "tcp:7", Silent::new))
                .run(context -> assertThat(
                                Contexts.analysis(context.getStartupFailure()).getDescription())
                        .isEqualTo("The service 'seven' cannot start: cannot listen on 0.0.0.0:7: address already"
                                + " in use."));
    }

    @Test
    void aServiceWhichCannotStopKeepsNoOtherFromStopping(CapturedOutput output) {
        runner.run(context -> other.failure = new IOException("the directory is stuck"));

        assertThat(events).endsWith("other stops", "one stops");
        assertThat(output).contains("the service 'other' could not stop: the directory is stuck");
    }

    @Test
    void theyStartAgainWithTheContext() {
        runner.run(context -> {
            context.stop();
            context.start();

            assertThat(events)
                    .containsExactly(
                            "one starts", "other starts", "other stops", "one stops", "one starts", "other starts");
        });
    }

    @Test
    void thoseOfAParentAreStartedOnce() {
        runner.run(parent -> bare.withParent(parent)
                .withBean("third", Part.class, () -> new Part("third"))
                .run(context -> assertThat(events).containsExactly("one starts", "other starts", "third starts")));
    }

    @Test
    void aClientIsNotWaitedFor() {
        bare.withBean("client", ClientService.class, () -> ClientService.of(reactor, "tcp:example.org:7", Silent::new))
                .run(context -> {
                    ClientService<?> client = context.getBean(ClientService.class);
                    assertThat(client.state()).isEqualTo(ClientState.CONNECTING);

                    reactor.answers("tcp:example.org:7");
                    assertThat(client.state()).isEqualTo(ClientState.CONNECTED);
                });

        assertThat(reactor.connecting()).isEmpty();
    }

    @Test
    void aReactorWhichWasStoppedByHandTookThemAlong(CapturedOutput output) {
        runner.run(context -> reactor.stop().await());

        assertThat(events).containsExactly("one starts", "other starts");
        assertThat(output).doesNotContain("ERROR");
    }

    private static void order(BeanDefinition bean, int order) {
        bean.setAttribute(AbstractBeanDefinition.ORDER_ATTRIBUTE, order);
    }

    private static final class Silent extends Protocol {}

    /** Says what is asked of it. */
    private final class Part implements Service {
        private final String name;
        private boolean running;
        private @Nullable IOException failure;

        Part(String name) {
            this.name = name;
        }

        @Override
        public Deferred<Service> start() {
            return says("starts", true);
        }

        @Override
        public Deferred<Service> stop() {
            return says("stops", false);
        }

        @Override
        public boolean running() {
            return running;
        }

        private Deferred<Service> says(String what, boolean runs) {
            events.add(name + " " + what);
            running = runs;
            return failure == null ? Deferred.succeed(this) : Deferred.fail(failure);
        }
    }
}
