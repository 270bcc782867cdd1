package io.jtwisted.spring.autoconfigure;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/** The endpoint over HTTP, where the answer depends on the user. */
@EndpointWebExtension(endpoint = JTwistedEndpoint.class)
final class JTwistedWebEndpoint {
    private final JTwistedEndpoint endpoint;
    private final JTwistedEndpointProperties properties;

    JTwistedWebEndpoint(JTwistedEndpoint endpoint, JTwistedEndpointProperties properties) {
        this.endpoint = endpoint;
        this.properties = properties;
    }

    @ReadOperation
    WebEndpointResponse<Report.Details> listener(SecurityContext who, @Selector String listener) {
        boolean shown = properties.showRemoteAddresses().isShown(who, properties.roles());
        Report.Details details = endpoint.listener(listener, shown);
        return details == null
                ? new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND)
                : new WebEndpointResponse<>(details);
    }
}
