package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.ReactorGroup;
import java.util.Map;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/** Health of the reactors and of each listener, as {@code jtwisted}. */
@AutoConfiguration(after = JTwistedAutoConfiguration.class)
@ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(Listeners.class)
public final class JTwistedHealthAutoConfiguration {
    // The condition is not on the class: there it would be looked at before it is known whether Boot's health is there.
    @Bean
    @ConditionalOnEnabledHealthIndicator("jtwisted")
    @ConditionalOnMissingBean(name = {"jtwistedHealthContributor", "jtwistedHealthIndicator"})
    CompositeHealthContributor jtwistedHealthContributor(
            ReactorGroup reactors,
            ReactorLifecycle lifecycle,
            Listeners listeners,
            Handlers handlers,
            DrainLifecycle drain,
            JTwistedProperties properties,
            TlsReloads reloads) {
        return CompositeHealthContributor.fromMap(Map.of(
                "reactor",
                new ReactorHealth(
                        reactors, lifecycle::isRunning, properties.reactor().blockedThreshold()),
                "listeners",
                new ListenersHealth(listeners, reloads, handlers.names(), drain::isRunning)));
    }
}
