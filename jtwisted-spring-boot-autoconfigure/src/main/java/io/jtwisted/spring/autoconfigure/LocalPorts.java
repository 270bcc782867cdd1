package io.jtwisted.spring.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;

/**
 * Writes down where a listener really listens, as {@code local.jtwisted.<name>.port}: of use where port 0 was asked. Ports
 * open on the reactor's thread while others read the environment, so the map is a concurrent one, and not the
 * {@code HashMap} which Boot keeps for its web server.
 */
final class LocalPorts {
    private static final String SOURCE = "jtwisted.ports";

    private final List<Map<String, Object>> known = new ArrayList<>();

    /** For this context and its parents, whose environments have them from now on. */
    LocalPorts(ApplicationContext context) {
        for (@Nullable ApplicationContext at = context; at != null; at = at.getParent()) {
            if (at.getEnvironment() instanceof ConfigurableEnvironment environment) {
                known.add(ports(environment.getPropertySources()));
            }
        }
    }

    @SuppressWarnings("unchecked") // a source of this name was made here, for this context or another child
    private static Map<String, Object> ports(MutablePropertySources sources) {
        PropertySource<?> source = sources.get(SOURCE);
        if (source == null) {
            source = new MapPropertySource(SOURCE, new ConcurrentHashMap<>());
            sources.addFirst(source);
        }
        return (Map<String, Object>) source.getSource();
    }

    void publish(String listener, int port) {
        known.forEach(ports -> ports.put("local.jtwisted." + listener + ".port", port));
    }
}
