package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What the annotation processors wrote, for the editors of users. */
class MetadataTest {

    @Test
    void everyPropertyHasADescription() throws IOException {
        Map<String, String> descriptions = new HashMap<>();

        for (Object property : (List<?>) metadata().getOrDefault("properties", List.of())) {
            Map<?, ?> entry = (Map<?, ?>) property;
            descriptions.put(String.valueOf(entry.get("name")), String.valueOf(entry.get("description")));
        }

        assertThat(descriptions)
                .containsOnlyKeys(
                        "jtwisted.enabled",
                        "jtwisted.listeners",
                        "jtwisted.reactor.event-loops",
                        "jtwisted.reactor.keep-alive",
                        "jtwisted.reactor.name",
                        "jtwisted.reactor.transport",
                        "jtwisted.thread-pool.max-threads",
                        "jtwisted.thread-pool.queue-capacity",
                        "management.endpoint.jtwisted.access",
                        "management.endpoint.jtwisted.cache.time-to-live",
                        "management.endpoint.jtwisted.roles",
                        "management.endpoint.jtwisted.show-remote-addresses",
                        "management.health.jtwisted.enabled");
        assertThat(descriptions.values()).allSatisfy(text -> assertThat(text).endsWith("."));
    }

    private static Map<String, Object> metadata() throws IOException {
        try (InputStream json = JTwistedProperties.class
                .getClassLoader()
                .getResourceAsStream("META-INF/spring-configuration-metadata.json")) {
            return new Yaml().load(Objects.requireNonNull(json)); // every JSON is YAML
        }
    }
}
