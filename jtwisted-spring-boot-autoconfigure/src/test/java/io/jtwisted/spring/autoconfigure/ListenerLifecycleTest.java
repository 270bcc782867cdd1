package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorGroup;
import io.jtwisted.spring.ProtocolHandler;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

/** Listeners on a reactor in memory, which is a bean of the application's own. */
@ExtendWith(OutputCaptureExtension.class)
class ListenerLifecycleTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final ApplicationContextRunner runner = Contexts.runner()
            .withBean("own", Reactor.class, () -> reactor)
            .withUserConfiguration(Echo.class)
            .withPropertyValues("jtwisted.listeners.echo.port=7");

    @Test
    void theReactorOfTheApplicationIsUsed() {
        runner.run(context -> {
            assertThat(context).getBean(Reactor.class).isSameAs(reactor);
            assertThat(context.getBean(ReactorGroup.class).reactors()).containsExactly(reactor);
        });
    }

    @Test
    void aConnectionIsServed() {
        runner.run(context -> {
            MemoryPeer peer = reactor.dial("tcp:7");

            assertThat(peer.sends("hello").hears()).isEqualTo("hello");
        });
    }

    @Test
    void thePortIsPublished() {
        runner.run(context -> assertThat(port(context)).isEqualTo("7"));
    }

    @Test
    void aParentKnowsThePortToo() {
        Contexts.runner()
                .withPropertyValues("jtwisted.enabled=false")
                .run(parent -> runner.withParent(parent)
                        .withPropertyValues("jtwisted.enabled=true")
                        .run(context -> assertThat(port(parent)).isEqualTo("7")));
    }

    @Test
    void whereItListensIsLogged(CapturedOutput output) {
        runner.run(context -> assertThat(output).contains("Listening: echo on tcp "));
    }

    @Test
    void theLogCountsInEnglish(CapturedOutput output) {
        runner.run(context -> reactor.dial("tcp:7"));
        assertThat(output)
                .contains("Draining: 1 connection has 20s to leave")
                .contains("Drained: 1 connection left, 0 aborted");

        runner.run(context -> {
            reactor.dial("tcp:7");
            reactor.dial("tcp:7");
        });
        assertThat(output)
                .contains("Draining: 2 connections have 20s to leave")
                .contains("Drained: 2 connections left, 0 aborted");
    }

    @Test
    void aReactorWhichRanBeforeRunsOn() {
        runner.run(context -> assertThat(reactor.running()).isTrue());

        assertThat(reactor.running()).isTrue();
    }

    private static String port(ApplicationContext context) {
        return String.valueOf(context.getEnvironment().getProperty("local.jtwisted.echo.port"));
    }

    @ProtocolHandler("echo")
    static final class Echo extends Protocol {

        @Override
        public void dataReceived(Bytes data) {
            transport().write(data);
        }
    }
}
