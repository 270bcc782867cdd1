package io.jtwisted.spring.autoconfigure;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Readiness goes down first, before anything stops. Boot does this for web applications only. The end of a child context
 * which serves nothing is no reason: its parent serves on, and would hear of it.
 */
final class RefusingTraffic implements ApplicationListener<ContextClosedEvent> {
    private final ApplicationContext context;
    private final OpenPorts ports;

    RefusingTraffic(ApplicationContext context, OpenPorts ports) {
        this.context = context;
        this.ports = ports;
    }

    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        boolean mine = event.getApplicationContext() == context; // not a child's
        if (mine && (context.getParent() == null || !ports.names().isEmpty())) {
            AvailabilityChangeEvent.publish(context, ReadinessState.REFUSING_TRAFFIC);
        }
    }
}
