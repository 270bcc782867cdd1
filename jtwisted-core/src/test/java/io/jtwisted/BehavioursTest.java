package io.jtwisted;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The table of behaviours names tests which are there. */
@Tag("sources")
class BehavioursTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /** {@code SomeTest.aMethod}; in a row after that, {@code .another} is of the same class. */
    private static final Pattern NAME = Pattern.compile("(?<=[ ,`|])([A-Z]\\w+(?:Test|IT))?\\.([a-z]\\w+)");

    @Test
    void everyTestWhichItNamesIsThere() throws IOException {
        Map<String, String> sources = sources();
        List<String> named = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (String row : Files.readAllLines(ROOT.resolve("docs/behaviours.md"))) {
            String owner = "";
            Matcher name = NAME.matcher(row.startsWith("|") ? row : "");
            while (name.find()) {
                owner = name.group(1) == null ? owner : name.group(1);
                String test = owner + "." + name.group(2);
                named.add(test);
                if (!sources.getOrDefault(owner, "").contains("void " + name.group(2) + "(")) {
                    missing.add(test);
                }
            }
        }

        assertThat(missing).isEmpty();
        assertThat(named).hasSizeGreaterThan(300);
    }

    private static Map<String, String> sources() throws IOException {
        try (Stream<Path> files = Files.walk(ROOT, 12)) {
            return files.filter(file -> file.toString().contains("src/test/java"))
                    .filter(file -> file.toString().endsWith("Test.java")
                            || file.toString().endsWith("IT.java"))
                    .collect(Collectors.toMap(BehavioursTest::name, BehavioursTest::text, (one, other) -> one + other));
        }
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".java", "");
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
