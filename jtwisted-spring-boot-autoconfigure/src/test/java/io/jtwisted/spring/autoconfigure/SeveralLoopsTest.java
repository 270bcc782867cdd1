package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.jtwisted.net.Address;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.net.ReactorGroup;
import io.jtwisted.net.Sharable;
import io.jtwisted.netty.NettyReactor;
import io.jtwisted.service.ClientService;
import io.jtwisted.spring.ListenerRegistry;
import io.jtwisted.spring.ProtocolHandler;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** Which loop a handler lives on where there are two. No port is open. */
class SeveralLoopsTest {
    private final ApplicationContextRunner runner = Contexts.runner()
            .withPropertyValues(
                    "jtwisted.reactor.event-loops=2",
                    "jtwisted.defaults.auto-start=false",
                    "jtwisted.listeners.room.port=7000",
                    "jtwisted.listeners.hall.port=7001");

    @Test
    void aHandlerLivesOnTheFirstReactor() {
        runner.withUserConfiguration(Room.class, Hall.class, Window.class).run(context -> {
            ListenerRegistry registry = context.getBean(ListenerRegistry.class);
            Reactor first = context.getBean(ReactorGroup.class).first();

            assertThat(first.name()).isEqualTo("jtwisted-1");
            assertThat(registry.reactor("room")).isSameAs(first);
            assertThat(registry.reactor("hall")).isSameAs(first);
            assertThat(context.getBean(Window.class).reactor).isSameAs(first);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> registry.reactor("romo"))
                    .withMessage("there is no listener 'romo', but [hall, room]");
        });
    }

    @Test
    void aListenerMayBeGivenAnotherByName() {
        runner.withUserConfiguration(Room.class, Hall.class, Asking.class)
                .withPropertyValues("jtwisted.listeners.room.reactor=jtwisted-2")
                .run(context -> {
                    assertThat(context.getBean(Asking.class).reactor.name()).isEqualTo("jtwisted-2");
                    assertThat(context.getBean(ListenerRegistry.class)
                                    .reactor("hall")
                                    .name())
                            .isEqualTo("jtwisted-1");
                });
    }

    @Test
    void theNameOfNoReactorFailsTheStart() {
        runner.withUserConfiguration(Room.class, Hall.class)
                .withPropertyValues("jtwisted.listeners.room.reactor=jtwisted-3")
                .run(context -> {
                    FailureAnalysis analysis = Contexts.analysis(context.getStartupFailure());

                    assertThat(analysis.getDescription())
                            .isEqualTo("Listener 'room' has jtwisted.listeners.room.reactor=jtwisted-3, and there is no"
                                    + " reactor of this name; known are jtwisted-1, jtwisted-2.");
                    assertThat(analysis.getAction())
                            .isEqualTo("Set jtwisted.listeners.room.reactor to one of these, or"
                                    + " jtwisted.reactor.event-loops to a larger number.");
                });
    }

    @Test
    void oneHandlerDoesNotLiveOnTwo() {
        runner.withUserConfiguration(Both.class)
                .withPropertyValues("jtwisted.listeners.hall.reactor=jtwisted-2")
                .run(context -> {
                    FailureAnalysis analysis = Contexts.analysis(context.getStartupFailure());

                    assertThat(analysis.getDescription())
                            .isEqualTo("The listeners 'room' and 'hall' have one handler, which would live on"
                                    + " jtwisted-1 and on jtwisted-2.");
                    assertThat(analysis.getAction())
                            .isEqualTo("Set jtwisted.listeners.room.reactor and jtwisted.listeners.hall.reactor to the"
                                    + " same reactor, or remove both.");
                });
        runner.withUserConfiguration(SharableBoth.class)
                .withPropertyValues("jtwisted.listeners.hall.reactor=jtwisted-1")
                .run(context -> assertThat(
                                Contexts.analysis(context.getStartupFailure()).getDescription())
                        .endsWith("would live on all and on jtwisted-1."));
    }

    @Test
    void theSameReactorForBothIsFine() {
        runner.withUserConfiguration(Both.class)
                .withPropertyValues(
                        "jtwisted.listeners.hall.reactor=jtwisted-2", "jtwisted.listeners.room.reactor=jtwisted-2")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aSharableHandlerWhichWasGivenOneIsNotSpread() {
        Homes homes = homes("jtwisted.listeners.room.reactor", "jtwisted-1");
        SharableBoth factory = new SharableBoth();

        assertThat(homes.keep(List.of("hall"), factory)).isSameAs(factory);
        assertThat(homes.keep(List.of("room"), factory)).isNotInstanceOf(Sharable.class);
        assertThat(homes.keep(List.of("room"), new Room()).getClass()).isEqualTo(Room.class);
    }

    private static Homes homes(String key, String value) {
        return new Homes(
                ScriptedReactor.group(new ScriptedReactor("jtwisted-1"), new ScriptedReactor("jtwisted-2")),
                Contexts.properties(Map.of(key, value)).listeners());
    }

    @Test
    void aBareReactorIsRefusedWhereAHandlerLivesElsewhere() {
        runner.withUserConfiguration(Room.class, Hall.class, Window.class)
                .withPropertyValues("jtwisted.listeners.room.reactor=jtwisted-2")
                .run(context -> {
                    FailureAnalysis analysis = analysis(context);

                    assertThat(analysis.getDescription())
                            .contains("constructor in " + Window.class.getName())
                            .endsWith(" asks for a Reactor, which would be jtwisted-1; but the handler of listener"
                                    + " 'room' lives on jtwisted-2 (jtwisted.listeners.room.reactor), and must not be"
                                    + " called from another.");
                    assertThat(analysis.getAction())
                            .startsWith("Inject ListenerRegistry instead of Reactor, and take its reactor(\"room\")")
                            .contains("inject ReactorGroup and take its first()");
                });
    }

    @Test
    void soIsOneOfAServiceOfAProtocolAndOfALateQuestion() {
        ApplicationContextRunner elsewhere = runner.withUserConfiguration(Hall.class)
                .withPropertyValues("jtwisted.listeners.room.reactor=jtwisted-2");

        elsewhere
                .withUserConfiguration(Room.class, WithClient.class)
                .run(context -> assertThat(analysis(context).getDescription()).contains("method upstream in"));
        elsewhere
                .withUserConfiguration(Needy.class)
                .run(context -> assertThat(analysis(context).getDescription()).contains(Needy.class.getName()));
        elsewhere.withUserConfiguration(Room.class, Late.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThatExceptionOfType(BeanCreationException.class)
                    .isThrownBy(() -> context.getBean(Late.class).reactor.getObject())
                    .withRootCauseInstanceOf(BareReactor.class);
        });
    }

    @Test
    void whereAllLiveOnTheFirstByNameItIsNot() {
        runner.withUserConfiguration(Room.class, Hall.class, Window.class)
                .withPropertyValues("jtwisted.listeners.room.reactor=jtwisted-1")
                .run(context -> assertThat(context).hasNotFailed());
        runner.withUserConfiguration(Room.class, Hall.class, Window.class)
                .withPropertyValues(
                        "jtwisted.listeners.room.reactor=jtwisted-2", "jtwisted.listeners.room.enabled=false")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aChildContextWithAReactorOfItsOwnListensThere() {
        Reactor own = NettyReactor.builder().name("own").daemon(true).build();

        Contexts.runner()
                .run(parent -> Contexts.runner()
                        .withParent(parent)
                        .withBean("own", Reactor.class, () -> own)
                        .withUserConfiguration(Room.class)
                        .withPropertyValues("jtwisted.listeners.room.port=7000", "jtwisted.defaults.auto-start=false")
                        .run(child -> {
                            assertThat(child).hasNotFailed();
                            assertThat(child.getBean(ListenerRegistry.class).reactor("room"))
                                    .isSameAs(own);
                            assertThat(own.running()).isTrue();
                        }));

        assertThat(own.running()).isFalse();
    }

    /** As Boot does it: all analyzers that are registered, until one knows the failure. */
    private static FailureAnalysis analysis(AssertableApplicationContext context) {
        Throwable failure = Objects.requireNonNull(context.getStartupFailure());
        return SpringFactoriesLoader.forDefaultResourceLocation()
                .load(FailureAnalyzer.class, (type, name, cause) -> {})
                .stream()
                .map(analyzer -> analyzer.analyze(failure))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseThrow();
    }

    @ProtocolHandler("room")
    static final class Room implements Factory {

        @Override
        public Protocol buildProtocol(Address peer) {
            return new Nothing();
        }
    }

    @ProtocolHandler("hall")
    static final class Hall implements Factory {

        @Override
        public Protocol buildProtocol(Address peer) {
            return new Nothing();
        }
    }

    @ProtocolHandler({"room", "hall"})
    static final class Both implements Factory {

        @Override
        public Protocol buildProtocol(Address peer) {
            return new Nothing();
        }
    }

    @ProtocolHandler({"room", "hall"})
    static final class SharableBoth implements Factory, Sharable {

        @Override
        public Protocol buildProtocol(Address peer) {
            return new Nothing();
        }
    }

    @ProtocolHandler("room")
    static final class Needy extends Protocol {

        Needy(Reactor reactor) {}
    }

    static final class Nothing extends Protocol {}

    /** The pattern of the README. */
    static final class Window {
        private final Reactor reactor;

        Window(Reactor reactor, Room room) {
            this.reactor = reactor;
        }
    }

    static final class Asking {
        private final Reactor reactor;

        Asking(ListenerRegistry listeners, Room room) {
            this.reactor = listeners.reactor("room");
        }
    }

    static final class Late {
        private final ObjectProvider<Reactor> reactor;

        Late(ObjectProvider<Reactor> reactor) {
            this.reactor = reactor;
        }
    }

    @Configuration
    static class WithClient {

        @Bean
        ClientService<Nothing> upstream(Reactor reactor) {
            return ClientService.of(reactor, "tcp:localhost:1", Nothing::new);
        }
    }
}
