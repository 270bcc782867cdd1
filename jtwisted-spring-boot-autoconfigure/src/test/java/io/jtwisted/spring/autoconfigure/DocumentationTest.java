package io.jtwisted.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The tables of docs/spring-boot.md list all properties with their true defaults, and all meters with their tags. */
@Tag("sources")
class DocumentationTest {
    private static final Path ROOT = Path.of("..");
    private static final String NO_DEFAULT = "–";

    /** A key, its default (a row of meters: its tags), and more. */
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(?<key>[a-z.-]+)` \\| (?<second>[^|]*?) ?\\|");

    private static final Pattern CODE = Pattern.compile("`([^`]+)`");
    private static final Pattern METER_ASKED_FOR = Pattern.compile("/actuator/metrics/([a-z.]+)");

    @Test
    void everyKeyOfAListenerIsThereWithItsDefault() throws IOException {
        Map<String, Map<?, ?>> defaults = MetadataTest.properties(MetadataTest.ALL);
        Map<String, String> expected = new TreeMap<>();
        for (String key : MetadataTest.properties(MetadataTest.LISTENER).keySet()) {
            expected.put(key, valueOf(defaults.getOrDefault("jtwisted.defaults." + key, Map.of())));
        }

        assertThat(rows("Configuration of a listener")).isEqualTo(expected);
    }

    @Test
    void everyOtherKeyIsThereWithItsDefault() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        MetadataTest.properties(MetadataTest.ALL).forEach((key, property) -> {
            if (!key.startsWith("jtwisted.defaults.") && !key.equals("jtwisted.listeners")) {
                expected.put(key, valueOf(property));
            }
        });

        assertThat(rows("Configuration of everything else")).isEqualTo(expected);
    }

    @Test
    void everyMeterIsThereWithItsTags() throws IOException {
        Map<String, Set<String>> meters = new TreeMap<>();
        rows("Observing")
                .forEach((name, tags) -> meters.put(
                        name,
                        CODE.matcher(tags).results().map(tag -> tag.group(1)).collect(Collectors.toSet())));

        assertThat(meters).isEqualTo(new TreeMap<>(MeterNamesTest.TAGS));
    }

    @Test
    void metersThatReadersAreToldToAskForAreThere() throws IOException {
        Set<String> asked = Set.of("README.md", "samples/quickstart/README.md").stream()
                .flatMap(page -> METER_ASKED_FOR.matcher(read(page)).results())
                .map(meter -> meter.group(1))
                .collect(Collectors.toSet());

        assertThat(asked).isNotEmpty().allMatch(MeterNamesTest.TAGS::containsKey);
    }

    /** The rows of the tables in this section: key and second cell. */
    private static Map<String, String> rows(String heading) {
        String page = read("docs/spring-boot.md");
        int begin = page.indexOf("## " + heading + "\n");
        assertThat(begin).as("the section '%s'", heading).isNotNegative();
        int end = page.indexOf("\n## ", begin);
        Map<String, String> rows = new TreeMap<>();
        for (MatchResult row : ROW.matcher(page.substring(begin, end)).results().toList()) {
            rows.put(row.group(1), row.group(2));
        }
        return rows;
    }

    private static String valueOf(Map<?, ?> property) {
        Object value = property.get("defaultValue");
        return value == null ? NO_DEFAULT : "`" + value + "`";
    }

    private static String read(String page) {
        try {
            return Files.readString(ROOT.resolve(page));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
