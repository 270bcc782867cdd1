package io.jtwisted.net;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An endpoint string, cut at its colons and unescaped.
 *
 * @param prefix what stands before the first colon
 * @param values the other parts without an equals sign, in order
 * @param options the other parts with one
 */
record EndpointTokens(String prefix, List<String> values, Map<String, String> options) {

    static EndpointTokens of(String endpoint) {
        List<Part> parts = new Scanner(endpoint).parts();
        List<String> values = new ArrayList<>();
        Map<String, String> options = new LinkedHashMap<>();
        for (Part part : parts.subList(1, parts.size())) {
            if (part.key == null) {
                values.add(part.value);
            } else if (part.value.isEmpty()) {
                throw wrong(endpoint, "option '" + part.key + "' has no value");
            } else if (options.put(part.key, part.value) != null) {
                throw wrong(endpoint, "option '" + part.key + "' is there twice");
            }
        }
        Part first = parts.get(0);
        String prefix = first.key == null ? first.value : first.key + "=" + first.value;
        return new EndpointTokens(prefix, values, options);
    }

    static IllegalArgumentException wrong(String endpoint, String complaint) {
        return new IllegalArgumentException("endpoint '" + endpoint + "': " + complaint);
    }

    private record Part(@Nullable String key, String value) {}

    private static final class Scanner {
        private final String endpoint;
        private final List<Part> parts = new ArrayList<>();
        private final StringBuilder text = new StringBuilder();

        private @Nullable String key;

        Scanner(String endpoint) {
            this.endpoint = endpoint;
        }

        List<Part> parts() {
            for (int i = 0; i < endpoint.length(); i++) {
                char c = endpoint.charAt(i);
                if (c == '\\') {
                    i++;
                    text.append(escaped(i));
                } else if (c == ':') {
                    endPart();
                } else if (c == '=' && key == null) {
                    key = take();
                } else {
                    text.append(c);
                }
            }
            endPart();
            return parts;
        }

        private char escaped(int i) {
            if (i == endpoint.length()) {
                throw wrong(endpoint, "the backslash at the end escapes nothing; write \\\\ for a backslash");
            }
            char c = endpoint.charAt(i);
            if (c != ':' && c != '=' && c != '\\') {
                throw wrong(
                        endpoint, "a backslash escapes :, = and \\ but not '" + c + "'; write \\\\ for a backslash");
            }
            return c;
        }

        private void endPart() {
            parts.add(new Part(key, take()));
            key = null;
        }

        private String take() {
            String taken = text.toString();
            text.setLength(0);
            return taken;
        }
    }
}
