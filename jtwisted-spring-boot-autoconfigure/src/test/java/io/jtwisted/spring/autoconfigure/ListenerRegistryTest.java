package io.jtwisted.spring.autoconfigure;

import static io.jtwisted.testing.DeferredAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jtwisted.bytes.Bytes;
import io.jtwisted.defer.Deferred;
import io.jtwisted.net.Port;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.spring.ListenerRegistry;
import io.jtwisted.spring.ListenerStartedEvent;
import io.jtwisted.spring.ListenerStoppedEvent;
import io.jtwisted.spring.ProtocolHandler;
import io.jtwisted.testing.MemoryPeer;
import io.jtwisted.testing.MemoryReactor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.EventListener;

class ListenerRegistryTest {
    private final MemoryReactor reactor = new MemoryReactor();
    private final ApplicationContextRunner runner = Contexts.runner()
            .withBean("own", Reactor.class, () -> reactor)
            .withUserConfiguration(Patient.class, Seen.class)
            .withPropertyValues(
                    "jtwisted.listeners.door.port=7",
                    "jtwisted.listeners.gate.port=8",
                    "jtwisted.listeners.gate.auto-start=false",
                    "jtwisted.listeners.wall.enabled=false",
                    "jtwisted.shutdown.drain-timeout=5s");

    @Test
    void itKnowsAllWhichAreEnabled() {
        runner.run(context -> {
            ListenerRegistry registry = context.getBean(ListenerRegistry.class);

            assertThat(registry.names()).containsExactlyInAnyOrder("door", "gate");
            assertThat(registry.port("door")).map(Port::number).contains(7);
            assertThat(registry.port("gate")).isEmpty();
        });
    }

    @Test
    void oneWhichDoesNotStartByItselfIsStartedByHand() {
        runner.run(context -> {
            ListenerRegistry registry = context.getBean(ListenerRegistry.class);

            Deferred<Port> started = registry.start("gate");

            assertThat(started).succeededWith(registry.port("gate").orElseThrow());
            MemoryPeer peer = reactor.dial("tcp:8");
            assertThat(peer.sends("hello").hears()).isEqualTo("hello");
            peer.hangsUp(); // it would not leave by itself
            assertThat(context.getEnvironment().getProperty("local.jtwisted.gate.port"))
                    .isEqualTo("8");
        });
    }

    @Test
    void oneWhichIsOpenIsNotOpenedAgain() {
        runner.run(context -> {
            ListenerRegistry registry = context.getBean(ListenerRegistry.class);

            assertThat(registry.start("door"))
                    .succeededWith(registry.port("door").orElseThrow());
        });
    }

    @Test
    void stoppingSaysGoodbyeAndWaits() {
        runner.run(context -> {
            ListenerRegistry registry = context.getBean(ListenerRegistry.class);
            MemoryPeer peer = reactor.dial("tcp:7");

            Deferred<Integer> stopped = registry.stop("door");

            assertThat(peer.hears()).isEqualTo("bye");
            assertThat(stopped).isPending();
            assertThat(registry.port("door")).isEmpty();
            peer.hangsUp();
            assertThat(stopped).succeededWith(0);
        });
    }

    @Test
    void whatIsAskedWhileItClosesIsDoneWhenItHas() {
        runner.run(context -> {
            ListenerRegistry registry = context.getBean(ListenerRegistry.class);
            MemoryPeer peer = reactor.dial("tcp:7");

            Deferred<Integer> stopped = registry.stop("door");
            Deferred<Port> started = registry.start("door");
            Deferred<Integer> again = registry.stop("door");
            Deferred<Port> last = registry.start("door");

            assertThat(started).isPending();
            peer.hangsUp();
            assertThat(stopped).succeededWith(0);
            assertThat(started.await().number()).isEqualTo(7);
            assertThat(again).succeededWith(0);
            assertThat(last).succeededWith(registry.port("door").orElseThrow());
        });
    }

    @Test
    void oneWhichFailedIsAsItShouldBeWhenItWasStopped() {
        runner.run(context -> {
            ListenerRegistry registry = context.getBean(ListenerRegistry.class);
            Listeners listeners = context.getBean(Listeners.class);
            reactor.listen("tcp:8", Patient::new).await();

            assertThat(registry.start("gate")).failedWith(WrongStart.class);
            assertThat(listeners.get("gate").state()).isEqualTo(Listeners.State.FAILED);
            assertThat(registry.stop("gate")).succeededWith(0);

            assertThat(listeners.get("gate").state()).isEqualTo(Listeners.State.STOPPED);
        });
    }

    @Test
    void whoDoesNotLeaveInTimeIsAborted() {
        runner.run(context -> {
            ListenerRegistry registry = context.getBean(ListenerRegistry.class);
            MemoryPeer peer = reactor.dial("tcp:7");

            Deferred<Integer> stopped = registry.stop("door");
            reactor.advance(Duration.ofSeconds(5));

            assertThat(stopped).succeededWith(1);
            assertThat(peer.isDisconnected()).isTrue();
        });
    }

    @Test
    void oneWhichIsClosedIsStoppedAlready() {
        runner.run(context -> {
            ListenerRegistry registry = context.getBean(ListenerRegistry.class);

            assertThat(registry.stop("gate")).succeededWith(0);
        });
    }

    @Test
    void itSaysWhichThereAre() {
        runner.run(context -> assertThatIllegalArgumentException()
                .isThrownBy(() -> context.getBean(ListenerRegistry.class).start("window"))
                .withMessageContaining("no listener 'window'")
                .withMessageContaining("door"));
    }

    @Test
    void aPortWhichIsClosedFromOutsideHasFailed() {
        runner.run(context -> {
            ListenerRegistry registry = context.getBean(ListenerRegistry.class);

            registry.port("door").orElseThrow().stopListening();
            reactor.advance(Duration.ZERO);

            assertThat(registry.port("door")).isEmpty();
            assertThat(context.getBean(Listeners.class).all())
                    .filteredOn(listener -> listener.state() == Listeners.State.FAILED)
                    .extracting(Listeners.Listener::name)
                    .containsExactly("door");
        });
    }

    @Test
    void everybodyHearsOfIt() {
        runner.run(context -> {
            ListenerRegistry registry = context.getBean(ListenerRegistry.class);
            Seen seen = context.getBean(Seen.class);

            registry.start("gate");
            registry.stop("gate");
            reactor.advance(Duration.ZERO);

            assertThat(seen.events)
                    .extracting(ApplicationEvent::toString)
                    .containsExactly(
                            "listener door started on " + registry.port("door").orElseThrow(),
                            "listener gate started on 0.0.0.0:8",
                            "listener gate stopped, 0 connections aborted");
        });
    }

    @Test
    void aStoppedContextHasClosedItsListenersAndOpensThemAgain() {
        runner.run(context -> {
            ListenerRegistry registry = context.getBean(ListenerRegistry.class);

            context.stop();
            boolean open = registry.port("door").isPresent();
            context.start();

            assertThat(open).isFalse();
            assertThat(registry.port("door")).map(Port::number).contains(7);
        });
    }

    static final class Seen {
        private final List<ApplicationEvent> events = new ArrayList<>();

        @EventListener({ListenerStartedEvent.class, ListenerStoppedEvent.class})
        void on(ApplicationEvent event) {
            events.add(event);
        }
    }

    @ProtocolHandler({"door", "gate", "wall"})
    static final class Patient extends Protocol {

        @Override
        public void dataReceived(Bytes data) {
            transport().write(data);
        }

        @Override
        public void shuttingDown() {
            transport().write(Bytes.utf8("bye"));
        }
    }
}
