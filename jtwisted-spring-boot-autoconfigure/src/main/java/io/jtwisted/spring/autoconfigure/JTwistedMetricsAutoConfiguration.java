package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.ReactorGroup;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Meters for reactors, listeners and connections, where Boot has a registry for them. */
@AutoConfiguration(
        after = JTwistedAutoConfiguration.class,
        afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({Listeners.class, MeterRegistry.class})
public final class JTwistedMetricsAutoConfiguration {

    @Bean
    MetersBinder jtwistedMeterBinder(ReactorGroup reactors, Listeners listeners, TlsReloads reloads) {
        return new MetersBinder(reactors, listeners, reloads);
    }
}
