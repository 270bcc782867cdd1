package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorGroup;
import io.jtwisted.spring.ListenerRegistry;
import io.jtwisted.spring.ProtocolHandler;
import io.jtwisted.testing.MemoryReactor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;

/** Parents and children, each with our auto-configuration. */
class ContextHierarchyTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final ApplicationContextRunner parents =
            Contexts.runner().withBean("own", Reactor.class, () -> reactor).withBean(Changes.class);
    private final ApplicationContextRunner children = Contexts.runner();

    @Test
    void aChildOfAParentWhichServesStarts() {
        parents.withUserConfiguration(Echo.class)
                .withPropertyValues("jtwisted.listeners.echo.port=7")
                .run(parent -> {
                    // Its configuration is the parent's, too, and it may have read the same file again.
                    children.withParent(parent)
                            .withPropertyValues("jtwisted.listeners.echo.port=7")
                            .run(child -> {
                                assertThat(child).hasNotFailed();
                                assertThat(child.getBean(ReactorGroup.class).first())
                                        .isSameAs(reactor);
                                assertThat(child.getBean(ListenerRegistry.class).names())
                                        .isEmpty();
                                assertThat(parent.getBean(ListenerRegistry.class)
                                                .names())
                                        .containsExactly("echo");
                            });

                    assertThat(reactor.dial("tcp:7").sends("hello").hears()).isEqualTo("hello");
                    assertThat(parent.getBean(Changes.class).events).isEmpty();
                });
    }

    @Test
    void soDoesAGrandchild() {
        parents.withUserConfiguration(Echo.class)
                .withPropertyValues("jtwisted.listeners.echo.port=7")
                .run(parent -> children.withParent(parent)
                        .run(child -> children.withParent(child)
                                .run(grandchild -> assertThat(grandchild).hasNotFailed())));
    }

    @Test
    void aChildListensOnTheReactorOfItsParent() {
        parents.run(parent -> {
            children.withParent(parent)
                    .withUserConfiguration(Echo.class)
                    .withPropertyValues("jtwisted.listeners.echo.port=7")
                    .run(child -> {
                        assertThat(child).hasNotFailed();
                        assertThat(reactor.dial("tcp:7").sends("hello").hears()).isEqualTo("hello");
                        assertThat(child.getBean(TlsReloads.class)).isSameAs(parent.getBean(TlsReloads.class));
                    });

            assertThat(reactor.running()).isTrue();
            assertThat(reactor.listen("tcp:7", Echo::new).await().number()).isEqualTo(7);
            assertThat(parent.getBean(Changes.class).events).hasSize(1);
        });
    }

    @Test
    void bothMayServe() {
        parents.withUserConfiguration(Echo.class)
                .withPropertyValues("jtwisted.listeners.echo.port=7")
                .run(parent -> children.withParent(parent)
                        .withUserConfiguration(Other.class)
                        .withPropertyValues("jtwisted.listeners.other.port=8")
                        .run(child -> {
                            assertThat(reactor.dial("tcp:7").sends("hello").hears())
                                    .isEqualTo("hello");
                            assertThat(reactor.dial("tcp:8").sends("hello").hears())
                                    .isEqualTo("hello");
                            assertThat(parent.getEnvironment().getProperty("local.jtwisted.other.port"))
                                    .isEqualTo("8");
                        }));
    }

    @Test
    void twoChildrenPublishTheirPortsSideBySide() {
        parents.run(parent -> children.withParent(parent)
                .withUserConfiguration(First.class)
                .run(one -> children.withParent(parent)
                        .withUserConfiguration(Second.class)
                        .run(two -> {
                            assertThat(two).hasNotFailed();
                            assertThat(parent.getEnvironment().getProperty("local.jtwisted.first.port"))
                                    .isEqualTo("7");
                            assertThat(parent.getEnvironment().getProperty("local.jtwisted.second.port"))
                                    .isEqualTo("8");
                        })));
    }

    static final class Changes {
        private final List<Object> events = new ArrayList<>();

        @EventListener
        void on(AvailabilityChangeEvent<?> event) {
            events.add(event.getState());
        }
    }

    @ProtocolHandler("echo")
    static class Echo extends Protocol {

        @Override
        public void dataReceived(Bytes data) {
            transport().write(data);
        }
    }

    @ProtocolHandler("other")
    static final class Other extends Echo {}

    @ProtocolHandler(value = "first", endpoint = "tcp:7")
    static final class First extends Echo {}

    @ProtocolHandler(value = "second", endpoint = "tcp:8")
    static final class Second extends Echo {}
}
