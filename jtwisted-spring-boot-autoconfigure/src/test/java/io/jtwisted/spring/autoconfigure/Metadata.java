package io.jtwisted.spring.autoconfigure;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.Yaml;

/** What the annotation processors wrote of configuration properties, by their names. */
final class Metadata {
    private static final String ALL = "META-INF/spring-configuration-metadata.json";

    /** What is below the name of a listener: a map has no properties of its own. */
    private static final String LISTENER =
            "META-INF/spring/configuration-metadata/" + ListenerProperties.class.getName() + ".json";

    private Metadata() {}

    static Map<String, Map<?, ?>> properties() throws IOException {
        return entries(ALL, "properties");
    }

    /** The names are relative to that of the listener. */
    static Map<String, Map<?, ?>> ofAListener() throws IOException {
        return entries(LISTENER, "properties");
    }

    static Map<String, Map<?, ?>> hints() throws IOException {
        return entries(ALL, "hints");
    }

    private static Map<String, Map<?, ?>> entries(String resource, String kind) throws IOException {
        Map<String, Map<?, ?>> entries = new HashMap<>();
        try (InputStream json = JTwistedProperties.class.getClassLoader().getResourceAsStream(resource)) {
            Map<String, Object> metadata = new Yaml().load(Objects.requireNonNull(json)); // every JSON is YAML
            for (Object entry : (List<?>) metadata.getOrDefault(kind, List.of())) {
                Map<?, ?> values = (Map<?, ?>) entry;
                entries.put(String.valueOf(values.get("name")), values);
            }
        }
        return entries;
    }
}
