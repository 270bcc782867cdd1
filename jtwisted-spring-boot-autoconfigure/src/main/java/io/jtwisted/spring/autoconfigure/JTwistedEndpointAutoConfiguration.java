package io.jtwisted.spring.autoconfigure;

import io.jtwisted.net.ReactorGroup;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The actuator's endpoint {@code jtwisted}, where it is exposed. */
@AutoConfiguration(after = JTwistedAutoConfiguration.class)
@ConditionalOnClass({Endpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(Listeners.class)
public final class JTwistedEndpointAutoConfiguration {

    // In a class of its own: the class of its condition does not exist where there is no actuator.
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnAvailableEndpoint(JTwistedEndpoint.class)
    @EnableConfigurationProperties(JTwistedEndpointProperties.class)
    static final class Endpoints {

        @Bean
        JTwistedEndpoint jtwistedEndpoint(
                ReactorGroup reactors, Listeners listeners, TlsReloads reloads, JTwistedEndpointProperties properties) {
            return new JTwistedEndpoint(reactors, listeners, reloads, properties.showRemoteAddresses() == Show.ALWAYS);
        }

        @Bean
        @ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
        JTwistedWebEndpoint jtwistedWebEndpoint(JTwistedEndpoint endpoint, JTwistedEndpointProperties properties) {
            return new JTwistedWebEndpoint(endpoint, properties);
        }
    }
}
