package io.jtwisted.spring.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.ReactiveAdapterRegistry;
import reactor.core.publisher.Mono;

/** A {@link io.jtwisted.defer.Deferred} wherever Spring takes a Mono, if Reactor is there: from a controller in WebFlux. */
@AutoConfiguration
@ConditionalOnClass(Mono.class)
@ConditionalOnBooleanProperty(name = "jtwisted.enabled", matchIfMissing = true)
public final class DeferredMonoAutoConfiguration {

    @Bean
    static DeferredAdapter jtwistedDeferredAdapter(ObjectProvider<ReactiveAdapterRegistry> registries) {
        return new DeferredAdapter(registries);
    }
}
