package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.net.Address;
import io.jtwisted.net.Factory;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.ReactorGroup;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Sharable;
import io.jtwisted.spring.ProtocolHandler;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** What becomes of handlers; no port is open. */
class ProtocolHandlerTest {
    private final ApplicationContextRunner runner = Contexts.runner()
            .withPropertyValues("jtwisted.listeners.one.enabled=false", "jtwisted.listeners.other.enabled=false");

    @Test
    void aProtocolClassIsAPrototype() {
        runner.withUserConfiguration(Clerk.class, Ledger.class).run(context -> {
            Protocol one = build(context);
            Protocol other = build(context);

            assertThat(one).isInstanceOf(Clerk.class).isNotSameAs(other);
            assertThat(((Clerk) one).ledger).isSameAs(context.getBean(Ledger.class));
        });
    }

    @Test
    void aProtocolOfABeanMethodIsAPrototype() {
        runner.withUserConfiguration(WithClerkMethod.class).run(context -> {
            assertThat(build(context)).isInstanceOf(Clerk.class).isNotSameAs(build(context));
        });
    }

    @Test
    void noProtocolIsMadeBeforeThereIsAConnection() {
        runner.withUserConfiguration(Counted.class, AtomicInteger.class).run(context -> {
            assertThat(context.getBean(AtomicInteger.class)).hasValue(0);

            build(context);

            assertThat(context.getBean(AtomicInteger.class)).hasValue(1);
        });
    }

    @Test
    void theSingletonsThatAProtocolWantsAreMadeAtTheStart() {
        runner.withUserConfiguration(Clerk.class, WithLazyLedger.class)
                .run(context -> assertThat(context.getBeanFactory().containsSingleton("ledger"))
                        .isTrue());
    }

    @Test
    void aConstructorMayAskForWhatMayNotBeThere() {
        runner.withUserConfiguration(Optimist.class)
                .run(context -> assertThat(build(context)).isInstanceOf(Optimist.class));
    }

    @Test
    void aFactoryClassIsOneForAllItsListeners() {
        runner.withUserConfiguration(Desk.class).run(context -> {
            assertThat(factories(context)).containsExactly(context.getBean(Desk.class), context.getBean(Desk.class));
        });
    }

    @Test
    void aProtocolOfSeveralListenersHasOneFactory() {
        runner.withUserConfiguration(TwoFaced.class).run(context -> {
            List<Factory> factories = factories(context);

            assertThat(factories).hasSize(2);
            assertThat(factories.get(0)).isSameAs(factories.get(1));
        });
    }

    @Test
    void aFactoryMayBeALambdaOfABeanMethod() {
        runner.withUserConfiguration(WithLambda.class)
                .run(context -> assertThat(build(context)).isInstanceOf(TwoFaced.class));
    }

    @Test
    void onlyTheFactoryOfASharableProtocolIsSharable() {
        runner.withUserConfiguration(Spread.class)
                .run(context -> assertThat(factories(context).get(0)).isInstanceOf(Sharable.class));
        runner.withUserConfiguration(Optimist.class)
                .run(context -> assertThat(factories(context).get(0)).isNotInstanceOf(Sharable.class));
    }

    @Test
    void theHandlersEndpointMayHoldPlaceholders() {
        runner.withUserConfiguration(Placed.class)
                .withPropertyValues("place=7001")
                .run(context -> {
                    List<Handlers.Listener> listeners = listeners(context, Map.of());

                    assertThat(listeners)
                            .singleElement()
                            .extracting(Handlers.Listener::endpoint)
                            .isEqualTo(ServerEndpoint.tcp(7001).name("one"));
                });
    }

    private static Protocol build(AssertableApplicationContext context) throws Exception {
        return Objects.requireNonNull(factories(context).get(0).buildProtocol(new Address.Memory("peer")));
    }

    private static List<Factory> factories(AssertableApplicationContext context) {
        Map<String, String> free = Map.of("jtwisted.listeners.one.port", "0", "jtwisted.listeners.other.port", "0");
        return listeners(context, free).stream().map(Handlers.Listener::factory).toList();
    }

    private static List<Handlers.Listener> listeners(AssertableApplicationContext context, Map<String, String> keys) {
        JTwistedProperties properties = Contexts.properties(keys);
        return new Handlers(
                        (DefaultListableBeanFactory) context.getBeanFactory(),
                        new Places(properties.listeners(), properties.defaults()),
                        new Homes(context.getBean(ReactorGroup.class), properties.listeners()))
                .listeners(List.of());
    }

    static final class Ledger {}

    @ProtocolHandler("one")
    static final class Clerk extends Protocol {
        private final Ledger ledger;

        Clerk(Ledger ledger) {
            this.ledger = ledger;
        }
    }

    @ProtocolHandler("one")
    static final class Counted extends Protocol {

        Counted(AtomicInteger made) {
            made.incrementAndGet();
        }
    }

    @ProtocolHandler("one")
    static final class Optimist extends Protocol {

        Optimist(ObjectProvider<Ledger> ledger, Optional<Ledger> same, List<Ledger> all) {
            assertThat(ledger.getIfAvailable()).isNull();
            assertThat(same).isEmpty();
            assertThat(all).isEmpty();
        }
    }

    @ProtocolHandler({"one", "other"})
    static final class TwoFaced extends Protocol {}

    @ProtocolHandler("one")
    static final class Spread extends Protocol implements Sharable {}

    @ProtocolHandler(value = "one", endpoint = "tcp:${place}")
    static final class Placed extends Protocol {}

    @ProtocolHandler({"one", "other"})
    static final class Desk implements Factory {

        @Override
        public Protocol buildProtocol(Address peer) {
            return new TwoFaced();
        }
    }

    @Configuration
    static class WithClerkMethod {

        @Bean
        @ProtocolHandler("one")
        Clerk clerk() {
            return new Clerk(new Ledger());
        }
    }

    @Configuration
    static class WithLazyLedger {

        @Bean
        @Lazy
        Ledger ledger() {
            return new Ledger();
        }
    }

    @Configuration
    static class WithLambda {

        @Bean
        @ProtocolHandler("one")
        Factory factory() {
            return peer -> new TwoFaced();
        }
    }
}
