package io.jtwisted.spring.autoconfigure;

import java.util.Set;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the endpoint shows, and to which users.
 *
 * @param showRemoteAddresses When to show the remote addresses of connections.
 * @param roles Roles of which one is needed to be authorized. Any that is authenticated if it is not set.
 */
@ConfigurationProperties("management.endpoint.jtwisted")
record JTwistedEndpointProperties(
        @DefaultValue("never") Show showRemoteAddresses,
        @DefaultValue Set<String> roles) {

    JTwistedEndpointProperties {
        roles = Set.copyOf(roles);
    }
}
