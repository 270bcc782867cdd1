package io.jtwisted.spring.autoconfigure;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/** Writes down where a listener really listens, as {@code local.jtwisted.<name>.port}: of use where port 0 was asked. */
final class LocalPorts {
    private static final String SOURCE = "server.ports"; // Boot's own, shared with the web server

    private final ApplicationContext context;

    LocalPorts(ApplicationContext context) {
        this.context = context;
    }

    void publish(String listener, int port) {
        for (@Nullable ApplicationContext at = context; at != null; at = at.getParent()) {
            if (at.getEnvironment() instanceof ConfigurableEnvironment environment) {
                publish(environment.getPropertySources(), "local.jtwisted." + listener + ".port", port);
            }
        }
    }

    @SuppressWarnings("unchecked") // a source of this name is a MapPropertySource, made here or by Boot
    private static void publish(MutablePropertySources sources, String key, int port) {
        PropertySource<?> source = sources.get(SOURCE);
        if (source == null) {
            source = new MapPropertySource(SOURCE, new HashMap<>());
            sources.addFirst(source);
        }
        ((Map<String, Object>) source.getSource()).put(key, port);
    }
}
