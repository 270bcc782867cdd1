package io.jtwisted.spring.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** A {@link io.jtwisted.defer.Deferred} from a controller in Spring MVC, with Reactor on the class path or without. */
@AutoConfiguration
@ConditionalOnClass(WebMvcConfigurer.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBooleanProperty(name = "jtwisted.enabled", matchIfMissing = true)
public final class DeferredMvcAutoConfiguration {

    @Bean
    DeferredReturnValueHandler jtwistedDeferredReturnValueHandler() {
        return new DeferredReturnValueHandler();
    }
}
