package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jtwisted.net.Factory;
import io.jtwisted.net.Protocol;
import io.jtwisted.net.Reactor;
import io.jtwisted.spring.ProtocolHandler;
import io.jtwisted.testing.MemoryReactor;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.NameMatchMethodPointcut;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;

/** What an application hears which is not well configured. No port is ever open. */
class WrongStartTest {
    private final ApplicationContextRunner runner = Contexts.runner();

    @Test
    void aHandlerNeedsAListener() {
        runner.withUserConfiguration(Finger.class).run(context -> {
            FailureAnalysis analysis = analysis(context);

            assertThat(analysis.getDescription()).isEqualTo("No listener for protocol handler 'finger'.");
            assertThat(analysis.getAction()).isEqualTo("Set jtwisted.listeners.finger.port, for example to 7000.");
        });
    }

    @Test
    void aListenerNeedsAHandler() {
        runner.withPropertyValues("jtwisted.listeners.finger.port=0").run(context -> {
            FailureAnalysis analysis = analysis(context);

            assertThat(analysis.getDescription()).isEqualTo("No protocol handler for listener 'finger'.");
            assertThat(analysis.getAction())
                    .isEqualTo("Put @ProtocolHandler(\"finger\") on a Protocol or a Factory,"
                            + " or remove jtwisted.listeners.finger.");
        });
    }

    @Test
    void aListenerHasOneHandler() {
        runner.withUserConfiguration(Finger.class, OtherFinger.class)
                .withPropertyValues("jtwisted.listeners.finger.enabled=false")
                .run(context -> assertThat(analysis(context).getDescription())
                        .startsWith("Two protocol handlers for listener 'finger': the beans '")
                        .contains("Finger' and '", "OtherFinger'"));
    }

    @Test
    void oneEndpointIsNotForTwoListeners() {
        runner.withUserConfiguration(TwoInOne.class)
                .run(context -> assertThat(analysis(context).getDescription())
                        .contains("is one place, and it has 2 listeners"));
    }

    @Test
    void aHandlerIsAProtocolOrAFactory() {
        runner.withUserConfiguration(Neither.class)
                .run(context ->
                        assertThat(analysis(context).getDescription()).contains("is neither a Protocol nor a Factory"));
    }

    @Test
    void aProtocolIsNotProxiedForItsAdvice() {
        runner.withUserConfiguration(Finger.class, Advice.class)
                .run(context ->
                        assertThat(analysis(context).getDescription()).contains("would be hidden behind a proxy"));
    }

    @Test
    void aProtocolIsNotProxiedForItsAsyncMethods() {
        runner.withUserConfiguration(Later.class, WithAsync.class)
                .run(context ->
                        assertThat(analysis(context).getDescription()).contains("would be hidden behind a proxy"));
    }

    @Test
    void aProtocolWhichAScanFoundIsNotProxiedEither() {
        runner.withUserConfiguration(ScanForLater.class, WithAsync.class).run(context -> {
            FailureAnalysis analysis = analysis(context);

            assertThat(analysis.getDescription())
                    .isEqualTo("The protocol bean 'wrongStartTest.Later' of type " + Later.class.getName()
                            + " would be hidden behind a proxy, which no connection can reach through.");
            assertThat(analysis.getAction()).contains("@Transactional, @Async or a scope");
        });
        runner.withUserConfiguration(ScanForFinger.class, Advice.class)
                .run(context ->
                        assertThat(analysis(context).getDescription()).contains("would be hidden behind a proxy"));
    }

    @Test
    void aProtocolIsNotProxiedForItsScope() {
        runner.withUserConfiguration(ScanForScoped.class)
                .run(context ->
                        assertThat(analysis(context).getDescription()).contains("would be hidden behind a proxy"));
    }

    @Test
    void aProxyWhichNobodyCouldForeseeIsRefusedWhenItIsMade() {
        runner.withUserConfiguration(Promising.class, WithAsync.class).run(context -> {
            assertThat(context).hasNotFailed();
            assertThatThrownBy(() -> context.getBean("later"))
                    .rootCause()
                    .isInstanceOf(WrongStart.class)
                    .hasMessageContaining("bean 'later' of type " + Later.class.getName());
        });
    }

