package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.defer.Deferred;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** What is there for Deferreds on which class path, and in which kind of application. */
class DeferredAutoConfigurationsTest {
    private static final AutoConfigurations OURS =
            AutoConfigurations.of(DeferredMonoAutoConfiguration.class, DeferredMvcAutoConfiguration.class);

    @Test
    void mvcHasAHandlerForDeferreds() {
        new WebApplicationContextRunner()
                .withConfiguration(OURS)
                .withConfiguration(AutoConfigurations.of(WebMvcAutoConfiguration.class))
                .run(context -> {
                    RequestMappingHandlerAdapter adapter = context.getBean(RequestMappingHandlerAdapter.class);
                    HandlerMethodReturnValueHandler handler = context.getBean(DeferredReturnValueHandler.class);

                    assertThat(adapter.getCustomReturnValueHandlers()).containsExactly(handler);
                });
    }

    @Test
    void mvcHasItWithoutReactor() {
        new WebApplicationContextRunner()
                .withConfiguration(OURS)
                .withClassLoader(new FilteredClassLoader("reactor", "org.reactivestreams"))
                .run(context -> assertThat(context)
                        .hasSingleBean(DeferredReturnValueHandler.class)
                        .doesNotHaveBean(DeferredAdapter.class));
    }

    @Test
    void webFluxTakesADeferredForAMonoWithAHeadStart() {
        new ReactiveWebApplicationContextRunner()
                .withConfiguration(OURS)
                .withConfiguration(AutoConfigurations.of(WebFluxAutoConfiguration.class))
                .run(context -> {
                    ReactiveAdapterRegistry registry =
                            context.getBean("webFluxAdapterRegistry", ReactiveAdapterRegistry.class);
                    ReactiveAdapter adapter = Objects.requireNonNull(registry.getAdapter(Deferred.class));

                    assertThat(context).doesNotHaveBean(DeferredReturnValueHandler.class);
                    assertThat(adapter.isMultiValue()).isFalse();
                    assertThat(adapter.supportsEmpty()).isTrue();
                    assertThat(adapter.getDescriptor().isDeferred()).isFalse();
                });
    }

    @Test
    void withoutAWebDeferredsAndMonosMeetInTheSharedRegistry() {
        new ApplicationContextRunner().withConfiguration(OURS).run(context -> {
            ReactiveAdapter adapter = Objects.requireNonNull(
                    ReactiveAdapterRegistry.getSharedInstance().getAdapter(Deferred.class));
            Deferred<?> deferred = (Deferred<?>) adapter.fromPublisher(Mono.just("x"));

            StepVerifier.create(adapter.toPublisher(deferred)).expectNext("x").verifyComplete();
            assertThat(((Deferred<?>) adapter.fromPublisher(Mono.empty())).await())
                    .isNull();
            assertThat(context).doesNotHaveBean(DeferredReturnValueHandler.class);
        });
    }

    @Test
    void anAdapterOfTheApplicationStays() {
        ReactiveAdapterRegistry registry = new ReactiveAdapterRegistry();
        DeferredAdapter.register(registry);
        ReactiveAdapter first = registry.getAdapter(Deferred.class);

        new ApplicationContextRunner()
                .withConfiguration(OURS)
                .withBean(ReactiveAdapterRegistry.class, () -> registry)
                .run(context -> assertThat(registry.getAdapter(Deferred.class)).isSameAs(first));
    }

    @Test
    void withoutSpringMvcThereIsNothingForIt() {
        new WebApplicationContextRunner()
                .withConfiguration(OURS)
                .withClassLoader(new FilteredClassLoader(WebMvcConfigurer.class))
                .run(context -> assertThat(context).doesNotHaveBean("jtwistedDeferredReturnValueHandler"));
    }

    @Test
    void nothingIsThereWhereItIsNotEnabled() {
        new WebApplicationContextRunner()
                .withConfiguration(OURS)
                .withPropertyValues("jtwisted.enabled=false")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(DeferredReturnValueHandler.class)
                        .doesNotHaveBean(DeferredAdapter.class));
    }
}
