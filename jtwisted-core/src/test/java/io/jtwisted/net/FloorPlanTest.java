package io.jtwisted.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documentation of this package is its plan: it names each public type. */
class FloorPlanTest {
    private static final Path SOURCES = Path.of("src/main/java/io/jtwisted/net");

    @Test
    void eachPublicTypeHasItsRoom() throws IOException {
        String plan = Files.readString(SOURCES.resolve("package-info.java"));
        List<String> types;
        try (Stream<Path> files = Files.list(SOURCES)) {
            types = files.filter(file -> isPublic(file))
                    .map(file -> file.getFileName().toString().replace(".java", ""))
                    .sorted()
                    .toList();
        }

        assertThat(types)
                .hasSizeGreaterThan(40)
                .allSatisfy(type -> assertThat(plan).contains("{@link io.jtwisted.net." + type + "}"));
    }

    private static boolean isPublic(Path file) {
        try {
            return Files.readString(file).lines().anyMatch(line -> line.startsWith("public "));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