    @Test
    void whatAConstructorOfAScannedProtocolWantsIsMissedAtTheStart() {
        runner.withUserConfiguration(ScanForGreedy.class)
                .withPropertyValues("jtwisted.listeners.finger.enabled=false")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasRootCauseInstanceOf(NoSuchBeanDefinitionException.class));
    }

    @Test
    void whatAConstructorWantsIsMissedAtTheStart() {
        runner.withUserConfiguration(Greedy.class)
                .withPropertyValues("jtwisted.listeners.finger.enabled=false")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasRootCauseInstanceOf(NoSuchBeanDefinitionException.class)
                        .cause()
                        .isInstanceOf(UnsatisfiedDependencyException.class)
                        .hasMessageContaining("wrongStartTest.Greedy"));
    }

    @Test
    void aTransportWhichIsNotToBeHadIsNamed() {
        runner.withPropertyValues("jtwisted.reactor.transport=kqueue").run(context -> {
            FailureAnalysis analysis = analysis(context);

            assertThat(analysis.getDescription())
                    .isEqualTo("jtwisted.reactor.transport is kqueue, but the transport 'kqueue' is not to be had on"
                            + " Linux, only on macOS and the BSDs: choose 'auto'.");
            assertThat(analysis.getAction()).isEqualTo("Set jtwisted.reactor.transport to auto, or do what this says.");
        });
    }

    @Test
    @EnabledForJreRange(max = JRE.JAVA_20)
    void virtualThreadsNeedANewerJava() {
        runner.withPropertyValues("jtwisted.thread-pool.type=virtual").run(context -> {
            FailureAnalysis analysis = analysis(context);

            assertThat(analysis.getDescription())
                    .isEqualTo(
                            "jtwisted.thread-pool.type is virtual, but virtual threads need Java 21, and this is Java "
                                    + Runtime.version().feature() + ".");
            assertThat(analysis.getAction())
                    .isEqualTo(
                            "Set jtwisted.thread-pool.type to platform, or run the application on Java 21 or later.");
        });
    }

    @Test
    void anAnnotationWithABadEndpointIsNamed() {
        runner.withUserConfiguration(Misspelt.class).run(context -> {
            FailureAnalysis analysis = analysis(context);

            assertThat(analysis.getDescription())
                    .isEqualTo("The @ProtocolHandler of listener 'finger' has the endpoint 'tpc:79', which is not"
                            + " understood: unknown endpoint 'tpc'; known are tcp, test-pigeon, test-post, tls, unix.");
            assertThat(analysis.getAction())
                    .isEqualTo(
                            "Set jtwisted.listeners.finger.endpoint to an endpoint which is, for example to tcp:7000.");
        });
    }

    @Test
    void aBundleWhichIsNotThereIsNamed() {
        runner.withUserConfiguration(Finger.class)
                .withPropertyValues(
                        "jtwisted.reactor.transport=nio",
                        "jtwisted.listeners.finger.port=0",
                        "jtwisted.listeners.finger.ssl.bundle=mine",
                        "spring.ssl.bundle.pem.yours.truststore.certificate=classpath:nothing.pem")
                .run(context -> {
                    FailureAnalysis analysis = analysis(context);

                    assertThat(analysis.getDescription())
                            .isEqualTo("Listener 'finger' needs the SSL bundle 'mine', which is not there;"
                                    + " known are yours.");
                    assertThat(analysis.getAction())
                            .startsWith("Set spring.ssl.bundle.pem.mine.keystore.certificate and")
                            .endsWith("or set jtwisted.listeners.finger.ssl.bundle to a known one, for example to"
                                    + " yours.");
                });
    }

    @Test
    void aPortInUseIsNamed() {
        MemoryReactor reactor = new MemoryReactor();
        reactor.listen("tcp:79", Finger::new).await();

        runner.withBean(Reactor.class, () -> reactor)
                .withUserConfiguration(Finger.class)
                .withPropertyValues("jtwisted.listeners.finger.port=79")
                .run(context -> {
                    FailureAnalysis analysis = analysis(context);

                    assertThat(analysis.getDescription())
                            .isEqualTo("Listener 'finger' cannot listen on port 79: the port is in use.");
                    assertThat(analysis.getAction())
                            .isEqualTo("Stop what listens there, or set jtwisted.listeners.finger.port to another port,"
                                    + " for example to 8079.");
                });
    }

    private static FailureAnalysis analysis(AssertableApplicationContext context) {
        return Contexts.analysis(context.getStartupFailure());
    }

    @ProtocolHandler("finger")
    static class Finger extends Protocol {}

    @ProtocolHandler("finger")
    static class OtherFinger extends Protocol {}

    @ProtocolHandler(value = "finger", endpoint = "tpc:79")
    static class Misspelt extends Protocol {}

    @ProtocolHandler("finger")
    static final class Neither {}

    @ProtocolHandler(
            value = {"one", "other"},
            endpoint = "tcp:0")
    static final class TwoInOne extends Protocol {}

    @ProtocolHandler("finger")
    static final class Greedy extends Protocol {

        Greedy(Factory nowhere) {}
    }

    @ProtocolHandler("finger")
    static class Later extends Protocol {

        @Async
        void answer() {}
    }

    @Configuration
    @EnableAsync
    static class WithAsync {}

    @ProtocolHandler("finger")
    @Scope(scopeName = "prototype", proxyMode = ScopedProxyMode.TARGET_CLASS)
    static class Scoped extends Protocol {}

    @Configuration
    @ComponentScan(
            useDefaultFilters = false,
            includeFilters = @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Later.class))
    static class ScanForLater {}

    @Configuration
    @ComponentScan(
            useDefaultFilters = false,
            includeFilters = @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Finger.class))
    static class ScanForFinger {}

    @Configuration
    @ComponentScan(
            useDefaultFilters = false,
            includeFilters = @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Greedy.class))
    static class ScanForGreedy {}

    @Configuration
    @ComponentScan(
            useDefaultFilters = false,
            includeFilters = @ComponentScan.Filter(type = FilterType.ASSIGNABLE_TYPE, classes = Scoped.class))
    static class ScanForScoped {}

    @Configuration
    static class Promising {

        @Bean
        @Scope("prototype")
        Protocol later() {
            return new Later();
        }
    }

    @Configuration
    static class Advice {

        @Bean
        static DefaultAdvisorAutoProxyCreator proxies() {
            return new DefaultAdvisorAutoProxyCreator();
        }

        @Bean
        static DefaultPointcutAdvisor advisor() {
            NameMatchMethodPointcut events = new NameMatchMethodPointcut().addMethodName("dataReceived");
            return new DefaultPointcutAdvisor(events, (MethodInterceptor) MethodInvocation::proceed);
        }
    }
}
