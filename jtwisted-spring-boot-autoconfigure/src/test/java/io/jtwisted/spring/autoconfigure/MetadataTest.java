package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.jtwisted.net.Limits;
import io.jtwisted.net.ServerEndpoint;
import io.jtwisted.net.Tls;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What the annotation processors wrote, for the editors of users. */
class MetadataTest {
    static final String ALL = "META-INF/spring-configuration-metadata.json";

    /** What is below the name of a listener: a map has no properties of its own. */
    static final String LISTENER =
            "META-INF/spring/configuration-metadata/" + ListenerProperties.class.getName() + ".json";

    @Test
    void everyPropertyIsThere() throws IOException {
        Set<String> keys = new TreeSet<>(Set.of("jtwisted.enabled"));
        collect(JTwistedProperties.class, "jtwisted.", keys);

        assertThat(properties(ALL)).containsKeys(keys.toArray(String[]::new)).containsKey("jtwisted.listeners");
    }

    @Test
    void everyPropertyOfAListenerIsThere() throws IOException {
        Set<String> keys = new TreeSet<>();
        collect(ListenerProperties.class, "", keys);

        assertThat(properties(LISTENER)).containsOnlyKeys(keys);
        assertThat(keys).hasSize(31).contains("port", "reactor", "unix-path", "ssl.bundle", "socket.keep-alive.idle");
    }

    @Test
    void whatIsForAllIsNoPlace() throws IOException {
        assertThat(properties(ALL))
                .doesNotContainKeys(
                        "jtwisted.defaults.port",
                        "jtwisted.defaults.endpoint",
                        "jtwisted.defaults.unix-path",
                        "jtwisted.defaults.reactor");
    }

    @Test
    void everyPropertyHasADescription() throws IOException {
        Map<String, Map<?, ?>> properties = new HashMap<>(properties(ALL));
        properties(LISTENER).forEach((key, property) -> properties.put("jtwisted.listeners.*." + key, property));

        assertThat(properties).allSatisfy((name, property) -> {
            String description = String.valueOf(property.get("description"));
            assertThat(description).as(name).endsWith(".").doesNotMatch("(?i)(the|an?|null) .*|null");
            if ("java.lang.Boolean".equals(property.get("type"))) {
                assertThat(description).as(name).startsWith("Whether ");
            }
        });
    }

    @Test
    void whatIsOneOfAFewIsExplained() throws IOException {
        Map<String, Map<?, ?>> hints = entries(ALL, "hints");

        assertThat(hints)
                .containsKeys(
                        "jtwisted.reactor.transport",
                        "jtwisted.thread-pool.type",
                        "jtwisted.defaults.ssl.client-auth",
                        "jtwisted.defaults.limits.on-limit");
        assertThat(String.valueOf(hints.get("jtwisted.defaults.ssl.client-auth")))
                .contains("none", "want", "need");
    }

    @Test
    void theDefaultsAreTrue() throws IOException {
        Map<String, String> keys = new HashMap<>();
        properties(ALL).forEach((name, property) -> {
            if (property.get("defaultValue") != null && name.startsWith("jtwisted.defaults.")) {
                keys.put(name, String.valueOf(property.get("defaultValue")));
            }
        });
        keys.put("jtwisted.listeners.chat.port", "7000");
        keys.put("jtwisted.listeners.chat.ssl.bundle", "mine");

        JTwistedProperties properties = Contexts.properties(keys);
        Places places = new Places(properties.listeners(), properties.defaults());

        assertThat(keys).hasSizeGreaterThan(18);
        ServerEndpoint endpoint = places.of("chat", "").endpoint();
        assertThat(endpoint)
                .usingRecursiveComparison()
                .ignoringFields("limits.given")
                .isEqualTo(ServerEndpoint.tcp(7000).tls(Tls.bundle("mine")).name("chat"));
        assertThat(endpoint.limits().given()).containsExactly(Limits.Part.values());
        assertThat(places.isEnabled("chat") && places.isAutoStart("chat")).isTrue();
    }

    /** As Spring Boot spells them. */
    private static void collect(Class<?> type, String prefix, Set<String> keys) {
        for (RecordComponent component : type.getRecordComponents()) {
            String key =
                    prefix + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
            if (component.getType().isRecord()) {
                collect(component.getType(), key + ".", keys);
            } else {
                keys.add(key);
            }
        }
    }

    static Map<String, Map<?, ?>> properties(String resource) throws IOException {
        return entries(resource, "properties");
    }

    private static Map<String, Map<?, ?>> entries(String resource, String kind) throws IOException {
        Map<String, Map<?, ?>> entries = new HashMap<>();
        // Beside the main classes: tests have properties, and so metadata, of their own.
        URL classes =
                JTwistedProperties.class.getProtectionDomain().getCodeSource().getLocation();
        try (InputStream json = new URL(classes, resource).openStream()) {
            Map<String, Object> metadata = new Yaml().load(json); // every JSON is YAML
            for (Object entry : (List<?>) metadata.getOrDefault(kind, List.of())) {
                Map<?, ?> values = (Map<?, ?>) entry;
                entries.put(String.valueOf(values.get("name")), values);
            }
        }
        return entries;
    }
}
