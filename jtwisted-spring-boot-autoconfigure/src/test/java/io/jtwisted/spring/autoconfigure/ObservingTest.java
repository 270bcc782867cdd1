package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What is there to watch us, and when it is not. */
class ObservingTest {
    private final ApplicationContextRunner runner = Contexts.runner()
            .withConfiguration(AutoConfigurations.of(
                    JTwistedEndpointAutoConfiguration.class,
                    JTwistedHealthAutoConfiguration.class,
                    JTwistedMetricsAutoConfiguration.class));
    private final ApplicationContextRunner withMetrics = runner.withConfiguration(AutoConfigurations.of(
            MetricsAutoConfiguration.class,
            SimpleMetricsExportAutoConfiguration.class,
            CompositeMeterRegistryAutoConfiguration.class));

    @Test
    void metersAreInBootsRegistry() {
        withMetrics.run(context -> assertThat(context.getBean(MeterRegistry.class)
                        .find("jtwisted.reactor.tasks.pending")
                        .gauge())
                .isNotNull());
    }

    @Test
    void metersAreThereInALazyApplication() {
        withMetrics
                .withPropertyValues("spring.main.lazy-initialization=true")
                .run(context -> assertThat(context.getBean(MeterRegistry.class)
                                .find("jtwisted.reactor.lag")
                                .timer())
                        .isNotNull());
    }

    @Test
    void aSwitchOfMicrometerTurnsThemOff() {
        withMetrics
                .withPropertyValues("management.metrics.enable.jtwisted.data=false")
                .run(context -> {
                    MeterRegistry registry = context.getBean(MeterRegistry.class);

                    assertThat(registry.find("jtwisted.data.received").meters()).isEmpty();
                    assertThat(registry.find("jtwisted.connections").meters()).isNotEmpty();
                });
    }

    @Test
    void withoutARegistryThereAreNoMeters() {
        runner.run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(MetersBinder.class));
    }

    @Test
    void withoutMicrometerThereAreNoMeters() {
        runner.withClassLoader(new FilteredClassLoader("io.micrometer"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("jtwistedMeterBinder"));
    }

    @Test
    void aRegistryOfTheUserIsUsed() {
        MeterRegistry own = new SimpleMeterRegistry();

        runner.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class))
                .withBean(MeterRegistry.class, () -> own)
                .run(context -> {
                    assertThat(context).hasNotFailed();
                    assertThat(own.find("jtwisted.reactor.blocked").functionCounter())
                            .isNotNull();
                });
    }

    @Test
    void healthIsACompositeOfReactorAndListeners() {
        runner.run(context -> {
            CompositeHealthContributor health =
                    context.getBean("jtwistedHealthContributor", CompositeHealthContributor.class);

            assertThat(health.getContributor("reactor")).isInstanceOf(ReactorHealth.class);
            assertThat(health.getContributor("listeners")).isInstanceOf(ListenersHealth.class);
        });
    }

    @Test
    void healthLeavesOutListenersWhichAreNotEnabled() {
        runner.withUserConfiguration(Echo.class)
                .withPropertyValues(
                        "jtwisted.listeners.echo.enabled=true",
                        "jtwisted.listeners.echo.auto-start=false",
                        "jtwisted.listeners.echo.port=0",
                        "jtwisted.listeners.chat.port=0",
                        "jtwisted.defaults.enabled=false")
                .run(context -> assertThat(
                                context.getBean("jtwistedHealthContributor", CompositeHealthContributor.class)
                                        .getContributor("listeners"))
                        .isInstanceOfSatisfying(
                                ListenersHealth.class,
                                listeners -> assertThat(listeners.stream().map(HealthContributors.Entry::name))
                                        .containsExactly("echo")));
    }

    @Test
    void healthMayBeSwitchedOff() {
        runner.withPropertyValues("management.health.jtwisted.enabled=false")
                .run(context -> assertThat(context).doesNotHaveBean("jtwistedHealthContributor"));
    }

    @Test
    void withoutBootsHealthThereIsNone() {
        runner.withClassLoader(new FilteredClassLoader("org.springframework.boot.health"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("jtwistedHealthContributor"));
    }

    @Test
    void theEndpointIsThereWhereItIsExposed() {
        runner.withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class))
                .withPropertyValues("management.endpoints.web.exposure.include=jtwisted")
                .run(context -> assertThat(context)
                        .hasSingleBean(JTwistedEndpoint.class)
                        .hasSingleBean(JTwistedWebEndpoint.class));
    }

    @Test
    void overJmxNobodyNeedsTheWeb() {
        runner.withPropertyValues(
                        "spring.jmx.enabled=true",
                        "management.endpoints.jmx.exposure.include=jtwisted",
                        "management.endpoints.web.exposure.exclude=jtwisted")
                .run(context -> assertThat(context)
                        .hasSingleBean(JTwistedEndpoint.class)
                        .doesNotHaveBean(JTwistedWebEndpoint.class));
    }

    @Test
    void theEndpointIsNotExposedByItself() {
        runner.run(context -> assertThat(context).doesNotHaveBean(JTwistedEndpoint.class));
    }

    @Test
    void theEndpointMayBeForbidden() {
        runner.withPropertyValues(
                        "management.endpoints.web.exposure.include=jtwisted",
                        "management.endpoint.jtwisted.access=NONE")
                .run(context -> assertThat(context).doesNotHaveBean(JTwistedEndpoint.class));
    }

    @Test
    void withoutTheActuatorThereIsNoEndpoint() {
        runner.withPropertyValues("management.endpoints.web.exposure.include=jtwisted")
                .withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate"))
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean("jtwistedEndpoint"));
    }

    @Test
    void nothingIsThereWithoutUs() {
        withMetrics
                .withPropertyValues("jtwisted.enabled=false", "management.endpoints.web.exposure.include=jtwisted")
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(MetersBinder.class)
                        .doesNotHaveBean("jtwistedHealthContributor")
                        .doesNotHaveBean(JTwistedEndpoint.class));
    }
}
